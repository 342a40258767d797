"""The evaluations of a round: who, in which unit, which steps were taken, which scores stand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.entered_parts import points_of
from dondoc.services.evaluation.people import places
from dondoc.services.evaluation.people.entered import NOTHING_ENTERED, EnteredPoints
from dondoc.services.organisation.directory import names_of_people
from dondoc.services.organisation.units import names_on
from dondoc.store.bulk import among
from models.evaluation_round import EvaluationDossier, EvaluationDossierStep
from models.person import Person
from models.rules.checkpoints import local_date
from models.rules.evaluation_course.dossiers import (
    DossierAct,
    DossierFacts,
    DossierState,
    DossierStepKind,
    dossier_state,
    is_taken_out,
)
from models.rules.evaluation_course.own_days import own_last_day
from models.rules.vietnamese_order import by_given_name

DossierSteps = tuple[EvaluationDossierStep, ...]

DECISIONS = frozenset({DossierStepKind.DECIDED, DossierStepKind.ANSWERED})
_REQUESTS = frozenset({DossierStepKind.REQUESTED, DossierStepKind.REQUEST_WITHDRAWN})


@dataclass(frozen=True)
class DossierRead:
    """One person's evaluation with its steps in order. `names`: of whoever took them.

    `withheld`: without its decisions, which are the body's alone until they are published.
    `others`: positions by which they head other units, or are a deputy head there.
    """

    row: EvaluationDossier
    code: str
    name: str
    unit: str
    steps: DossierSteps = ()
    names: Mapping[int, str] = field(default_factory=dict)
    withheld: bool = False
    others: tuple[places.LeadingPost, ...] = ()

    @property
    def position(self) -> str:
        """Their positions: first that in which they are evaluated."""
        return places.with_others(self.row.position, self.others)

    @property
    def place(self) -> str:
        """The same with the unit in which they are evaluated."""
        return places.with_others(f"{self.row.position}, {self.unit}", self.others)

    @property
    def units(self) -> Mapping[int, str]:
        """The unit in which they are evaluated, and those that they lead beside it, by key."""
        return {self.row.unit_id: self.unit, **{each.unit_id: each.unit for each in self.others}}

    def latest(self, *kinds: DossierStepKind) -> EvaluationDossierStep | None:
        """The last step of these kinds."""
        return next((step for step in reversed(self.steps) if step.kind in kinds), None)

    @property
    def self_assessment(self) -> EvaluationDossierStep | None:
        """The score that they gave themselves."""
        return self.latest(DossierStepKind.SELF_ASSESSED)

    @property
    def comment(self) -> EvaluationDossierStep | None:
        """The score of the level above."""
        return self.latest(DossierStepKind.COMMENTED)

    @property
    def proposal(self) -> EvaluationDossierStep | None:
        """What the unit proposes."""
        return self.latest(DossierStepKind.PROPOSED)

    @property
    def decision(self) -> EvaluationDossierStep | None:
        """The decision in force: the first one, or what a re-assessment led to."""
        return self.latest(*DECISIONS)

    @property
    def scored_last(self) -> EvaluationDossierStep | None:
        """The score that counts now: decided, of the level above, or their own.

        What was said anew since a decision counts: it is to be taken again then.
        """
        decision = self.decision
        if decision is None or self.is_said_anew(decision):
            return self.said_last
        return decision

    @property
    def said_last(self) -> EvaluationDossierStep | None:
        """What a decision rests on: the score of the level above, or their own without one."""
        return self.comment or self.self_assessment

    def before(self, step: EvaluationDossierStep) -> "DossierRead":
        """The same as it stood when a step was taken."""
        return replace(self, steps=tuple(each for each in self.steps if each.key < step.key))

    def is_said_anew(self, step: EvaluationDossierStep) -> bool:
        """Whether the level above, or the person without it, says since a decision what it did not
        rest on. Another commenting counts, too: it may be one who then could not decide alone.
        """
        return _assessment_in(self) != _assessment_in(self.before(step))

    @property
    def is_taken_out(self) -> bool:
        """Whether the round does not judge them any more."""
        return is_taken_out(self.kinds)

    @property
    def kinds(self) -> tuple[DossierStepKind, ...]:
        """What was done, in order; of a re-assessment nothing where its answer is withheld."""
        unknown = _REQUESTS if self.withheld else frozenset()
        return tuple(step.kind for step in self.steps if step.kind not in unknown)


def _assessment_in(dossier: DossierRead) -> tuple[Any, ...]:
    said = dossier.said_last
    if said is None:
        return ()
    return said.kind, said.person_id, said.grade, said.general, said.leader_parts


def dossiers_of(
    session: Session, context: RoundContext, ids: Iterable[int] | None = None
) -> list[DossierRead]:
    """The evaluations of a round, or these of it, by unit and name; in five queries.

    Whoever was taken out is none of the round, and is read only where they are meant by `ids`.
    """
    found = every_dossier_of(session, context, ids)
    return [each for each in found if ids is not None or not each.is_taken_out]


def every_dossier_of(
    session: Session, context: RoundContext, ids: Iterable[int] | None = None
) -> list[DossierRead]:
    """The same with those who were taken out."""
    query = (
        select(EvaluationDossier, col(Person.code), col(Person.full_name))
        .join(Person, col(Person.id) == col(EvaluationDossier.person_id))
        .where(col(EvaluationDossier.round_id) == context.row.key)
    )
    if ids is not None:
        query = query.where(among(session, col(EvaluationDossier.id), set(ids)))
    rows = session.execute(query.order_by(col(Person.id))).tuples().all()
    steps = _steps(session, [row.key for row, _, _ in rows])
    taken = [step for of in steps.values() for step in of]
    named = {step.person_id for step in taken} | {step.in_place_of_id or 0 for step in taken}
    names = names_of_people(session, named)
    units = names_on(session, context.period.end)
    whom = {row.person_id for row, _, _ in rows}
    led = places.leading_posts(session, context.period.end, whom, units)
    return [
        DossierRead(
            row, code, name, units[row.unit_id].name, tuple(steps[row.key]), names,
            others=places.others_of(led.get(row.person_id, ()), row.unit_id),
        )
        for row, code, name in sorted(rows, key=lambda row: by_given_name(row[2]))
    ]  # fmt: skip


def dossier_of(session: Session, context: RoundContext, person_id: int) -> DossierRead | None:
    """One person's evaluation in a round; None where they have none."""
    query = select(col(EvaluationDossier.id)).where(
        col(EvaluationDossier.round_id) == context.row.key,
        col(EvaluationDossier.person_id) == person_id,
    )
    key = session.scalar(query)
    found = dossiers_of(session, context, [] if key is None else [key])
    return found[0] if found else None


