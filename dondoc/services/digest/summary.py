"""The sentences that the Standing Committee reads first, made of the figures by templates.

Every number in them is a figure of the digest; each part stands with its denominator.
"""

from collections.abc import Iterator
from typing import Any

from dondoc.rendering import formats
from dondoc.services.digest.sentences import (
    done_of_due,
    overdue_against,
    parts_named,
    reported_of_due,
)
from dondoc.services.digest.tables import DigestWriter
from dondoc.services.figures.quarter import parse_period
from dondoc.services.figures.report_shapes import DayCompared, DigestReport, DigestRequest
from dondoc.services.figures.shapes import DigestFigures
from models.rules.totals import Counts

STATES = ("done_in_time", "done_late", "open_in_time", "overdue")


def summary_of(writer: DigestWriter, figures: DigestFigures) -> list[str]:
    """The paragraphs of page one: where the work stands and against when, then how it is reported.

    Of a digest kept before there were reports, all that it says. What is left of the period
    stands beneath its matrix (`details_of`), or here where nothing is due in it.
    """
    report = figures.report
    if report is None:
        return list(_of_period(writer, figures))
    standing = (
        *_standing(writer, figures, report),
        *_concentrated(writer, figures),
        *_against(writer, report),
        *_late_corrections(writer, report),
    )
    reporting = _reporting(writer, report)
    rest = [] if figures.counts.total else details_of(writer, figures)
    paragraphs = (" ".join(standing), " ".join(reporting), *rest)
    return [paragraph for paragraph in paragraphs if paragraph]


def details_of(writer: DigestWriter, figures: DigestFigures) -> list[str]:
    """What the figures of the period say, and what they do not show."""
    return list(_of_period(writer, figures))


def counted_in(writer: DigestWriter, counts: Counts) -> dict[str, Any]:
    """The parts of counts under the names that sentences use, with those that are done."""
    return {
        "n": counts.total,
        "total": writer.number(counts.total),
        "done": writer.number(counts.done),
        "part": writer.part(counts.done, counts.total),
        **{state: writer.number(getattr(counts, state)) for state in STATES},
    }


def _standing(writer: DigestWriter, figures: DigestFigures, report: DigestReport) -> Iterator[str]:
    named, day = report.official or figures.unit or figures.group, formats.day(figures.as_of)
    who = named or writer.tr("digest.everywhere")
    if not report.due.total:
        yield writer.tr("digest.summary.nothing_due", day=day, who=who)
        return
    yield done_of_due(writer, report.due, day, who)


def _concentrated(writer: DigestWriter, figures: DigestFigures) -> Iterator[str]:
    """The group with more than half of what is overdue in the period."""
    overdue = figures.counts.overdue
    for group in figures.groups if len(figures.groups) > 1 else ():
        size = group.counts.overdue
        if size * 2 > overdue and size > 1:
            counted, of = writer.number(size), writer.number(overdue)
            yield writer.tr(
                "digest.summary.concentrated",
                span=writer.in_span, group=group.title, size=counted, total=of,
            )  # fmt: skip


def _against(writer: DigestWriter, report: DigestReport) -> Iterator[str]:
    """Against the last digest, and against the same day a year before."""
    days = {each.kind: each for each in report.compared}
    then, year = days.get("digest"), days.get("year")
    has_year = year is not None and year.due.total > 0
    if then is not None:
        yield from _against_digest(writer, report, then)
    if year is not None and has_year:
        yield _year_before(writer, year)
    lacking = (["first"] if then is None else []) + ([] if has_year else ["no_year_before"])
    if lacking and not report.official:
        yield writer.tr(f"digest.summary.{'.'.join(lacking)}")


def _late_corrections(writer: DigestWriter, report: DigestReport) -> Iterator[str]:
    """What was approved before and holds no longer: why figures fell that nobody let fall."""
    if report.corrections:
        yield writer.tr(
            "digest.summary.late_corrections", **_counted(writer, len(report.corrections))
        )


def _year_before(writer: DigestWriter, then: DayCompared) -> str:
    counted = counted_in(writer, then.due)
    overdue = parts_named(writer, {"digest.left.overdue": then.overdue})
    return writer.tr(
        f"digest.summary.year_before.{'some' if then.due.done else 'none'}",
        day=formats.day(then.day),
        left=overdue or writer.tr("digest.left.none"),
        **counted,
    )


