"""A period that was missed counts with the next, of the same year; the last one counts itself."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from scoring_rules import exact, reading

from dondoc.services.evaluation.people.people_work import PeopleWork
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.figures.quarter import Quarter
from models.rules.calendar import calendar_of
from models.rules.indicators import Direction
from models.rules.scoring.achieved_shares import ReportedAs
from models.rules.scoring.from_checkpoints import NotCountedReason, WorkAsked, WorkResult
from models.rules.scoring.periods import DaySpan

WHO = 1
HALF = reading(absence_from=exact(50))


def people(*spans: tuple[date, date]) -> PeopleWork:
    away = {WHO: [DaySpan(first, last) for first, last in spans]}
    return PeopleWork(by_person={}, away=away, calendar=calendar_of([2021, 2022], (), ()))


Q1 = (date(2022, 1, 1), date(2022, 3, 31))
Q2 = (date(2022, 4, 1), date(2022, 6, 30))


@pytest.mark.parametrize(
    ("spans", "number", "before"),
    [
        ((), 2, None),
        ((Q1,), 1, None),
        ((Q1,), 2, Quarter(2022, 1)),
        ((Q1,), 3, None),
        ((Q1, Q2), 3, Quarter(2022, 2)),
        (((date(2021, 10, 1), date(2021, 12, 31)),), 1, None),
    ],
)
def test_the_period_before_is_taken_over_where_it_was_missed(
    spans: tuple[tuple[date, date], ...], number: int, before: Quarter | None
) -> None:
    assert people(*spans).missed_before(WHO, Quarter(2022, number), HALF) == before


def due(day: date) -> OfficialWork:
    asked = WorkAsked("M", exact(1), day, Direction.HIGHER, True, None)
    return OfficialWork(
        ref=day.isoformat(), title="Đề án", unit_id=1, unit="Sở", position="Giám đốc", asked=asked,
        result=WorkResult(ReportedAs.DELIVERED, None), reason=None, due_on=day,
        original_due_on=day, unit_of_measure="", expected=None, value=None, is_estimate=False,
        weight=Decimal(1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("missed", "number", "counted"),
    [
        (Q1, 1, {"2022-03-01": NotCountedReason.COUNTED_WITH_NEXT}),
        (Q1, 2, {"2022-03-01": None, "2022-05-01": None}),
        (Q2, 1, {"2022-03-01": None}),
        ((date(2022, 10, 1), date(2022, 12, 31)), 4, {"2022-12-01": None}),
    ],
)
def test_work_counts_once_with_the_next_or_in_the_last(
    missed: tuple[date, date], number: int, counted: dict[str, NotCountedReason | None]
) -> None:
    works = [due(date(2022, month, 1)) for month in (3, 5, 12)]
    all_of_them = replace(people(missed), by_person={WHO: works})
    found = all_of_them.counted_in(WHO, Quarter(2022, number), HALF)
    assert {each.ref: each.reason for each in found} == counted
