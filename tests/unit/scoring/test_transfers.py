"""Transfers within a period and work carried into the next (cases G07 and G08)."""

from datetime import date
from fractions import Fraction

import pytest
from scoring_rules import G, exact, late, line, reading

from models.rules.calendar import calendar_of
from models.rules.objective_causes import CauseState
from models.rules.scoring.exact import decimal_of
from models.rules.scoring.periods import (
    CarriedTask,
    DaySpan,
    PeriodTotal,
    line_in_period,
    year_total,
)
from models.rules.scoring.readings import (
    CarriedOver,
    Transfer,
    TransferGeneral,
)
from models.rules.scoring.results import (
    LeaderParts,
    NoTotal,
    PeriodFacts,
    TotalPoints,
    total_of,
)
from models.rules.scoring.task_lines import TaskLine
from models.rules.scoring.transfers import UnitPart, total_after_transfer

OFF = (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2))
WORKED = calendar_of([2026], OFF, [date(2026, 8, 22)]).is_working


def total(lines: tuple[TaskLine, ...], general: str = "28") -> TotalPoints:
    scored = total_of(PeriodFacts(lines, exact(general)), reading())
    assert isinstance(scored, TotalPoints)
    return scored


X = CarriedTask(line("X", 4, 1, 1), due_in=1, done_in=2, moved_to=2)
Y, Z = line("Y", 6, 1, 1), line("Z", 8, 1, 1)


@pytest.mark.parametrize(
    ("read", "first", "second", "mean"),
    [
        (CarriedOver.STAYS, "70.00", "98.00", "84.00"),
        (CarriedOver.COUNTED_AGAIN, "70.00", "96.06", "83.03"),
        (CarriedOver.MOVED_BY_PAPER, "98.00", "98.00", "98.00"),
    ],
)
def test_a_task_finished_later_counts_as_the_rule_set_reads_it(
    read: CarriedOver, first: str, second: str, mean: str
) -> None:
    rules = reading(carried_over=read)
    totals = [
        total(tuple(filter(None, (line_in_period(X, number, rules), other))))
        for number, other in ((1, Y), (2, Z))
    ]
    assert [str(decimal_of(each.rounded, 2)) for each in totals] == [first, second]
    year = year_total([PeriodTotal(each.exact, each.grade) for each in totals], False, rules)
    assert year is not None
    assert str(decimal_of(year.rounded, 2)) == mean


def test_a_carried_task_is_late_with_its_days_and_its_own_cause() -> None:
    again = reading(carried_over=CarriedOver.COUNTED_AGAIN)
    task = CarriedTask(
        line("X", 4, 1, 1, late(days=2)), 1, 3, days_late=20, late_cause=CauseState.ASKED
    )
    assert line_in_period(task, 2, again) is None
    counted = line_in_period(task, 3, again)
    assert counted is not None
    assert counted.shortfalls == (late(days=2), late(CauseState.ASKED, 20))
    undone = line_in_period(task, 1, again)
    assert undone is not None
    assert (undone.done, undone.shortfalls) == (0, ())


def test_a_task_of_one_period_is_none_of_another() -> None:
    in_time = CarriedTask(line("X", 4, 1, 1), due_in=2, done_in=1)
    never = CarriedTask(line("X", 4, 1, 1), due_in=2, done_in=None)
    for read in CarriedOver:
        rules = reading(carried_over=read)
        assert line_in_period(in_time, 2, rules) == in_time.line
        assert line_in_period(in_time, 1, rules) is None
        assert line_in_period(in_time, 3, rules) is None
        short = line_in_period(never, 2, rules)
        assert short is not None
        assert short.done == 0


def test_a_paper_moves_a_task_only_where_there_is_one() -> None:
    rules = reading(carried_over=CarriedOver.MOVED_BY_PAPER)
    task = CarriedTask(line("X", 4, 1, 1), due_in=1, done_in=2)
    assert line_in_period(task, 2, rules) is None
    undone = line_in_period(task, 1, rules)
    assert undone is not None
    assert undone.done == 0
    assert line_in_period(X, 1, rules) is None


PARTS = (
    UnitPart(
        "A",
        PeriodFacts((line("T1", 5, 2, 2, late()),), exact(27)),
        DaySpan(date(2026, 4, 1), date(2026, 5, 14)),
    ),
    UnitPart(
        "B",
        PeriodFacts((line("T2", 10, 2, 1),), exact(28)),
        DaySpan(date(2026, 5, 15), date(2026, 6, 30)),
    ),
)


