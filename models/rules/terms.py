"""The working days that a programme gives: until silence counts, and to mend what came back."""

from dataclasses import dataclass
from datetime import date

from models.rules.calendar import WorkingCalendar


def cut_off_on(due_on: date, days: int, calendar: WorkingCalendar) -> date:
    """The last day on which nobody may record silence: `days` working days after the last in time.

    The only place where a cut-off is computed, whether or not a due date was moved.
    """
    return calendar.add(calendar.working_day_from(due_on), days)


@dataclass(frozen=True)
class Terms:
    """What the facts of a checkpoint are reckoned with.

    `cut_off_days`: see `cut_off_on`. `return_days`: working days that a return leaves to mend
    the report, and a refused request for more time to report; 0 where nobody asks for them, as
    with what was decided long ago.
    """

    calendar: WorkingCalendar
    cut_off_days: int
    return_days: int = 0

    def last_day(self, due_on: date) -> date:
        """The last day in time of a due date; see `models.rules.due.last_day`."""
        return self.calendar.working_day_from(due_on)

    def cut_off_on(self, due_on: date, refused_on: date | None = None) -> date:
        """The last day before silence about a due date may be recorded.

        `refused_on`: when a request for more time was refused, if one was that counts.
        """
        usual = cut_off_on(due_on, self.cut_off_days, self.calendar)
        if refused_on is None:
            return usual
        return max(usual, self.calendar.add(refused_on, self.return_days))

    def mend_by(self, due_on: date, today: date) -> date | None:
        """The new due date that a return on this day needs; None where enough time is left."""
        if self.calendar.between(today, self.last_day(due_on)) >= self.return_days:
            return None
        return self.calendar.add(today, self.return_days)
