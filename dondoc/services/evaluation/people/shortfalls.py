"""What was wanting of a piece of work: each report that was sent back, and each lateness.

A successor inherits the work, never the failure: each belongs to whoever led the work on the day
that counts for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dondoc.services.evaluation.people.work import FailedReview, Lateness, OfficialWork
from dondoc.services.figures.as_they_stood import beginning_of
from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.work.answering.responsible import Answering, Officials
from dondoc.services.work.recorded_acts import Course
from models.rules.checkpoints import Act, CheckpointFacts, local_date
from models.rules.due import DueState, last_day
from models.rules.objective_causes import CauseState
from models.rules.responsibility import Occasion
from models.rules.scoring.lateness import late_terms
from models.rules.stages import SETTLED, Stage


@dataclass(frozen=True)
class ShortfallLookups:
    """What shortfalls are looked up in."""

    question: FiguresQuestion
    officials: Officials

    def lead_on(self, assignment_id: int, day: date) -> Answering | None:
        """Who led an assignment on a day."""
        then = Occasion(Stage.REPORTED, day, day)
        return next(iter(self.officials.of(assignment_id, then)), None)

    def completed(
        self, work: OfficialWork, judged: JudgedCheckpoint, person_id: int, course: Course
    ) -> OfficialWork:
        """The work with all that was wanting of it until the day that is asked for."""
        beginning = beginning_of(self.question, judged.row, course)
        facts = course.facts(beginning, self.question.as_of)
        quality = None if facts.result is None else facts.result.quality
        reviews = tuple(self._reviews(judged, person_id, course, facts))
        latenesses = tuple(self._latenesses(judged, person_id, facts))
        return replace(work, quality=quality, reviews=reviews, latenesses=latenesses)

    def _reviews(
        self, judged: JudgedCheckpoint, person_id: int, course: Course, facts: CheckpointFacts
    ) -> Iterator[FailedReview]:
        reported_on: date | None = None
        number = 0
        for act in course.until(self.question.as_of):
            day = local_date(act.at)
            if act.deed.act is Act.REPORT:
                reported_on = day
            elif act.deed.act is Act.RETURN:
                number += 1
                yield FailedReview(
                    number,
                    day,
                    reported_on,
                    act.deed.reason,
                    cause_state(facts),
                    self._another(judged, person_id, reported_on or day),
                )

    def _latenesses(
        self, judged: JudgedCheckpoint, person_id: int, facts: CheckpointFacts
    ) -> Iterator[Lateness]:
        calendar, stage = self.question.frame.calendar, judged.row.stage
        runs = stage not in SETTLED and judged.counted.state is DueState.OVERDUE
        if not (judged.facts.done or runs):
            return  # silence, and what is not delivered, are not late once more
        terms = late_terms(judged.facts, self.question.as_of, calendar)
        for number, term in enumerate(terms, 1):
            last = last_day(term.due_on, calendar)
            another = self._another(judged, person_id, last)
            yield Lateness(
                number, term.due_on, term.reported_on, term.days, cause_state(facts), another
            )

    def _another(self, judged: JudgedCheckpoint, person_id: int, day: date) -> str:
        """Who led it on a day where that was somebody else; '' where it was this person."""
        lead = self.lead_on(judged.row.assignment_id, day)
        if lead is None or lead.person_id == person_id:
            return ""
        return lead.name or lead.title


def cause_state(facts: CheckpointFacts) -> CauseState:
    """How the objective cause of a shortfall stands: one mark excuses all of a checkpoint."""
    excused = facts.result is not None and facts.result.objective_cause
    return CauseState.CONFIRMED if excused else CauseState.NONE
