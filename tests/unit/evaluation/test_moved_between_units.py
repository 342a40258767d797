"""Whoever moved between units: pooled, or each unit by its days, as the rule set says.

By hand: in January at A, whose one product was not delivered (0%); from February at B, whose two
were (100%). Pooled 2 of 3 products: 70 x 2/3 = 46.67. By days 31 and 59 of 90: 70 x 59/90 = 45.89.
By working days 21 and 43 of 64 (no day off): 70 x 43/64 = 47.03.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from scoring_rules import exact, reading

from dondoc.services.evaluation.people.entered import EnteredPoints
from dondoc.services.evaluation.people.other_readings import other_readings
from dondoc.services.evaluation.people.people_work import PeopleWork
from dondoc.services.evaluation.people.scored import quarter_points, scored
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.evaluation.ranking.period_points import period_points
from dondoc.services.figures.quarter import Quarter
from models.rules.calendar import calendar_of
from models.rules.indicators import Direction
from models.rules.scoring.achieved_shares import ReportedAs
from models.rules.scoring.exact import decimal_of
from models.rules.scoring.from_checkpoints import WorkAsked, WorkResult
from models.rules.scoring.periods import DaySpan
from models.rules.scoring.readings import LeaderFormula, Transfer
from models.rules.scoring.results import LeaderParts
from models.rules.scoring.transfers import days_of_units

WHO, A, B, Q1 = 1, 1, 2, Quarter(2022, 1)
AT_A = DaySpan(date(2021, 3, 1), date(2022, 1, 31))
AT_B = DaySpan(date(2022, 2, 1), date.max)
AT_B_IN_Q1 = DaySpan(date(2022, 2, 1), date(2022, 3, 31))
CALENDAR = calendar_of([2022], (), ())


def product(unit_id: int, ref: str, came: ReportedAs = ReportedAs.DELIVERED) -> OfficialWork:
    day = date(2022, 1, 20) if unit_id == A else date(2022, 3, 10)
    asked = WorkAsked(ref, exact(1), day, Direction.HIGHER, True, None)
    return OfficialWork(
        ref=ref, title="Đề án", unit_id=unit_id, unit="AB"[unit_id - 1], position="Trưởng phòng",
        asked=asked, result=WorkResult(came, None), reason=None, due_on=day, original_due_on=day,
        unit_of_measure="", expected=None, value=None, is_estimate=False, weight=Decimal(1),
    )  # fmt: skip


WORKS = (product(A, "1", ReportedAs.NOT_DELIVERED), product(B, "2"), product(B, "3"))


def known(*moved: tuple[int, DaySpan]) -> EnteredPoints:
    spans = {WHO: {unit: (span,) for unit, span in moved}} if moved else {}
    people = PeopleWork(by_person={}, away={}, calendar=CALENDAR, spans=spans)
    return people.known_of(WHO, Q1, EnteredPoints(general=exact(30)))


MOVED = known((A, AT_A), (B, AT_B))


def points(share: Fraction | None) -> str:
    assert share is not None
    return str(decimal_of(share, 2))


@pytest.mark.parametrize(
    ("transfer", "results", "days"),
    [
        (Transfer.POOLED, "46.67", []),
        (Transfer.BY_DAYS, "45.89", [("A", 31), ("B", 59)]),
        (Transfer.BY_WORKING_DAYS, "47.03", [("A", 21), ("B", 43)]),
    ],
)
def test_the_sum_by_hand_comes_out_in_the_period_and_in_the_year(
    transfer: Transfer, results: str, days: list[tuple[str, int]]
) -> None:
    rules = reading(transfer=transfer)
    period = scored(WORKS, False, rules, MOVED)
    assert period.total is not None
    assert points(period.results) == points(period.total.results) == results
    assert points(quarter_points(WORKS, False, rules, MOVED).results) == results
    assert [(each.unit, each.days) for each in period.weighed] == days
    assert [each.line.reference for each in period.lines] == ["1", "2", "3"]


def test_d_dd_and_e_of_a_leader_count_in_each_unit_alike() -> None:
    rules = reading(transfer=Transfer.BY_DAYS, leader_formula=LeaderFormula.MEAN_OF_SIX)
    leader = EnteredPoints(
        general=exact(30), leader=LeaderParts(True, True, True), times=MOVED.times
    )
    period = scored(WORKS, True, rules, leader)
    assert period.total is not None
    # (31 x 3/6 + 59 x 6/6) / 90 = 0.82778
    assert points(period.total.results) == "57.94"
    found = period_points([period], True, rules)
    assert (points(found.abc), points(found.results)) == ("45.89", "57.94")
    assert points(quarter_points(WORKS, True, rules, leader).results) == "57.94"
    assert points(quarter_points(WORKS, True, rules, MOVED).results) == "45.89"
    assert scored(WORKS, True, rules, MOVED).total is None


@pytest.mark.parametrize(
    "spans",
    [
        (),
        ((A, DaySpan(date(2022, 1, 1), date(2022, 2, 1))), (B, AT_B)),
        ((B, AT_B),),
        ((A, DaySpan(date(2021, 1, 1), date(2021, 12, 31))), (B, AT_B)),
    ],
    ids=["unknown", "in two units at once", "never held there", "left before the period"],
)
def test_where_days_say_nothing_all_work_is_pooled(spans: tuple[tuple[int, DaySpan], ...]) -> None:
    period = scored(WORKS, False, reading(transfer=Transfer.BY_DAYS), known(*spans))
    assert (points(period.results), period.weighed) == ("46.67", ())


def test_a_unit_in_which_nothing_counts_weighs_nothing() -> None:
    period = scored(WORKS[1:], False, reading(transfer=Transfer.BY_DAYS), MOVED)
    assert (points(period.results), period.weighed) == ("70.00", ())


def test_days_off_alone_weigh_nothing_by_working_days() -> None:
    weekend = {A: (DaySpan(date(2022, 1, 1), date(2022, 1, 2)),), B: (AT_B_IN_Q1,)}
    by_days, by_work = Transfer.BY_DAYS, Transfer.BY_WORKING_DAYS
    units, working = (A, B), CALENDAR.is_working
    assert days_of_units(weekend, units, working, reading(transfer=by_days)) == {A: 2, B: 59}
    assert days_of_units(weekend, units, working, reading(transfer=by_work)) == {}


def test_days_in_one_unit_are_counted_together_though_they_left_it_between() -> None:
    twice = DaySpan(date(2022, 1, 1), date(2022, 1, 10)), DaySpan(date(2022, 3, 1), AT_B_IN_Q1.last)
    there = {A: twice, B: (DaySpan(date(2022, 1, 11), date(2022, 2, 28)),)}
    by_days = reading(transfer=Transfer.BY_DAYS)
    assert days_of_units(there, (A, B), CALENDAR.is_working, by_days) == {A: 41, B: 49}


def test_the_other_readings_of_whoever_moved_are_shown() -> None:
    found = {
        each.value: points(each.results)
        for each in other_readings(WORKS, False, reading(), MOVED)
        if each.name == "transfer"
    }
    assert found == {Transfer.BY_DAYS: "45.89", Transfer.BY_WORKING_DAYS: "47.03"}


def test_results_shown_of_a_leader_are_those_that_the_total_has_in_it() -> None:
    """By hand: a = b = c = 2/3, d = đ = e = 1: 70 x 5/6 = 58.33, beside 30 of 30: 88.33."""
    rules = reading(leader_formula=LeaderFormula.MEAN_OF_SIX)
    parts = EnteredPoints(general=exact(30), leader=LeaderParts(True, True, True))
    whole = scored(WORKS, True, rules, parts)
    assert whole.total is not None
    assert (points(whole.shown_results), points(whole.total.exact)) == ("58.33", "88.33")
    assert points(scored(WORKS, True, rules).shown_results) == "46.67"
    others = {each.name: each for each in other_readings(WORKS, True, rules, parts)}
    of_three = others["leader_formula"]
    assert of_three.least is not None
    assert (points(of_three.results), points(of_three.least)) == ("46.67", "76.67")
    for each in others.values():
        assert each.results is not None and each.least is not None
        assert points(each.results + 30) == points(each.least), each.name
