"""From periods to the year, and what absence and carried-over work do to a period.

The year is the mean of its periods (Decree 335/2025/NĐ-CP Art. 17, secondary). HD 02-HD/BTCTW
(secondary): one quarter "not completed" allows no "excellent" that year, two running: replacing
is considered; absent for half the quarter or more: counted with the next; newly appointed: not
graded.
"""

import calendar
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from models.rules.evaluation import Grade
from models.rules.objective_causes import CauseState, ShortfallKind
from models.rules.scoring.exact import HUNDRED, ZERO, rounded
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import (
    AbsenceDays,
    CarriedOver,
    Discipline,
    DueInAbsence,
    OneNotCompleted,
    YearFrom,
)
from models.rules.scoring.results import grade_by_points
from models.rules.scoring.task_lines import Shortfall, TaskLine

IsWorking = Callable[[date], bool]
"""Whether a day is worked, by the calendar of the office."""


@dataclass(frozen=True)
class PeriodTotal:
    """The exact total of a graded period, and the grade that it came to."""

    exact: Fraction
    grade: Grade


@dataclass(frozen=True)
class YearTotal:
    """The mean of the periods with its grade; `held_back`: by a period that was not completed.

    `two_running`: two such periods in a row, at which replacing is considered.
    """

    mean: Fraction
    rounded: Fraction
    by_points: Grade
    grade: Grade
    held_back: bool
    two_running: bool


@dataclass(frozen=True)
class DaySpan:
    """From the first day to the last, both of them in it."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Each day, in order."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


@dataclass(frozen=True)
class AbsenceShare:
    """Days away of all days of the period, and whether it counts with the next."""

    away: int
    whole: int
    counted_with_next: bool


@dataclass(frozen=True)
class CarriedTask:
    """A task of one period that was finished in another; periods are counted through.

    `line`: as it was finished. `moved_to`: the period to which a paper had moved its date.
    """

    line: TaskLine
    due_in: int
    done_in: int | None
    moved_to: int | None = None
    days_late: int | None = None
    late_cause: CauseState = CauseState.NONE


def year_total(
    periods: Sequence[PeriodTotal],
    leads: bool,
    parameters: ScoringParameters,
    disciplined: bool = False,
) -> YearTotal | None:
    """The year of somebody who leads, or does not; None where no period was graded.

    `disciplined`: within the year, which overrules its mean (Decree 335/2025/NĐ-CP Art. 20).
    """
    if not periods:
        return None
    exact = parameters.year_from is YearFrom.EXACT
    totals = [each.exact if exact else _printed(each.exact, parameters) for each in periods]
    mean = sum(totals, ZERO) / len(totals)
    by_points = grade_by_points(mean, parameters)
    failed = [each.grade is Grade.NOT_COMPLETED for each in periods]
    held = by_points is Grade.EXCELLENT and any(failed) and not_completed_binds(leads, parameters)
    grade = Grade.GOOD if held else by_points
    if disciplined and parameters.discipline is Discipline.NOT_COMPLETED:
        grade = Grade.NOT_COMPLETED
    two = any(first and second for first, second in pairwise(failed))
    return YearTotal(mean, _printed(mean, parameters), by_points, grade, held, two)


def absence_share(
    period: DaySpan, away: Iterable[DaySpan], is_working: IsWorking, parameters: ScoringParameters
) -> AbsenceShare:
    """How much of the period somebody was away; exactly the bound is enough."""
    absent = {day for span in away for day in span.days()}
    days = [day for day in period.days() if _counts(day, is_working, parameters)]
    count = sum(day in absent for day in days)
    bound = parameters.absence_from
    reached = bound is not None and bool(days) and Fraction(count, len(days)) >= bound / HUNDRED
    return AbsenceShare(count, len(days), reached)


def lines_while_present(
    lines: tuple[TaskLine, ...], away: Iterable[DaySpan], parameters: ScoringParameters
) -> tuple[TaskLine, ...]:
    """The lines that count as assigned to somebody who was away."""
    if parameters.due_in_absence is DueInAbsence.COUNTED:
        return lines
    spans = tuple(away)
    return tuple(line for line in lines if not is_within(line.due_on, spans))


def is_within(day: date | None, spans: Iterable[DaySpan]) -> bool:
    """Whether a day is one of these; no day is not."""
    return day is not None and any(span.first <= day <= span.last for span in spans)


def is_newly_appointed(appointed: date, last: date, parameters: ScoringParameters) -> bool:
    """Whether somebody held the position too short before the period's last day to be graded."""
    months = parameters.appointed_months
    return months is not None and _months_later(appointed, months) > last + timedelta(days=1)


def line_in_period(
    task: CarriedTask, period: int, parameters: ScoringParameters
) -> TaskLine | None:
    """What a task is to a period: its line as it counts there, or None."""
    by_paper = parameters.carried_over is CarriedOver.MOVED_BY_PAPER
    due_in = task.moved_to if by_paper and task.moved_to is not None else task.due_in
    if period == due_in:
        done = task.done_in is not None and task.done_in <= due_in
        return task.line if done else replace(task.line, done=ZERO, shortfalls=())
    again = parameters.carried_over is CarriedOver.COUNTED_AGAIN
    if again and period == task.done_in and task.done_in > due_in:
        late = Shortfall(ShortfallKind.LATENESS, task.late_cause, task.days_late)
        return replace(task.line, shortfalls=(*task.line.shortfalls, late))
    return None


def _printed(points: Fraction, parameters: ScoringParameters) -> Fraction:
    return rounded(points, parameters.total_places, parameters.rounding)


def not_completed_binds(leads: bool, parameters: ScoringParameters) -> bool:
    """Whether a period that was not completed allows no "excellent" that year."""
    rule = parameters.one_not_completed
    return rule is OneNotCompleted.NO_EXCELLENT or (
        leads and rule is OneNotCompleted.NO_EXCELLENT_FOR_LEADERS
    )


def _counts(day: date, is_working: IsWorking, parameters: ScoringParameters) -> bool:
    return parameters.absence_days is AbsenceDays.CALENDAR or is_working(day)


def _months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
