"""How many checkpoints were overdue on each of several days, each counted as it stood then.

Most of a year's checkpoints are told by their row: reported in time and never touched since, they
were never overdue; not reported yet, they are since their last day. Whatever else happened to one
(a late report, a return, another date, a finding, a plan) is applied again, act by act, once for
all days. A day that is over stays as it was counted, so a page counts it once.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session

from dondoc.exports.charts.course import DayCount
from dondoc.services.figures.as_they_stood import beginning_of
from dondoc.services.figures.course_rows import (
    newest_before,
    open_by_due_date,
    told_by_acts,
)
from dondoc.services.figures.figures_rows import FiguresRow, read_rows
from dondoc.services.figures.quarter import quarter_of
from dondoc.services.figures.question import FiguresQuestion, open_question
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.changed_by_plan import ChangedByPlan
from dondoc.services.work.recorded_acts import Course, courses_of
from dondoc.store.cache import database_of, keep
from models.programme import Programme
from models.rules.checkpoints import CheckpointFacts, end_of
from models.rules.due import DueState, due_facts, due_state, last_day
from models.rules.stages import Standing

_FRIDAY = 4
_AFTERWARDS = timedelta(days=90)
"""So long after its year a course goes on; later it would be drawn too narrow to be read."""


def weekly_days(year: int, today: date) -> tuple[date, ...]:
    """The Fridays of a programme's year that are over by `today`; then `today`, or its last day.

    In the weeks after the year both: what is told of a day must not be drawn of another.
    """
    first, end = date(year, 1, 1), min(today, date(year, 12, 31))
    friday = first + timedelta(days=(_FRIDAY - first.weekday()) % 7)
    weeks = max(0, -(-(end - friday).days // 7))
    fridays = (friday + timedelta(days=7 * week) for week in range(weeks))
    after = (today,) if end < today <= end + _AFTERWARDS else ()
    return (*fridays, end, *after) if end >= first else ()


def overdue_course(
    session: Session, programme: Programme, frame: ProgrammeRules, today: date, now_overdue: int,
    unit_id: int | None = None,
) -> tuple[DayCount, ...]:  # fmt: skip
    """Week by week, of a programme or of one unit. `now_overdue`: as the page counts it today."""
    days = weekly_days(programme.year, today)
    over = tuple(day for day in days if day < today)
    key = ("overdue_course", database_of(session), programme.key, unit_id)
    state = (programme.plan_sha256, over, frame, newest_before(session, today))
    counted = keep(key, state, lambda: overdue_on(session, programme, over, unit_id))
    return tuple(DayCount(day, counted[day] if day in over else now_overdue) for day in days)


def overdue_on(
    session: Session, programme: Programme, days: Sequence[date], unit_id: int | None = None
) -> Mapping[date, int]:
    """How many were overdue on each of these days, which are over, in their order."""
    tally: Counter[date] = Counter(dict.fromkeys(days, 0))
    for counted in overdue_by_unit(session, programme, days, unit_id).values():
        tally.update(counted)
    return tally


def overdue_by_unit(
    session: Session, programme: Programme, days: Sequence[date], unit_id: int | None = None
) -> Mapping[int, Mapping[date, int]]:
    """The same of each unit that had anything overdue on one of them, from one reading."""
    tally: defaultdict[int, Counter[date]] = defaultdict(Counter)
    if not days:
        return tally
    question = open_question(session, programme, quarter_of(days[0]), days[0], unit_id)
    told = told_by_acts(session, question, days)
    calendar = question.frame.calendar
    for unit, due_on, size in open_by_due_date(session, question, told.ids, days[-1]):
        first_late = bisect_left(days, last_day(due_on, calendar) + timedelta(days=1))
        for day in days[first_late:]:
            tally[unit][day] += size
    rows = read_rows(session, programme.key, unit_id, told.ids) if told.ids else []
    courses = courses_of(session, [row.checkpoint_id for row in rows])
    for row in rows:
        replayed = _Replayed(question, row, courses.get(row.checkpoint_id, Course()))
        tally[row.unit_id].update(replayed.overdue_days(days, told.changed))
    return tally


@dataclass
class _Replayed:
    """A checkpoint whose acts are applied again."""

    question: FiguresQuestion
    row: FiguresRow
    course: Course
    _known: dict[tuple[int, Standing, bool], CheckpointFacts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._stored = self.row.standing

    def overdue_days(
        self, days: Sequence[date], changed: Mapping[date, ChangedByPlan]
    ) -> Iterator[date]:
        """Those of the days on which it was overdue."""
        start, calendar = bisect_left(days, self._first_due), self.question.frame.calendar
        for day in days[start:]:
            standing = self._standing(changed.get(day, ChangedByPlan()))
            if standing is None:
                continue
            facts = self._facts(day, standing)
            state = due_state(due_facts(facts), day, calendar)
            if facts.standing is Standing.LIVE and state is DueState.OVERDUE:
                yield day

    @property
    def _first_due(self) -> date:
        """Before this day it was overdue by none of the dates that it ever had."""
        moved = [change.due_on for change in self.course.due_changes]
        named = [act.deed.new_due_on for act in self.course.acts if act.deed.new_due_on]
        return min(self.row.due_on, self.row.original_due_on, *moved, *named)

    def _standing(self, changed: ChangedByPlan) -> Standing | None:
        """How it stood before its acts; None where it or its assignment was not there."""
        row = self.row
        whole = changed.assignments.get(row.assignment_id, row.assignment_standing)
        standing = changed.checkpoints.get(row.checkpoint_id, self._stored)
        return standing if whole is Standing.LIVE else None

    def _facts(self, day: date, standing: Standing) -> CheckpointFacts:
        """The same as on the day before, where nothing was recorded between."""
        end = end_of(day)
        steps = len(self.course.until(day)) + sum(one.at < end for one in self.course.due_changes)
        key = steps, standing, self.row.opens_on <= day
        if key not in self._known:
            self.row.standing = standing
            beginning = beginning_of(self.question, self.row, self.course)
            self._known[key] = self.course.facts(beginning, day)
        return self._known[key]
