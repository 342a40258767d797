"""From periods to the year, and absence (cases G09 and G10)."""

from datetime import date
from fractions import Fraction

import pytest
from scoring_rules import C, E, G, N, exact, line, reading

from models.rules.calendar import calendar_of
from models.rules.evaluation import Grade
from models.rules.scoring.exact import decimal_of
from models.rules.scoring.periods import (
    AbsenceShare,
    DaySpan,
    PeriodTotal,
    absence_share,
    is_newly_appointed,
    lines_while_present,
    year_total,
)
from models.rules.scoring.readings import (
    AbsenceDays,
    BandsOn,
    Discipline,
    DueInAbsence,
    OneNotCompleted,
    YearFrom,
)
from models.rules.scoring.results import (
    PeriodFacts,
    TotalPoints,
    total_of,
)

OFF = (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2))
WORKED = calendar_of([2026], OFF, [date(2026, 8, 22)]).is_working


def quarters(*points: str, failed: int | None = None) -> list[PeriodTotal]:
    totals = [PeriodTotal(exact(each), E) for each in points]
    if failed is not None:
        totals[failed] = PeriodTotal(totals[failed].exact, N)
    return totals


YEARS = {
    "G10 A": (quarters("96.20", "94.80", "48.00", "97.00", failed=2), "84.00", G, G, False),
    "G10 B": (quarters("96.00", "93.00", "94.00", "95.00", failed=1), "94.50", E, G, True),
    "G10 C": (quarters("100", "100", "100", "49.99", failed=3), "87.50", G, G, False),
    "one quarter": (quarters("90"), "90.00", E, E, False),
}


@pytest.mark.parametrize("name", YEARS)
def test_a_year_is_the_mean_of_its_periods(name: str) -> None:
    periods, mean, by_points, grade, held = YEARS[name]
    year = year_total(periods, True, reading())
    assert year is not None
    assert str(decimal_of(year.mean, 2)) == str(decimal_of(year.rounded, 2)) == mean
    assert (year.by_points, year.grade, year.held_back) == (by_points, grade, held)


def test_one_period_that_was_not_completed_binds_whom_the_rule_set_says() -> None:
    periods = quarters("96.00", "93.00", "94.00", "95.00", failed=1)

    def graded(leads: bool, rule: OneNotCompleted) -> Grade:
        year = year_total(periods, leads, reading(one_not_completed=rule))
        assert year is not None
        return year.grade

    shown = [(graded(True, rule), graded(False, rule)) for rule in OneNotCompleted]
    assert shown == [(G, G), (G, E), (E, E)]


def test_two_periods_running_are_named() -> None:
    apart, running = (
        [PeriodTotal(exact(80), each) for each in (N, G, N)],
        [PeriodTotal(exact(80), each) for each in (G, N, N)],
    )
    for periods, two in ((apart, False), (running, True)):
        year = year_total(periods, True, reading())
        assert year is not None
        assert year.two_running is two


def test_a_year_without_a_graded_period_has_no_total() -> None:
    assert year_total([], True, reading()) is None


def test_a_year_is_cut_at_its_rounded_or_exact_mean() -> None:
    periods = quarters("89.99", "90.01", "89.98", "90.00")
    cut = [year_total(periods, False, reading(bands_on=each)) for each in BandsOn]
    assert [(each.mean, each.rounded, each.grade) for each in cut if each] == [
        (exact("89.995"), exact("90"), E),
        (exact("89.995"), exact("90"), G),
    ]


def test_a_year_is_made_of_exact_or_of_rounded_totals() -> None:
    thirds = [PeriodTotal(90 + Fraction(1, 3), E)]
    means = [year_total(thirds, False, reading(year_from=each)) for each in YearFrom]
    assert [each.mean for each in means if each] == [90 + Fraction(1, 3), exact("90.33")]


QUARTER = DaySpan(date(2026, 7, 1), date(2026, 9, 30))


def away(last: date) -> list[DaySpan]:
    return [DaySpan(date(2026, 7, 1), last)]


