"""What lies below plan, and the ten matters that need attention first."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from dondoc.services.digest.late_and_exceeded import ListLookups, compared_item
from dondoc.services.digest.reading import DigestReading
from dondoc.services.figures.figures_rows import FiguresRow
from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.report_shapes import ComparedItem, Concern
from dondoc.services.figures.shapes import OverdueItem
from models.rules.achievement import (
    HUNDRED,
    UNBOUNDED,
    Expectation,
    percent_of_plan,
    target_met,
)
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.measures import Definition, UnitShare, rounded

MAX_CONCERNS = 10
MAX_BELOW = 6
"""Of the ten, where there is something overdue to fill the rest: neither hides the other."""


def below_items(
    lookups: ListLookups, judged: Sequence[JudgedCheckpoint]
) -> tuple[ComparedItem, ...]:
    """Verified numbers that missed what was expected, the furthest below plan first."""
    items = [
        _below(lookups, each)
        for each in judged
        if target_met(each.expectation, each.value, each.delivered) is False
        and not each.expectation.is_product
    ]
    return tuple(sorted(items, key=_furthest))


def _below(lookups: ListLookups, checkpoint: JudgedCheckpoint) -> ComparedItem:
    percent = percent_of_plan(checkpoint.expectation, checkpoint.value)
    return compared_item(lookups, checkpoint, rounded(percent))


def _furthest(item: ComparedItem) -> tuple[Decimal, str]:
    """How far it is off its plan in percent: what cannot be told stands last."""
    if item.percent is None:
        return Decimal(0), item.ref
    return -abs(HUNDRED - item.percent), item.ref


class Concerns(NamedTuple):
    """The ten that are shown, how many there are, and all that are below plan or over a limit."""

    first: tuple[Concern, ...]
    in_all: int
    below: Sequence[Concern]


def concerns(reading: DigestReading, overdue: Sequence[OverdueItem]) -> Concerns:
    """Below plan first, then what is overdue longest."""
    below = below_so_far(reading)
    late = [
        Concern("overdue", item.ref, item.title, item.unit, days=item.days_over)
        for item in sorted(overdue, key=lambda item: (-item.days_over, item.due_on, item.ref))
    ]
    room = max(MAX_BELOW, MAX_CONCERNS - len(late))
    return Concerns((*below[:room], *late)[:MAX_CONCERNS], len(below) + len(late), below)


def _gravity(concern: Concern) -> tuple[Decimal, str]:
    """How far it is off in percent: where nothing was allowed at all, further than any."""
    if concern.percent is None:
        return -UNBOUNDED if concern.kind == "limit" else Decimal(0), concern.ref
    return -abs(HUNDRED - concern.percent), concern.ref


def below_so_far(reading: DigestReading) -> list[Concern]:
    """Every assignment whose verified results of the year lie below plan by then, worst first."""
    first: dict[int, JudgedCheckpoint] = {}
    for each in reading.judged:
        first.setdefault(each.row.assignment_id, each)
    carried = reading.shares.carried(reading.judged)
    found = (
        _concern(reading, first[key].row, {key: carried[key]}) for key in first if key in carried
    )
    return sorted((concern for concern in found if concern is not None), key=_gravity)


def _concern(
    reading: DigestReading, row: FiguresRow, carried: Mapping[int, UnitShare]
) -> Concern | None:
    question = reading.question
    indicator = question.indicators[row.indicator_id]
    if indicator.kind is Kind.COMPOSITE:
        return None
    rule = Definition(indicator.kind, indicator.direction, AddsUp.SUM)
    measure = reading.shares.measure(rule, carried, question.as_of)
    expected = Expectation(measure.planned, indicator.direction)
    if target_met(expected, measure.actual, None) is not False:
        return None
    assert measure.actual is not None and measure.planned is not None  # else there is no verdict
    is_limit = indicator.direction is Direction.LOWER
    return Concern(
        kind="limit" if is_limit else "below",
        ref=row.assignment_ref,
        title=indicator.title,
        unit=reading.lookups.names[row.unit_id].name,
        actual=measure.actual,
        expected=measure.planned,
        percent=rounded(percent_of_plan(expected, measure.actual)),
        unit_of_measure=indicator.unit_of_measure,
    )