@pytest.mark.parametrize(
    ("how", "general", "result", "shown"),
    [
        ("pooled", "new_unit", "63.8889", "72.72"),
        ("by_days", "new_unit", "70.1465", "77.10"),
        ("by_days", "by_days", "70.1465", "76.62"),
    ],
)
def test_two_parts_of_a_period_become_one_total(
    how: str, general: str, result: str, shown: str
) -> None:
    rules = reading(transfer=Transfer(how), transfer_general=TransferGeneral(general))
    moved = total_after_transfer(PARTS, WORKED, rules)
    assert isinstance(moved.total, TotalPoints)
    assert str(decimal_of(moved.total.result.share * 100, 4)) == result
    assert str(decimal_of(moved.total.rounded, 2)) == shown
    assert moved.total.grade is G
    assert [(part.unit, part.days) for part in moved.parts] == [("A", 44), ("B", 47)]
    assert [each.line.reference for each in moved.total.result.lines] == ["T1", "T2"]


def test_parts_keep_their_own_results_where_they_are_weighed() -> None:
    weighed = total_after_transfer(PARTS, WORKED, reading(transfer=Transfer.BY_DAYS))
    shares = [part.result.share for part in weighed.parts if part.result]
    assert shares == [Fraction(11, 12), Fraction(1, 2)]
    pooled = total_after_transfer(PARTS, WORKED, reading())
    assert [part.result for part in pooled.parts] == [None, None]


def test_working_days_weigh_where_the_rule_set_says_so() -> None:
    rules = reading(transfer=Transfer.BY_WORKING_DAYS)
    moved = total_after_transfer(PARTS, lambda day: day.month == 4, rules)
    assert [part.days for part in moved.parts] == [30, 0]
    assert isinstance(moved.total, TotalPoints)
    assert moved.total.result.share == Fraction(11, 12)


def test_a_weighed_result_is_rounded_where_results_are() -> None:
    rules = reading(transfer=Transfer.BY_DAYS, result_places=1)
    moved = total_after_transfer(PARTS, WORKED, rules)
    assert isinstance(moved.total, TotalPoints)
    # 91.7 over 44 days and 50.0 over 47 are 70.16.
    assert moved.total.result.share * 100 == exact("70.2")


@pytest.mark.parametrize("how", Transfer)
def test_a_transfer_has_no_total_while_something_is_missing(how: Transfer) -> None:
    old, new = PARTS
    without = UnitPart("B", PeriodFacts(new.facts.lines, None), new.days)
    rules = reading(transfer=how, transfer_general=TransferGeneral.BY_DAYS)
    for parts in ((old, without), (without, old)):
        moved = total_after_transfer(parts, WORKED, rules)
        assert isinstance(moved.total, NoTotal)
        assert moved.total.reasons == ("general_missing",)
    leader = UnitPart("A", PeriodFacts((), exact(27), LeaderParts(True, True, None)), old.days)
    weighed = total_after_transfer(
        (leader, new, leader), WORKED, reading(transfer=Transfer.BY_DAYS)
    )
    assert isinstance(weighed.total, NoTotal)
    assert weighed.total.reasons == ("nothing_assigned", "uniting_missing")
    nobody = total_after_transfer((leader, without), WORKED, rules)
    assert isinstance(nobody.total, NoTotal)
    assert nobody.total.reasons[-1] == "general_missing"
    assert weighed.parts[0].result is None
    assert weighed.parts[1].result is not None


def test_pooled_parts_of_a_leader_have_the_new_units_d_and_e() -> None:
    old, new = PARTS
    full, half = LeaderParts(True, True, True), LeaderParts(False, True, True)
    parts = [
        UnitPart(part.unit, PeriodFacts(part.facts.lines, part.facts.general, leader), part.days)
        for part, leader in ((old, full), (new, half))
    ]
    moved = total_after_transfer(parts, WORKED, reading())
    assert isinstance(moved.total, TotalPoints)
    assert [part.share for part in moved.total.result.parts][3:] == [Fraction(1, 2), 1, 1]


def test_a_transfer_needs_days() -> None:
    with pytest.raises(ValueError, match="days"):
        total_after_transfer([], WORKED, reading())
