"""Shows a digest as a page that prints like an office's paper, and as plain text."""

from typing import Any

from dondoc.exports.charts.draw import NARROW, WIDE, page_svg
from dondoc.i18n import Language
from dondoc.rendering.environment import render_html, render_text
from dondoc.services.digest.charts import charts_of
from dondoc.services.digest.key_figures import key_figures
from dondoc.services.digest.plain_text import aligned, wrapped
from dondoc.services.digest.replaced import NEVER_ISSUED_BEFORE, IssueStanding
from dondoc.services.digest.report_lists import concerns_heading
from dondoc.services.digest.report_tables import first_table, tables_of
from dondoc.services.digest.summary import STATES, period_words, requests_in_words, summary_of
from dondoc.services.digest.tables import DigestWriter
from dondoc.services.figures.quarter import parse_period
from dondoc.services.figures.shapes import DigestFigures

SHAPES = {
    "done_in_time": "✓",
    "done_late": "✓",
    "open_in_time": "○",
    "due_soon": "◐",
    "overdue": "●",
}
RULES = ("counted", "parts", "in_time", "met", "values", "year", "percent", "as_of", "backlog")


def render_digest(
    figures: DigestFigures,
    lang: Language = "vi",
    *,
    sample: bool = False,
    office: str = "",
    standing: IssueStanding = NEVER_ISSUED_BEFORE,
) -> tuple[str, str]:
    """The digest as (a page that stands by itself, plain text).

    `sample`: marks it as figures of an example. `office`: who issues it; '' leaves a gap that
    a person fills in. `standing`: what it replaces, or what replaced it.
    """
    context = digest_context(figures, lang, sample=sample, office=office, standing=standing)
    html = render_html("digest/digest", lang, **context)
    text = render_text("digest/digest", lang, **context, aligned=aligned, wrapped=wrapped)
    return html, text


def paper_in_page(
    figures: DigestFigures,
    lang: Language = "vi",
    *,
    sample: bool = False,
    office: str = "",
    figures_at: str = "",
    standing: IssueStanding = NEVER_ISSUED_BEFORE,
) -> tuple[str, str]:
    """The same paper to stand in a page of the site: (its style sheet, what stands on it).

    `figures_at`: the address at which a count's checkpoints are shown; '' for no links at all.
    """
    context = digest_context(figures, lang, sample=sample, office=office, standing=standing)
    items_at = f"/items/{parse_period(figures.quarter).year}" if figures_at else ""
    places = {"figures_at": figures_at, "items_at": items_at}
    body = render_html("digest/body", lang, **context, **places)
    return render_html("digest/style", lang), body


def digest_context(
    figures: DigestFigures,
    lang: Language,
    *,
    sample: bool = False,
    office: str = "",
    standing: IssueStanding = NEVER_ISSUED_BEFORE,
) -> dict[str, Any]:
    """What the templates are filled with."""
    writer, report = writer_of(figures, lang), figures.report
    return {
        "f": figures,
        "writer": writer,
        "period": period_words(writer, figures.quarter),
        "span": writer.in_span,
        "named": name_of(figures),
        "summary": summary_of(writer, figures),
        "key_figures": key_figures(writer, figures),
        "first": first_table(writer, figures),
        "concerns_heading": concerns_heading(writer, report) if report else "",
        "requests": requests_in_words(writer, report) if report else [],
        "asks_one": bool(figures.unit or (report and report.official)),
        "tables": tables_of(writer, figures),
        "charts": _charts(writer, figures),
        "states": STATES,
        "shapes": SHAPES,
        "rules": rules_in_words(writer, figures),
        "sample": sample,
        **standing.words(writer.tr),
        "office": office,
    }


def _charts(writer: DigestWriter, figures: DigestFigures) -> list[tuple[Any, str, str]]:
    charts = charts_of(writer, figures)
    return [(chart, page_svg(chart, WIDE), page_svg(chart, NARROW)) for chart in charts]


def writer_of(figures: DigestFigures, lang: Language, *, has_codes: bool = True) -> DigestWriter:
    """A writer that speaks of the digest's own period."""
    return DigestWriter(lang, parse_period(figures.quarter).span, has_codes)


def rules_in_words(writer: DigestWriter, figures: DigestFigures) -> list[str]:
    """How its figures are counted, a sentence or two for each of RULES."""
    own = {"values": "values.year"} if writer.span == "year" else {}
    return [
        writer.tr(
            f"digest.rule.{own.get(rule, rule)}", days=figures.due_soon_days, span=writer.in_span
        )
        for rule in RULES
    ]


def name_of(figures: DigestFigures) -> str:
    """Whom it is about: an official, a unit or a group; '' for all units."""
    official = figures.report.official if figures.report else ""
    return official or figures.unit or figures.group
