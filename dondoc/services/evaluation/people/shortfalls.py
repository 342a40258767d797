"""What was wanting of a piece of work: each report that was sent back, and each lateness.

A successor inherits the work, never the failure: each belongs to whoever led the work on the day
that counts for it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from dondoc.services.evaluation.people.work import Lateness, OfficialWork, SentBackReport
from dondoc.services.figures.as_they_stood import beginning_of
from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.work.answering.responsible import Answering, Officials
from dondoc.services.work.recorded_acts import Course, RecordedAct
from models.rules.checkpoints import Act, CheckpointFacts, local_date
from models.rules.deductions import DeductionFacts, deductions
from models.rules.due import last_day
from models.rules.objective_causes import CauseState, ShortfallKind
from models.rules.responsibility import Occasion
from models.rules.scoring.lateness import days_of
from models.rules.stages import SETTLED, Stage

Wanting = tuple[DeductionFacts, ...]
"""The failed reviews and latenesses of one checkpoint."""


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
        self, work: OfficialWork, judged: JudgedCheckpoint, person_id: int | None, course: Course
    ) -> OfficialWork:
        """The work with all that was wanting of it until the day that is asked for."""
        beginning = beginning_of(self.question, judged.row, course)
        facts = course.facts(beginning, self.question.as_of)
        wanting = deductions(facts, self.question.as_of)
        reviews = tuple(self._reviews(judged, person_id, course, wanting))
        latenesses = tuple(self._latenesses(judged, person_id, facts, wanting))
        return replace(work, reviews=reviews, latenesses=latenesses)

    def _reviews(
        self, judged: JudgedCheckpoint, person_id: int | None, course: Course, wanting: Wanting
    ) -> Iterator[SentBackReport]:
        failed = [each for each in wanting if each.deduction.kind is ShortfallKind.FAILED_REVIEW]
        returns = _returns(course.until(self.question.as_of))
        for each, (returned_on, reported_on, reason) in zip(failed, returns, strict=False):
            another = self._another(judged, person_id, reported_on or returned_on)
            number, cause = each.deduction.number, cause_state(each)
            yield SentBackReport(number, returned_on, reported_on, reason, cause, another)

    def _latenesses(
        self,
        judged: JudgedCheckpoint,
        person_id: int | None,
        facts: CheckpointFacts,
        wanting: Wanting,
    ) -> Iterator[Lateness]:
        if judged.row.stage in SETTLED and not judged.facts.done:
            return  # silence, and what is not delivered, are not late once more
        for each in wanting:
            if each.deduction.kind is ShortfallKind.LATENESS and each.due_on is not None:
                last = last_day(each.due_on, self.question.frame.calendar)
                days = days_of(each, facts, self.question.as_of)
                yield Lateness(
                    each.deduction.number, each.due_on, each.reported_on, days,
                    cause_state(each), self._another(judged, person_id, last),
                )  # fmt: skip

    def _another(self, judged: JudgedCheckpoint, person_id: int | None, day: date) -> str:
        """Who led it on a day where that was somebody else; '' where it was this person."""
        lead = self.lead_on(judged.row.assignment_id, day)
        if lead is None or lead.person_id == person_id:
            return ""
        return lead.name or lead.title


def _returns(acts: Iterable[RecordedAct]) -> Iterator[tuple[date, date | None, str]]:
    """When each report was sent back, when it had come, and the reason."""
    reported_on: date | None = None
    for act in acts:
        day = local_date(act.at)
        if act.deed.act is Act.REPORT:
            reported_on = day
        elif act.deed.act is Act.RETURN:
            yield day, reported_on, act.deed.reason


def cause_state(deduction: DeductionFacts) -> CauseState:
    """How the objective cause of a shortfall stands, as scoring reads it.

    A decision that was taken back leaves it asked for, or as if nobody had.
    """
    state = deduction.cause_state
    if state is None:
        return CauseState.NONE
    if state is CauseState.TAKEN_BACK:
        waits = deduction.cause is not None and deduction.cause.waits
        return CauseState.ASKED if waits else CauseState.WITHDRAWN
    return state
