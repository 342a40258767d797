"""What another calendar makes of what was in time and late: said before anybody changes one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from models.rules.calendar import OutsideCalendarError, WorkingCalendar
from models.rules.due import DueFacts, DueState, days_late, due_state, last_day
from models.rules.responsibility import Occasion, Term, day_that_counts, held_by
from models.rules.stages import Stage
from models.rules.terms import Terms

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendars:
    """The working days as they are, and as they would be."""

    before: WorkingCalendar
    after: WorkingCalendar


def moved_due_dates(calendars: Calendars, days: frozenset[date]) -> frozenset[date]:
    """The due dates whose last day in time is another one once these days are changed."""
    near = {due_on for day in days for due_on in _ending_with(calendars, day)}
    return frozenset(day for day in near if _moves(calendars, day))


def _ending_with(calendars: Calendars, day: date) -> Iterator[date]:
    """The day, and those of the row of days off before it, however long that is."""
    yield day
    while _is_off(calendars, day := day - _DAY):
        yield day


def _is_off(calendars: Calendars, day: date) -> bool:
    """Whether a day is off by one of the calendars; none is where they do not go."""
    try:
        return not all(c.is_working(day) for c in (calendars.before, calendars.after))
    except OutsideCalendarError:
        return False


def _moves(calendars: Calendars, due_on: date) -> bool:
    try:
        return last_day(due_on, calendars.before) != last_day(due_on, calendars.after)
    except OutsideCalendarError:
        return False


def turned(facts: DueFacts, today: date, calendars: Calendars) -> tuple[DueState, DueState] | None:
    """The due state now and with the other calendar; None where it stays."""
    before, after = (
        due_state(facts, today, calendar) for calendar in (calendars.before, calendars.after)
    )
    return None if before is after else (before, after)


def shortens(facts: DueFacts, today: date, horizon: date, calendars: Calendars) -> bool:
    """Whether work that is overdue is late by fewer days with the other calendar.

    `horizon`: the last day that is reckoned with; a day ahead counts once it is over.
    """
    try:
        if due_state(facts, today, calendars.before) is not DueState.OVERDUE:
            return False
        before, after = (
            days_late(facts, max(today, horizon), calendar)
            for calendar in (calendars.before, calendars.after)
        )
    except OutsideCalendarError:  # of a programme of another year
        return False
    return after < before


def silence_turns(
    due_on: date, refused_on: date | None, today: date, terms: tuple[Terms, Terms]
) -> bool:
    """Whether silence may be recorded today by the terms with one calendar and not the other."""
    before, after = (today > each.cut_off_on(due_on, refused_on) for each in terms)
    return before is not after


def other_holders(
    terms: Iterable[Term], occasion: Occasion, today: date, calendars: Calendars
) -> tuple[tuple[Term, ...], tuple[Term, ...]] | None:
    """Whose a result is by each calendar; None where it stays the same people's.

    What nobody reported is asked about as silence would be: its last day in time tells whose
    lateness it is, and whether the present holder only took it over.
    """
    ever = tuple(terms)
    before, after = (
        held_by(ever, day_that_counts(_settled(occasion), today, calendar))
        for calendar in (calendars.before, calendars.after)
    )
    return _unless_same(before, after)


def other_terms(
    terms: tuple[Iterable[Term], Iterable[Term]], occasion: Occasion, today: date,
    calendar: WorkingCalendar,
) -> tuple[tuple[Term, ...], tuple[Term, ...]] | None:  # fmt: skip
    """Whose a result is by the days that a position was held, and by others; None where the same.

    What nobody reported yet passes where its lateness does; what is still in time is nobody's
    result, and is reported by whoever holds the position then.
    """
    day = day_that_counts(_settled(occasion), today, calendar)
    if occasion.open and day >= today:
        return None
    before, after = (held_by(each, day) for each in terms)
    return _unless_same(before, after)


def _settled(occasion: Occasion) -> Occasion:
    return replace(occasion, stage=Stage.REPORTED, reported_on=None) if occasion.open else occasion


def _unless_same(
    before: tuple[Term, ...], after: tuple[Term, ...]
) -> tuple[tuple[Term, ...], tuple[Term, ...]] | None:
    same = {each.person_id for each in before} == {each.person_id for each in after}
    return None if same else (before, after)
