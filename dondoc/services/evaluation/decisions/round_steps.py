"""Publishing the grades of a round inside the office, locking it, and reopening it for a reason."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.rendering import formats
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import (
    dossiers_of,
    requests_until,
    state_of_dossier,
)
from dondoc.services.evaluation.course.score import changed_bases
from dondoc.services.evaluation.course.step_input import MAX_WORDS
from dondoc.services.evaluation.course.whom import count_missing
from dondoc.services.evaluation.decisions.decide import work_evaluation
from dondoc.services.evaluation.decisions.round_letters import LettersQueued, queue_letters
from dondoc.services.evaluation.decisions.sessions import round_of, sessions_of
from dondoc.services.evaluation.decisions.work_evaluated import (
    LeftOver,
    WaitingWork,
    evaluate_waiting,
    waiting_work,
)
from dondoc.services.grounds.office import hold_office
from dondoc.services.history.events import append
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import names_of_people
from models.evaluation_round import EvaluationRoundStep
from models.event import EventKind
from models.rules.evaluation_course.dossiers import DossierState, is_decided
from models.rules.evaluation_course.rounds import (
    RoundAct,
    RoundFacts,
    RoundStepKind,
    round_state,
    why_not_round,
)
from models.rules.grounds import Grounds
from models.rules.roles import Mandate
from models.rules.texts import bare

STEP_OF = {
    RoundAct.PUBLISH: RoundStepKind.PUBLISHED,
    RoundAct.LOCK: RoundStepKind.LOCKED,
    RoundAct.REOPEN: RoundStepKind.REOPENED,
}
_WHAT = {
    RoundStepKind.PUBLISHED: "evaluation_round_published",
    RoundStepKind.LOCKED: "evaluation_round_locked",
    RoundStepKind.REOPENED: "evaluation_round_reopened",
}
ROUND = ("round_state", "round_undecided", "round_outdated", "round_asked")
"""What whoever takes a step of a round was shown of it."""


@dataclass(frozen=True)
class RoundStepTaken:
    """A step of a round. `left_over`: what it evaluated without a person; `letters`: queued."""

    kind: RoundStepKind
    left_over: LeftOver = field(default_factory=LeftOver)
    letters: LettersQueued = field(default_factory=LettersQueued)


def facts_of_round(session: Session, context: RoundContext) -> RoundFacts:
    """How many evaluations of a round wait for what; one reading of all of them."""
    dossiers = dossiers_of(session, context)
    changed = changed_bases(session, context, dossiers)
    states = [state_of_dossier(context, each, each.row.key in changed) for each in dossiers]
    until = (requests_until(context, each) for each in dossiers)
    return RoundFacts(
        steps=context.steps,
        dossiers=len(dossiers),
        undecided=sum(not is_decided(each.kinds) for each in dossiers),
        outdated=len(changed),
        asked_again=sum(state is DossierState.REQUESTED for state in states),
        requests_until=max(filter(None, until), default=context.requests_until),
        today=context.today,
    )


def round_grounds(session: Session, context: RoundContext) -> Grounds:
    """Where a round stands, and how many of its evaluations wait for what."""
    return grounds_of_facts(facts_of_round(session, context))


def grounds_of_facts(facts: RoundFacts) -> Grounds:
    """The same of facts that were read."""
    return {
        "round_state": round_state(facts.steps).value,
        "round_undecided": str(facts.undecided),
        "round_outdated": str(facts.outdated),
        "round_asked": str(facts.asked_again),
    }


@dataclass(frozen=True)
class RoundStepShown:
    """A step of a round, with the name of whoever took it."""

    kind: RoundStepKind
    by: str
    at: datetime
    reason: str


def steps_shown(session: Session, round_id: int) -> tuple[RoundStepShown, ...]:
    """What was done with a round, in order."""
    query = select(EvaluationRoundStep).where(col(EvaluationRoundStep.round_id) == round_id)
    steps = session.scalars(query.order_by(col(EvaluationRoundStep.id))).all()
    names = names_of_people(session, {step.person_id for step in steps})
    return tuple(
        RoundStepShown(step.kind, names[step.person_id], step.at, step.reason) for step in steps
    )


def take_round_step(
    change: SettingsChange, evidence: Path, round_id: int, act: RoundAct, reason: str = ""
) -> RoundStepTaken:
    """The secretariat publishes a round, locks it, or reopens it and says why.

    Raises Refused without the right and where it cannot be done, BadInput without a reason.
    """
    session = change.session
    hold_office(session)
    held = round_of(session, round_id)
    change.mandated_in(held.programme_id, Mandate.SECRETARIAT)
    context = round_context(session, held, change.today)
    evaluation, waiting = work_evaluation(change, evidence, held), WaitingWork()
    if act is not RoundAct.REOPEN:
        waiting = waiting_work(session, context)
        evaluation.hold_each(
            context.programme, waiting.refs
        )  # so that what is checked is what is evaluated
    _check(session, context, act)
    _check_reason(act, reason)
    step = EvaluationRoundStep(
        round_id=held.key, kind=STEP_OF[act], person_id=change.actor.key, at=change.now,
        reason=bare(reason),
    )  # fmt: skip
    session.add(step)
    session.flush()
    left_over = evaluate_waiting(evaluation, context.programme, waiting, step.key)
    letters = LettersQueued()
    if act is RoundAct.PUBLISH:
        letters = queue_letters(session, held, step.key, change.now)
    _note(change, context, step, left_over, letters)
    return RoundStepTaken(step.kind, left_over, letters)


def _check_reason(act: RoundAct, reason: str) -> None:
    if act is RoundAct.REOPEN and not bare(reason):
        raise BadInput("evaluation.round.error.reason")
    if len(reason) > MAX_WORDS:
        raise BadInput("evaluation.course.error.too_long", most=MAX_WORDS)


def _check(session: Session, context: RoundContext, act: RoundAct) -> None:
    facts = facts_of_round(session, context)
    if why := why_not_round(act, facts):
        counts = {"undecided": facts.undecided, "outdated": facts.outdated}
        number = counts.get(why, facts.asked_again)
        day = formats.day(facts.requests_until) if facts.requests_until else ""
        raise Refused(
            f"evaluation.round.error.{why}", n=number, day=day, period=str(context.period)
        )
    if act is RoundAct.PUBLISH and (missing := count_missing(session, context)):
        raise Refused("evaluation.round.error.missing", n=missing)
    if act is not RoundAct.REOPEN:
        for meant in sessions_of(session, context.row.key):
            if meant.closed_at is None:
                raise Refused("evaluation.round.error.session_open", body=meant.body)


def _note(
    change: SettingsChange,
    context: RoundContext,
    step: EvaluationRoundStep,
    left_over: LeftOver,
    letters: LettersQueued,
) -> None:
    row = {
        "kind": EventKind.SETTINGS_CHANGED,
        "programme_id": context.row.programme_id,
        "actor_id": change.actor.key,
        "reason": step.reason,
        "data": {
            "what": _WHAT[step.kind],
            "round": context.row.key,
            "period": context.row.period,
            "without_person": list(left_over.done),
            "letters": letters.queued,
        },
    }
    append(change.session, change.now, [row])
