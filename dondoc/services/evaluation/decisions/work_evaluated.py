"""A decision about somebody evaluates the checkpoints that they lead: acts that the flow applies.

The lead is the one whose points they count for: who held the position on the day that counts. Until
grades are published nobody is told that somebody was decided on, so no checkpoint moves before: the
publication evaluates all of them, and what nobody with an evaluation of their own leads.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from dondoc.errors import DondocError
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.evaluate_together import evaluate_each, ids_of
from dondoc.services.acts.record import Recorder
from dondoc.services.acts.record_many import hold_checkpoints, hold_ids
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import dossiers_of
from dondoc.services.evaluation.course.score import works_in
from dondoc.services.evaluation.people.people_work import PeopleWork
from dondoc.services.evaluation.people.read import awaits_decision, read_officials
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.figures.as_they_stood import rows_as_they_stood
from dondoc.services.figures.judgements import see
from dondoc.services.figures.periods import whole_year
from dondoc.services.figures.question import open_question
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.evaluated_by import StepBehind


def awaiting(works: Iterable[OfficialWork]) -> tuple[str, ...]:
    """The references of what a decision about their lead evaluates."""
    return tuple(each.ref for each in works if each.verdict_waiting)


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

    def hold_each(self, programme: Programme, refs: Iterable[str]) -> None:
        """Holds all that a round evaluates, as `hold` does."""
        session = self.recorder.session
        hold_ids(session, ids_of(session, programme, list(refs)).values())

    def record_each(
        self, programme: Programme, behind: Mapping[str, StepBehind]
    ) -> tuple[tuple[str, DondocError], ...]:
        """The same of all that a round evaluates; those that are refused, with the reason."""
        return evaluate_each(self.recorder, programme, self.by, behind)

    def _act(self, ref: str, behind: StepBehind) -> ActInput:
        return ActInput(act=Act.EVALUATE, ref=ref, by=self.by, step_behind=behind)


@dataclass(frozen=True)
class LeftOver:
    """What a step of a round evaluated without a person, and what it could not, with the reason."""

    done: tuple[str, ...] = ()
    refused: tuple[tuple[str, DondocError], ...] = ()


@dataclass(frozen=True)
class WaitingWork:
    """What a publication evaluates: by the decision in force about its lead, or led by nobody."""

    by_decision: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    led_by_nobody: tuple[str, ...] = ()

    @property
    def refs(self) -> tuple[str, ...]:
        """All of it."""
        theirs = (ref for refs in self.by_decision.values() for ref in refs)
        return (*theirs, *self.led_by_nobody)


def evaluate_waiting(
    evaluation: WorkEvaluation, programme: Programme, waiting: WaitingWork, round_step_id: int
) -> LeftOver:
    """Evaluates what was verified in the period, as a step of the round that was taken.

    Of what nobody with an evaluation leads, whoever publishes judges: what they may not is left
    for the lock, taken by somebody else, or for another who publishes a round that was reopened.
    """
    theirs = {
        ref: StepBehind(dossier_step_id=step_id)
        for step_id, refs in waiting.by_decision.items()
        for ref in refs
    }
    of_nobody = dict.fromkeys(waiting.led_by_nobody, StepBehind(round_step_id=round_step_id))
    refused = evaluation.record_each(programme, theirs | of_nobody)
    left = {ref for ref, _ in refused}
    return LeftOver(tuple(ref for ref in of_nobody if ref not in left), refused)


def waiting_work(session: Session, context: RoundContext) -> WaitingWork:
    """What awaits a decision in the round's period, under the decision in force about its lead.

    Nothing of a year: its work is evaluated with its periods, once.
    """
    if context.is_year:
        return WaitingWork()
    session.flush()
    reading = read_officials(session, context.programme, context.today)
    dossiers = dossiers_of(session, context)
    works = works_in(session, context, dossiers, reading, context.today)
    theirs = {
        each.decision.key: refs
        for each in dossiers
        if each.decision and (refs := awaiting(works[each.row.key].works))
    }
    people = {each.row.person_id for each in dossiers}
    return WaitingWork(theirs, _led_by_nobody(session, context, reading, people))


def _led_by_nobody(
    session: Session, context: RoundContext, reading: PeopleWork, people: Iterable[int]
) -> tuple[str, ...]:
    programme, day = context.programme, context.today
    question = open_question(session, programme, whole_year(programme.year), day, None)
    if not question.frame.rules.by_decision:
        return ()
    led = {work.ref for key in people for work in reading.due_in(key, context.period)}
    return tuple(
        sorted(
            each.row.ref
            for each in see(question, rows_as_they_stood(session, question))
            if each.row.due_on in context.period
            and awaits_decision(question, each)
            and each.row.ref not in led
        )
    )