def _steps(session: Session, ids: Sequence[int]) -> Mapping[int, list[EvaluationDossierStep]]:
    found: dict[int, list[EvaluationDossierStep]] = defaultdict(list)
    query = select(EvaluationDossierStep)
    query = query.where(among(session, col(EvaluationDossierStep.dossier_id), set(ids)))
    for step in session.scalars(query.order_by(col(EvaluationDossierStep.id))):
        found[step.dossier_id].append(step)
    return found


def facts_of(context: RoundContext, dossier: DossierRead, basis_changed: bool) -> DossierFacts:
    """What the rules of the course ask about an evaluation."""
    return DossierFacts(
        steps=dossier.kinds,
        round_state=context.state,
        basis_changed=basis_changed,
        self_until=last_day_of(context, dossier, DossierAct.ASSESS_SELF),
        comment_until=last_day_of(context, dossier, DossierAct.COMMENT),
        requests_until=requests_until(context, dossier),
        today=context.today,
    )


def last_day_of(context: RoundContext, dossier: DossierRead, act: DossierAct) -> date:
    """The last day on which a step is expected of one evaluation: of whoever came late, their own.

    Whoever is put back was not asked while they were out.
    """
    row = context.row
    days = {
        DossierAct.ASSESS_SELF: row.self_due_on,
        DossierAct.COMMENT: row.comment_due_on,
        DossierAct.PROPOSE: row.proposal_due_on,
    }
    came = dossier.latest(DossierStepKind.BROUGHT_IN, DossierStepKind.PUT_BACK)
    came_on = None if came is None else local_date(came.at)
    of_round = days.get(act, row.decision_due_on)
    return own_last_day(of_round, context.opened_on, came_on, context.calendar)


def requests_until(context: RoundContext, dossier: DossierRead) -> date | None:
    """The last day of asking for a re-assessment of the decision in force; None before it is out.

    An answer is not contested again: it moves no day.
    """
    decided = dossier.latest(DossierStepKind.DECIDED)
    return context.requests_until_of(None if decided is None else local_date(decided.at))


def state_of_dossier(
    context: RoundContext, dossier: DossierRead, basis_changed: bool
) -> DossierState:
    """Where somebody's evaluation stands."""
    return dossier_state(facts_of(context, dossier, basis_changed))


def entered_of(step: EvaluationDossierStep | None) -> EnteredPoints:
    """What was entered with a step."""
    return NOTHING_ENTERED if step is None else points_of(step.general, step.leader_parts)
