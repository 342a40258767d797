"""The last days of whoever comes late into a round: they have as many as all others had."""

from datetime import date

from models.rules.calendar import WorkingCalendar


def own_last_day(
    of_round: date, opened_on: date, came_on: date | None, calendar: WorkingCalendar
) -> date:
    """The last day of a step for whoever came into a round on a day; None: when it was opened.

    As many working days as the round gave from its opening; never fewer than all others have.
    """
    if came_on is None or came_on <= opened_on:
        return of_round
    return max(of_round, calendar.add(came_on, calendar.between(opened_on, of_round)))