@pytest.mark.parametrize(
    ("last", "by", "share"),
    [
        (date(2026, 8, 14), AbsenceDays.CALENDAR, AbsenceShare(45, 92, False)),
        (date(2026, 8, 14), AbsenceDays.WORKING, AbsenceShare(33, 64, True)),
        (date(2026, 8, 15), AbsenceDays.CALENDAR, AbsenceShare(46, 92, True)),
    ],
)
def test_an_absence_of_half_the_period_counts_with_the_next(
    last: date, by: AbsenceDays, share: AbsenceShare
) -> None:
    rules = reading(absence_days=by)
    assert absence_share(QUARTER, away(last), WORKED, rules) == share


def test_an_absence_is_counted_once_and_within_the_period_alone() -> None:
    spans = [
        DaySpan(date(2026, 6, 1), date(2026, 7, 2)),
        DaySpan(date(2026, 7, 2), date(2026, 7, 3)),
    ]
    assert absence_share(QUARTER, spans, WORKED, reading()).away == 3
    assert not absence_share(
        QUARTER, [QUARTER], WORKED, reading(absence_from=None)
    ).counted_with_next
    sunday = DaySpan(date(2026, 8, 23), date(2026, 8, 23))
    working = reading(absence_days=AbsenceDays.WORKING)
    assert absence_share(sunday, [sunday], WORKED, working) == AbsenceShare(0, 0, False)


def test_what_fell_due_in_an_absence_may_be_taken_out() -> None:
    due = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 8, 14), date(2026, 8, 15), None]
    lines = tuple(line(str(n), 1, 1, 1, due_on=each) for n, each in enumerate(due))
    spans = away(date(2026, 8, 14))
    assert lines_while_present(lines, iter(spans), reading()) == lines
    taken_out = reading(due_in_absence=DueInAbsence.TAKEN_OUT)
    left = lines_while_present(lines, iter(spans), taken_out)
    assert [each.reference for each in left] == ["0", "3", "4"]
    twice = [*spans, DaySpan(date(2026, 8, 15), date(2026, 8, 16))]
    left = lines_while_present(lines, twice, taken_out)
    assert [each.reference for each in left] == ["0", "4"]


@pytest.mark.parametrize(
    ("read", "shown", "grade"), [("counted", "61.00", C), ("taken_out", "96.00", E)]
)
def test_an_absence_that_is_graded_counts_what_was_assigned_as_read(
    read: str, shown: str, grade: Grade
) -> None:
    lines = (
        line("T1", 4, 3, 0, due_on=date(2026, 7, 31)),
        line("T2", 6, 2, 2, due_on=date(2026, 9, 20)),
    )
    rules = reading(due_in_absence=DueInAbsence(read))
    left = lines_while_present(lines, away(date(2026, 8, 14)), rules)
    scored = total_of(PeriodFacts(left, exact(26)), rules)
    assert isinstance(scored, TotalPoints)
    assert (str(decimal_of(scored.rounded, 2)), scored.grade) == (shown, grade)


@pytest.mark.parametrize(
    ("appointed", "new"),
    [
        (date(2026, 9, 1), False),
        (date(2026, 9, 2), True),
        (date(2026, 8, 31), False),
        (date(2026, 9, 30), True),
    ],
)
def test_whoever_was_appointed_less_than_a_month_before_is_not_graded(
    appointed: date, new: bool
) -> None:
    assert is_newly_appointed(appointed, date(2026, 9, 30), reading()) is new
    assert not is_newly_appointed(appointed, date(2026, 9, 30), reading(appointed_months=None))


def test_a_month_may_end_early_and_a_year_between() -> None:
    assert not is_newly_appointed(date(2026, 1, 31), date(2026, 2, 28), reading())
    assert not is_newly_appointed(date(2026, 12, 15), date(2027, 1, 14), reading())
    assert is_newly_appointed(date(2026, 12, 15), date(2027, 1, 13), reading())
    assert is_newly_appointed(date(2026, 11, 15), date(2026, 12, 13), reading())


@pytest.mark.parametrize("rule", list(Discipline))
def test_discipline_within_the_year_overrules_its_mean(rule: Discipline) -> None:
    year = year_total(quarters("96", "95"), True, reading(discipline=rule), disciplined=True)
    assert year is not None
    assert year.by_points is E
    assert year.grade is (N if rule is Discipline.NOT_COMPLETED else E)
