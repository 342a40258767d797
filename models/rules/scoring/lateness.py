"""How many working days a lateness took; which there are says `models.rules.deductions`."""

from dataclasses import replace
from datetime import date

from models.rules.checkpoints import CheckpointFacts
from models.rules.deductions import DeductionFacts, current_term
from models.rules.due import days_late, days_left, due_facts


def days_of(lateness: DeductionFacts, facts: CheckpointFacts, today: date) -> int:
    """The unit's own working days: what a report lay until it was sent back is not theirs.

    A term that a return ended is late until its report came; the one that runs, or ran last, by
    the days of the checkpoint without those before it.
    """
    calendar = facts.terms.calendar
    if lateness.deduction.number == current_term(facts):
        return days_late(replace(due_facts(facts), returned=None), today, calendar)
    if lateness.due_on is None or lateness.reported_on is None:
        return 0
    return max(0, -days_left(lateness.due_on, lateness.reported_on, calendar))