def _against_digest(writer: DigestWriter, report: DigestReport, then: DayCompared) -> Iterator[str]:
    changed = {name: getattr(then, name) for name in ("appeared", "remained", "ended")}
    day = formats.day(then.day)
    yield overdue_against(writer, then.overdue, report.year.overdue, day, changed)
    was_due = "none_due_then" if not then.due.total else "done_then"
    if then.due.total and not then.due.done:
        was_due = "none_done_then"
    yield writer.tr(f"digest.summary.{was_due}", **counted_in(writer, then.due))
    if then.printed is not None and then.restated is not None:
        period = period_words(writer, then.printed_period)
        yield from _corrected(writer, period, then.printed, then.restated)


def _corrected(writer: DigestWriter, period: str, then: Counts, now: Counts) -> Iterator[str]:
    """Each part that was printed otherwise, as it was printed and as the records say now."""
    parts = [
        writer.tr(
            "digest.summary.corrected.part",
            state=writer.tr(f"due_state.{name}").lower(),
            then=writer.number(getattr(then, name)),
            now=writer.number(getattr(now, name)),
        )
        for name in STATES
        if getattr(then, name) != getattr(now, name)
    ]
    if parts:
        yield writer.tr("digest.summary.corrected", period=period, parts="; ".join(parts))


def period_words(writer: DigestWriter, period: str) -> str:
    """What a period is called: quý I/2022, sáu tháng đầu năm 2022, năm 2022."""
    named = parse_period(period)
    return writer.tr(named.name_key, **named.name_params)


def _of_period(writer: DigestWriter, figures: DigestFigures) -> Iterator[str]:
    yield from _counts(writer, figures)
    yield from _met(writer, figures)
    yield from _remarks(writer, figures)


def _counts(writer: DigestWriter, figures: DigestFigures) -> Iterator[str]:
    counts = figures.counts
    if counts.total:
        sizes = {f"digest.counted.{state}": getattr(counts, state) for state in STATES}
        parts = parts_named(writer, sizes, counts.total)
        counted = {"n": counts.total, "total": writer.number(counts.total)}
        yield writer.tr("digest.summary.counts", span=writer.in_span, parts=parts, **counted)
        yield from _parts(writer, figures)


def _met(writer: DigestWriter, figures: DigestFigures) -> Iterator[str]:
    verdicts = figures.verdicts
    if verdicts.compared:
        which = "none" if not verdicts.met else "exceeded" if verdicts.exceeded else "some"
        yield writer.tr(
            f"digest.summary.met.{which}",
            compared=writer.number(verdicts.compared),
            met=writer.number(verdicts.met),
            part=writer.part(verdicts.met, verdicts.compared),
            exceeded=writer.number(verdicts.exceeded),
        )
    elif figures.counts.total:
        yield writer.tr("digest.summary.nothing_compared")


def _reporting(writer: DigestWriter, report: DigestReport) -> Iterator[str]:
    """Timeliness of reporting, and owners who never took anything on."""
    counted, silent = report.reports, len(report.silent_owners)
    if counted.total:
        others = {name: getattr(counted, name) for name in ("late", "silent", "open")}
        yield reported_of_due(writer, counted.total, counted.in_time, others)
    if silent:
        yield writer.tr(
            "digest.summary.silent_owners",
            n=silent,
            count=writer.number(silent),
            owners=writer.number(report.owners),
            part=writer.part(silent, report.owners),
        )


def _remarks(writer: DigestWriter, figures: DigestFigures) -> Iterator[str]:
    """What the figures of the period do not show."""
    tr, span = writer.tr, writer.in_span
    moved = sum(not item.counted for item in figures.moved)
    if moved:
        yield tr("digest.summary.moved", span=span, **_counted(writer, moved))
    if figures.estimates:
        yield tr("digest.summary.estimates", **_counted(writer, figures.estimates))
    if figures.backlog:
        yield tr("digest.summary.backlog", span=span, **_counted(writer, len(figures.backlog)))
    if figures.later:
        yield tr("digest.summary.later", span=span, **_counted(writer, len(figures.later)))


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


def requests_in_words(writer: DigestWriter, report: DigestReport) -> list[str]:
    """What is asked of the reader, one sentence each; whom it is asked of stands above."""
    return [_request(writer, each) for each in report.requests]


def _request(writer: DigestWriter, each: DigestRequest) -> str:
    count = writer.number(each.count)
    key = f"digest.request.{each.kind}"
    named = key if each.who or each.kind != "committee" or not each.what else f"{key}.named"
    return writer.tr(named, n=each.count, count=count, who=each.who, what=each.what)
