"""A decision about somebody evaluates the checkpoints that they lead: acts that the flow applies.

The lead is the one whose points they count for: who held the position on the day that counts. What
nobody with an evaluation of their own leads is evaluated when the round is published or locked.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import DondocError
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.acts.record_many import hold_checkpoints
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.people.locked_rounds import in_round
from dondoc.services.evaluation.people.read import awaits_decision, read_officials
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.figures.as_they_stood import rows_as_they_stood
from dondoc.services.figures.judgements import see
from dondoc.services.figures.periods import whole_year
from dondoc.services.figures.question import open_question
from models.evaluation_round import EvaluationDossier
from models.rules.checkpoints import Act
from models.rules.evaluated_by import StepBehind


def awaiting(works: Iterable[OfficialWork]) -> tuple[str, ...]:
    """The references of what a decision about their lead evaluates."""
    return tuple(each.ref for each in works if each.awaits_decision)


@dataclass(frozen=True)
class WorkEvaluation:
    """Evaluates checkpoints by a step of a round, as the person with the code `by`."""

    recorder: Recorder
    by: str

    def hold(self, refs: Iterable[str]) -> None:
        """Holds checkpoints in the order in which everybody does, before anything else."""
        hold_checkpoints(self.recorder, refs)

    def check(self, refs: Iterable[str]) -> None:
        """Raises what recording would raise, for whoever may not judge one of them."""
        for ref in refs:
            self.recorder.check(self._act(ref, StepBehind()))

    def record(self, refs: Iterable[str], behind: StepBehind) -> None:
        """Records the acts; the flow moves the stages."""
        for ref in refs:
            self.recorder.record(self._act(ref, behind))

    def _act(self, ref: str, behind: StepBehind) -> ActInput:
        return ActInput(act=Act.EVALUATE, ref=ref, by=self.by, step_behind=behind)


@dataclass(frozen=True)
class LeftOver:
    """What a step of a round evaluated without a person, and what it could not, with the reason."""

    done: tuple[str, ...] = ()
    refused: tuple[tuple[str, DondocError], ...] = ()


def evaluate_without_person(
    evaluation: WorkEvaluation, context: RoundContext, round_step_id: int
) -> LeftOver:
    """Evaluates what was verified in the period and nobody with an evaluation leads.

    What whoever publishes may not judge is left: who locks the round is somebody else, or another
    publishes it once it was reopened.
    """
    refs = led_by_nobody(evaluation.recorder.session, context)
    evaluation.hold(refs)
    behind, done, refused = StepBehind(round_step_id=round_step_id), [], []
    for ref in refs:
        try:
            evaluation.record([ref], behind)
            done.append(ref)
        except DondocError as error:
            refused.append((ref, error))
    return LeftOver(tuple(done), tuple(refused))


def led_by_nobody(session: Session, context: RoundContext) -> tuple[str, ...]:
    """What awaits a decision in the round's period, and is led by nobody whom it evaluates.

    Nothing of a year: its work is evaluated with its periods, once.
    """
    if context.is_year:
        return ()
    programme, day = context.programme, context.today
    session.flush()
    question = open_question(session, programme, whole_year(programme.year), day, None)
    if not question.frame.rules.by_decision:
        return ()
    waiting = [
        each.row.ref
        for each in see(question, rows_as_they_stood(session, question))
        if each.row.due_on in context.period and awaits_decision(question, each)
    ]
    if not waiting:
        return ()
    reading = read_officials(session, programme, day)
    query = select(col(EvaluationDossier.person_id))
    theirs = query.where(col(EvaluationDossier.round_id) == context.row.key, in_round())
    people = session.scalars(theirs)
    led = {work.ref for key in people for work in reading.due_in(key, context.period)}
    return tuple(sorted(ref for ref in waiting if ref not in led))
