"""What a checkpoint is on a day: its last day in time, its due state, and the days left."""

from datetime import date

from dondoc.services.programme.frames import ProgrammeRules
from models.rules.due import DueFacts, DueState, due_state, is_due_soon, last_day, time_left


class CheckpointJudge:
    """Judges checkpoints on one day, alike ones once: a unit's have the same few due dates."""

    def __init__(self, frame: ProgrammeRules, today: date) -> None:
        self.frame, self.today = frame, today
        self._known: dict[DueFacts, tuple[date, DueState, bool, int]] = {}

    def judged(self, facts: DueFacts) -> tuple[date, DueState, bool, int]:
        """The last day in time, the due state, whether it is due soon, and the days left."""
        if facts not in self._known:
            calendar, today = self.frame.calendar, self.today
            self._known[facts] = (
                last_day(facts.due_on, calendar),
                due_state(facts, today, calendar),
                is_due_soon(facts, today, calendar, self.frame.rules.due_soon_days),
                time_left(facts, today, calendar),
            )
        return self._known[facts]
