"""Due states: computed from facts, a day and a calendar, never stored."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import CheckpointFacts, local_date
from models.rules.returned_reports import ReturnedReport, Wait
from models.rules.stages import SETTLED, UNREPORTED, Stage


class DueState(StrEnum):
    """{done, not done} crossed with {in time, late}: four parts that sum to the total."""

    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class DueFacts:
    """What a due state depends on. `missing`: silence was recorded as the result.

    `returned`: see `CheckpointFacts`; each report is held to the date that it had.
    `waits`: the days that reports lay which were sent back and left the date as it was, or said
    that a product is there which was found not to be.
    `undelivered`: the latest word on a product, reported or verified, says that it is not there.
    """

    stage: Stage
    due_on: date
    reported_at: datetime | None
    missing: bool = False
    returned: ReturnedReport | None = None
    undelivered: bool = False
    waits: tuple[Wait, ...] = ()

    @property
    def done(self) -> bool:
        """Done means accepted: verified with a result that somebody gave, a product delivered."""
        return self.stage in SETTLED and not self.missing and not self.undelivered

    @property
    def verified_undelivered(self) -> bool:
        """Whether it was verified that the product is not there: the reporting is over."""
        return self.stage in SETTLED and self.undelivered


def last_day(due_on: date, calendar: WorkingCalendar) -> date:
    """The last day in time: a due date on a day off is late only after the next working day."""
    return calendar.working_day_from(due_on)


def due_facts(facts: CheckpointFacts) -> DueFacts:
    """What a due state depends on, of a checkpoint's facts."""
    return DueFacts(
        stage=facts.stage,
        due_on=facts.due_on,
        reported_at=facts.report.recorded_at if facts.report else None,
        missing=facts.missing,
        returned=facts.returned,
        undelivered=facts.undelivered,
        waits=facts.waits,
    )


def reported_in_time(reported_at: datetime | None, due_on: date, calendar: WorkingCalendar) -> bool:
    """Whether a report was recorded in time. The time of recording counts, not of verifying."""
    return reported_at is not None and local_date(reported_at) <= last_day(due_on, calendar)


def came_late(returned: ReturnedReport, calendar: WorkingCalendar) -> bool:
    """Whether a report that was sent back had come after the last day in time."""
    return returned.reported_on > last_day(returned.due_on, calendar)


def how_late(returned: ReturnedReport, calendar: WorkingCalendar) -> tuple[bool, int]:
    """To compare: what came on a day off after its last day is late, though by no working day."""
    last = last_day(returned.due_on, calendar)
    return returned.reported_on > last, calendar.between(last, returned.reported_on)


def in_time(facts: DueFacts, calendar: WorkingCalendar) -> bool:
    """Whether a checkpoint was reported in time: what stands, and whatever was sent back before.

    What was sent back counts by the date that it had, so that a return makes nobody late and
    no lateness good.
    """
    earlier = facts.returned is None or not came_late(facts.returned, calendar)
    return earlier and reported_in_time(facts.reported_at, facts.due_on, calendar)


def days_late(facts: DueFacts, today: date, calendar: WorkingCalendar) -> int:
    """Working days that the unit was late, from 0 up: the days that a report waited do not count.

    Neither do those between a report and its return, also where a finding stands again after it,
    nor those until a product was found missing that a report had said to be there.
    Where a return set no new date, as returns once did, the days after the one date hold those of
    the report that was sent back.
    """
    until = _counted_until(facts, today, calendar)
    days = max(0, -days_left(facts.due_on, until, calendar)) - _waited(facts, until, calendar)
    if (came := facts.returned) is not None and came.due_on != facts.due_on:
        days += max(0, -days_left(came.due_on, came.reported_on, calendar))
    return days


def _waited(facts: DueFacts, until: date, calendar: WorkingCalendar) -> int:
    """The working days after the last one in time, and by `until`, that returned reports lay."""
    last = last_day(facts.due_on, calendar)
    return sum(
        max(0, calendar.between(max(last, wait.reported_on), min(wait.returned_on, until)))
        for wait in facts.waits
    )


def _counted_until(facts: DueFacts, today: date, calendar: WorkingCalendar) -> date:
    """The day on which the unit's time ended: its report waits since, or was accepted.

    A result that was found without any report is late, by no number of days: none says when it
    came, and what is accepted grows no later from day to day.
    """
    if facts.done and facts.reported_at is None:
        return min(today, last_day(facts.due_on, calendar))
    ends = facts.done or (facts.stage is Stage.REPORTED and not facts.undelivered)
    return local_date(facts.reported_at) if ends and facts.reported_at else today


def time_left(facts: DueFacts, today: date, calendar: WorkingCalendar) -> int:
    """Working days to the last day in time, below 0 late, as they are said of a checkpoint.

    Once its report waits or was accepted, they are those that were left when it came: what
    verifying takes is neither late nor lost. While a report that came late is mended in its new
    time, they are those of that time; after it, all the days that the unit was late.
    """
    left = days_left(facts.due_on, _counted_until(facts, today, calendar), calendar)
    if facts.stage in UNREPORTED and today <= last_day(facts.due_on, calendar):
        return left
    return -days_late(facts, today, calendar) or max(0, left)


def due_state(facts: DueFacts, today: date, calendar: WorkingCalendar) -> DueState:
    """The due state of one live checkpoint on a day.

    A report that waits for verification keeps the unit as timely as the report was: the
    unit does not answer for the secretariat's time. To say that a product is not there stops
    no overdue, neither while it waits nor once it is verified.
    """
    came_in_time = in_time(facts, calendar)
    if facts.done:
        return DueState.DONE_IN_TIME if came_in_time else DueState.DONE_LATE
    waiting = facts.stage is Stage.REPORTED and facts.reported_at and not facts.undelivered
    if came_in_time if waiting else today <= last_day(facts.due_on, calendar):
        return DueState.OVERDUE if facts.missing else DueState.OPEN_IN_TIME
    return DueState.OVERDUE


def has_come(facts: DueFacts, today: date, calendar: WorkingCalendar) -> bool:
    """Whether it counts among what was due by a day, of which what is overdue is always a part.

    What was late before a return moved its date on is overdue while it waits again: its first
    date has come, whatever the one in force.
    """
    return facts.due_on <= today or due_state(facts, today, calendar) is DueState.OVERDUE


def was_overdue(facts: DueFacts, day: date, calendar: WorkingCalendar) -> bool:
    """Whether it was overdue when an earlier day was over, if only a report lies between.

    A report recorded by then keeps it as timely as the report was, and what was sent back before
    it; one of later was not there, and one that says that the product is not there changes nothing.
    """
    reported_at = None if facts.undelivered else facts.reported_at
    if reported_at is not None and local_date(reported_at) <= day:
        return not in_time(facts, calendar)
    return day > last_day(facts.due_on, calendar)


def days_left(due_on: date, today: date, calendar: WorkingCalendar) -> int:
    """Working days until the last day in time; negative: overdue by so many; 0: today."""
    return calendar.between(today, last_day(due_on, calendar))


def is_due_soon(facts: DueFacts, today: date, calendar: WorkingCalendar, soon_days: int) -> bool:
    """Whether an open checkpoint that nobody reported is due within `soon_days` working days."""
    return (
        facts.stage not in SETTLED
        and facts.stage is not Stage.REPORTED
        and due_state(facts, today, calendar) is DueState.OPEN_IN_TIME
        and days_left(facts.due_on, today, calendar) <= soon_days
    )
