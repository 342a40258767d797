"""What a digest draws, kept with its figures so that an old one draws the same for ever."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dondoc.exports.charts.course import DayCount
from dondoc.exports.charts.unit_bars import UnitCounts
from dondoc.services.digest.reading import DigestReading
from dondoc.services.digest.report_reading import ReportReading
from dondoc.services.figures.drawn import (
    DrawnFigures,
    IndicatorOnRoadmaps,
    most_behind,
    named_units,
)
from dondoc.services.figures.judgements import JudgedCheckpoint, come_by_day
from dondoc.services.figures.on_roadmap import UnitReading, readings_on_roadmap
from dondoc.services.figures.overdue_course import weekly_days
from models.rules.indicators import Direction, Kind
from models.rules.totals import CountedCheckpoint, count


def drawn_figures(reading: ReportReading, now_overdue: int) -> DrawnFigures:
    """Of one part. `now_overdue`: of the whole year, as the digest says it of its own day."""
    return DrawnFigures(
        course=_course(reading, now_overdue),
        due=_due_by_unit(reading.base),
        behind=_behind(reading.base),
    )


def _course(reading: ReportReading, now_overdue: int) -> tuple[DayCount, ...]:
    """Empty for an official: who led what on each of the days is not asked."""
    counted, as_of = reading.overdue_days, reading.question.as_of
    if counted is None:
        return ()
    days = weekly_days(reading.question.programme.year, as_of)
    ours = [counted[unit] for unit in reading.units if unit in counted]
    return tuple(
        DayCount(day, sum(unit.get(day, 0) for unit in ours) if day < as_of else now_overdue)
        for day in days
    )


def _due_by_unit(base: DigestReading) -> tuple[UnitCounts, ...]:
    come: dict[int, list[CountedCheckpoint]] = defaultdict(list)
    for each in come_by_day(base.question, base.judged):
        come[each.row.unit_id].append(each.counted)
    names = base.lookups.names
    return tuple(UnitCounts(names[unit].name, count(come[unit])) for unit in sorted(come))


def _behind(base: DigestReading) -> IndicatorOnRoadmaps | None:
    """The indicator of several units of which most are behind their roadmaps."""
    by_indicator: dict[int, list[JudgedCheckpoint]] = defaultdict(list)
    for each in base.judged:
        asked = each.expectation
        if each.value is not None and asked.value is not None and not asked.is_product:
            by_indicator[each.row.indicator_id].append(each)
    found: dict[int, tuple[UnitReading, ...]] = {}
    for key, steps in by_indicator.items():
        indicator = base.question.indicators[key]
        kind, direction = indicator.kind, indicator.direction
        if len({one.row.assignment_id for one in steps}) > 1:
            found[key] = readings_on_roadmap(_Step.of(one, kind, direction) for one in steps)
    keys = sorted(found, key=lambda key: base.question.indicators[key].code)
    place = most_behind([found[key] for key in keys])
    if place is None:
        return None
    indicator = base.question.indicators[keys[place]]
    units = found[keys[place]]
    return IndicatorOnRoadmaps(
        indicator.title, indicator.unit_of_measure, named_units(units, base.lookups.names)
    )


@dataclass
class _Step:
    """A verified number as it is compared with its roadmap."""

    checkpoint_id: int
    assignment_id: int
    unit_id: int
    kind: Kind
    direction: Direction
    due_on: date
    rank: int
    expected: Decimal | None
    value: Decimal | None
    is_product: bool
    stands: bool = True

    @classmethod
    def of(cls, judged: JudgedCheckpoint, kind: Kind, direction: Direction) -> "_Step":
        row, asked = judged.row, judged.expectation
        return cls(
            row.checkpoint_id, row.assignment_id, row.unit_id, kind, direction, row.due_on,
            row.rank, asked.value, judged.value, asked.is_product,
        )  # fmt: skip
