"""The three figures at the top of page one, each with what it was before."""

from dataclasses import dataclass

from dondoc.rendering import formats
from dondoc.services.digest.sentences import parts_named
from dondoc.services.digest.tables import DigestWriter
from dondoc.services.figures.report_shapes import DayCompared, DigestReport
from dondoc.services.figures.shapes import DigestFigures


@dataclass(frozen=True)
class KeyFigure:
    """A figure, what it counts, and a line beneath it."""

    value: str
    label: str
    beneath: str


def key_figures(writer: DigestWriter, figures: DigestFigures) -> list[KeyFigure]:
    """What is overdue, what is done of what was due, and how far the period is."""
    report = figures.report
    if report is None:
        return []
    then = next((day for day in report.compared if day.kind == "digest"), None)
    return [
        _overdue(writer, report, then),
        _done(writer, report, then),
        _period(writer, figures),
    ]


def _overdue(writer: DigestWriter, report: DigestReport, then: DayCompared | None) -> KeyFigure:
    now = report.year.overdue
    beneath = writer.tr("digest.key.first")
    if then is not None:
        sign = "▲" if now > then.overdue else "▼" if now < then.overdue else "="
        changed = {
            f"digest.key.changed.{name}": getattr(then, name)
            for name in ("appeared", "remained", "ended")
        }
        key = "digest.key.overdue_then" if now != then.overdue else "digest.key.overdue_same"
        beneath = writer.tr(
            key if any(changed.values()) else "digest.key.overdue_none",
            sign=sign,
            difference=writer.number(abs(now - then.overdue)),
            day=formats.day(then.day),
            changed=parts_named(writer, changed),
        )
    return KeyFigure(writer.number(now), writer.tr("digest.key.overdue", n=now), beneath)


def _done(writer: DigestWriter, report: DigestReport, then: DayCompared | None) -> KeyFigure:
    beneath = writer.tr("digest.key.done")
    if then is not None:
        before = writer.share(then.due.done, then.due.total)
        beneath = writer.tr("digest.key.done_then", before=before, day=formats.day(then.day))
    return _share(writer, report.due.done, report.due.total, beneath)


def _period(writer: DigestWriter, figures: DigestFigures) -> KeyFigure:
    counts = figures.counts
    left = {
        "digest.key.left.open_in_time": counts.open_in_time,
        "digest.key.left.overdue": counts.overdue,
    }
    words = parts_named(writer, left)
    beneath = writer.tr(
        "digest.key.period", span=writer.in_span, left=f"; {words}" if words else ""
    )
    return _share(writer, counts.done, counts.total, beneath)


def _share(writer: DigestWriter, part: int, whole: int, beneath: str) -> KeyFigure:
    value = f"{writer.number(part)}/{writer.number(whole)}"
    return KeyFigure(value, f"({writer.part(part, whole)})" if whole else "", beneath)
