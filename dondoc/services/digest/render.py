"""Shows a digest as a page that prints like an office's paper, and as plain text."""

from collections.abc import Iterator
from typing import Any

from dondoc.i18n import Language
from dondoc.rendering.environment import render_html, render_text
from dondoc.services.digest.bars import segments
from dondoc.services.digest.count_tables import grade_table, group_table, unit_table
from dondoc.services.digest.list_tables import (
    difficulty_table,
    exceeded_table,
    indicator_table,
    moved_table,
    overdue_table,
)
from dondoc.services.digest.plain_text import aligned, wrapped
from dondoc.services.digest.tables import DigestTable, DigestWriter
from dondoc.services.figures.quarter import parse_quarter
from dondoc.services.figures.shapes import DigestFigures

STATES = ("done_in_time", "done_late", "open_in_time", "overdue")
SHAPES = {
    "done_in_time": "✓",
    "done_late": "✓",
    "open_in_time": "○",
    "due_soon": "◐",
    "overdue": "●",
}
RULES = ("counted", "parts", "in_time", "met", "values", "year", "percent", "as_of", "backlog")


def render_digest(
    figures: DigestFigures, lang: Language = "vi", *, sample: bool = False, office: str = ""
) -> tuple[str, str]:
    """The digest as (a page that stands by itself, plain text).

    `sample`: marks it as figures of an example. `office`: who issues it; '' leaves a gap that
    a person fills in.
    """
    context = _context(figures, lang, sample=sample, office=office)
    html = render_html("digest/digest", lang, **context)
    text = render_text("digest/digest", lang, **context, aligned=aligned, wrapped=wrapped)
    return html, text


def paper_in_page(
    figures: DigestFigures, lang: Language = "vi", *, sample: bool = False, office: str = ""
) -> tuple[str, str]:
    """The same paper to stand in a page of the site: (its style sheet, what stands on it)."""
    context = _context(figures, lang, sample=sample, office=office)
    return render_html("digest/style", lang), render_html("digest/body", lang, **context)


def _context(
    figures: DigestFigures, lang: Language, *, sample: bool, office: str
) -> dict[str, Any]:
    writer = DigestWriter(lang)
    return {
        "f": figures,
        "writer": writer,
        "quarter": parse_quarter(figures.quarter),
        "summary": summary_of(writer, figures),
        "tables": tables_of(writer, figures),
        "segments": segments,
        "states": STATES,
        "shapes": SHAPES,
        "rules": RULES,
        "sample": sample,
        "office": office,
    }


def tables_of(writer: DigestWriter, figures: DigestFigures) -> list[DigestTable]:
    """The tables of a digest, whatever form it takes."""
    return [table for table in _tables(writer, figures) if table]


def _tables(writer: DigestWriter, figures: DigestFigures) -> Iterator[DigestTable | None]:
    yield group_table(writer, figures)
    yield unit_table(writer, figures)
    yield indicator_table(writer, figures.indicators)
    yield overdue_table(writer, "overdue", figures.overdue)
    yield overdue_table(writer, "backlog", figures.backlog)
    yield moved_table(writer, figures.moved)
    yield exceeded_table(writer, figures.exceeded)
    yield difficulty_table(writer, figures.difficulties)
    yield grade_table(writer, figures.grades)


def summary_of(writer: DigestWriter, figures: DigestFigures) -> list[str]:
    """The sentences that the Standing Committee reads first, each with its denominator.

    The first says how many were done on time, late, are open and overdue, in numbers and percent.
    """
    return list(_sentences(writer, figures))


def _sentences(writer: DigestWriter, figures: DigestFigures) -> Iterator[str]:
    tr, counts, verdicts = writer.tr, figures.counts, figures.verdicts
    if counts.total:
        yield tr(
            "digest.summary.counts",
            n=counts.total,
            total=writer.number(counts.total),
            **{state: writer.number(getattr(counts, state)) for state in STATES},
            **{
                f"{state}_part": writer.part(getattr(counts, state), counts.total)
                for state in STATES
            },
        )
        yield from _parts(writer, figures)
    if verdicts.compared:
        yield tr(
            "digest.summary.met",
            compared=writer.number(verdicts.compared),
            met=writer.number(verdicts.met),
            part=writer.part(verdicts.met, verdicts.compared),
            exceeded=writer.number(verdicts.exceeded),
        )
    elif counts.total:
        yield tr("digest.summary.nothing_compared")
    yield from _remarks(writer, figures)


def _remarks(writer: DigestWriter, figures: DigestFigures) -> Iterator[str]:
    """What the figures of the quarter do not show."""
    tr = writer.tr
    moved = sum(not item.counted for item in figures.moved)
    if moved:
        yield tr("digest.summary.moved", **_counted(writer, moved))
    if figures.estimates:
        yield tr("digest.summary.estimates", **_counted(writer, figures.estimates))
    if figures.backlog:
        yield tr("digest.summary.backlog", **_counted(writer, len(figures.backlog)))


def _parts(writer: DigestWriter, figures: DigestFigures) -> Iterator[str]:
    counts = figures.counts
    for name in ("due_soon", "waiting", "missing", "undelivered"):
        size = getattr(counts, name)
        if size:
            counted = _counted(writer, size)
            yield writer.tr(f"digest.summary.{name}", **counted, days=figures.due_soon_days)


def _counted(writer: DigestWriter, size: int) -> dict[str, Any]:
    """`n` chooses the plural, `count` is what is read."""
    return {"n": size, "count": writer.number(size)}
