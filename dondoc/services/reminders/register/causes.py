"""What is behind nudges: who asked for what, why, and which date became which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.history.events import day_of
from dondoc.services.reminders.nudges.reasons import Reason
from dondoc.services.reminders.register.plan_changes import PlanChanges, plan_changes
from dondoc.store.bulk import among
from models.event import Event, EventKind
from models.nudge import NudgeKind
from models.objective_cause import CauseStatement
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import Act, local_date
from models.submission import Submission

_WITH_DATES = frozenset({
    NudgeKind.DUE_CHANGED,
    NudgeKind.EXTENSION_ASKED,
    NudgeKind.EXTENSION_DECIDED,
    NudgeKind.RETURNED,
})  # fmt: skip
_OF_CAUSES = frozenset({NudgeKind.CAUSE_ASKED, NudgeKind.CAUSE_DECIDED})
_DATES = ("old_due_on", "new_due_on", "report_until")
_BY_PLAN = (EventKind.DUE_CHANGED, EventKind.WITHDRAWN)

CauseKey = tuple[int, str]
"""A checkpoint, and the cause of a nudge about it."""


@dataclass(frozen=True)
class Cause:
    """The act that caused a nudge, or the plan that was loaded anew.

    `act`: None for a plan. `refusal`: why an act could not be applied, if it could not.
    `old_due_on`: the due date that it found; `new_due_on`: the one that it asks for, sets or
    turns down. `report_until`: of a refusal that leaves time to report. `planned_on`, `paper`: of
    a plan, when it was loaded and by what it was decided; `changes`: what it changed of the work
    besides a date. `deduction`: what an objective cause is about, such as `review:1`.
    """

    act: Act | None
    actor: str
    reason: str = ""
    refusal: dict[str, Any] | None = None
    old_due_on: date | None = None
    new_due_on: date | None = None
    planned_on: date | None = None
    paper: str = ""
    changes: PlanChanges | None = None
    report_until: date | None = None
    deduction: str = ""


def cause_key(reason: Reason) -> CauseKey:
    """By which the cause of a nudge is found among all of them."""
    return reason.checkpoint_id, reason.cause


def causes(session: Session, reasons: Iterable[Reason]) -> dict[CauseKey, Cause]:
    """What is behind these reasons, where there is more to say of it than their kind."""
    by_act: dict[int, Reason] = {}
    by_plan: set[int] = set()
    for reason in reasons:
        source, _, number = reason.cause.partition(":")
        if source == "submission":
            by_act[int(number)] = reason
        elif source == "plan":
            by_plan.add(reason.checkpoint_id)
    causes = _acts(session, by_act) if by_act else {}
    return causes | _plans(session, by_plan) | _changes(session, by_plan) if by_plan else causes


def _acts(session: Session, by_act: dict[int, Reason]) -> dict[CauseKey, Cause]:
    dates = _dates(
        session, [key for key, each_reason in by_act.items() if each_reason.kind in _WITH_DATES]
    )
    about = _deductions(
        session, [key for key, each_reason in by_act.items() if each_reason.kind in _OF_CAUSES]
    )
    query = (
        select(
            col(Submission.id), col(Submission.act), col(Person.full_name),
            col(Submission.reason), col(Submission.refusal), col(Submission.new_due_on),
        )
        .outerjoin(Person, col(Person.id) == col(Submission.actor_id))
        .where(among(session, col(Submission.id), by_act))
    )  # fmt: skip
    acts = {}
    for number, act, actor, reason, refusal, new in session.execute(query):
        old, day, until = dates.get(number, (None, None, None))
        acts[cause_key(by_act[number])] = Cause(
            act,
            actor or "",
            reason,
            refusal,
            old,
            new or day,
            report_until=until,
            deduction=about.get(number, ""),
        )
    return acts


def _deductions(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """By submission, the failed review or the lateness that an objective cause is about."""
    if not (wanted_ids := list(ids)):
        return {}
    query = select(CauseStatement).where(
        among(session, col(CauseStatement.submission_id), wanted_ids)
    )
    return {row.submission_id: row.deduction.code for row in session.scalars(query)}


def _dates(session: Session, ids: Iterable[int]) -> dict[int, tuple[date | None, ...]]:
    """The old and the new due date, and until when one can report, as history holds them."""
    wanted_ids = list(ids)
    if not wanted_ids:
        return {}
    query = select(col(Event.submission_id), col(Event.data))
    query = query.where(among(session, col(Event.submission_id), wanted_ids))
    return {
        number: tuple(day_of(data.get(name)) for name in _DATES)
        for number, data in session.execute(query.order_by(col(Event.id)))
        if data.get("new_due_on")
    }


def _plans(session: Session, checkpoints: Iterable[int]) -> dict[CauseKey, Cause]:
    """What plans did to these checkpoints, as history holds it."""
    query = (
        select(
            col(Event.checkpoint_id), col(Event.kind), col(Event.at), col(Event.data),
            col(Person.full_name), col(Programme.deciding_paper),
        )
        .join(Programme, col(Programme.id) == col(Event.programme_id))
        .outerjoin(Person, col(Person.id) == col(Event.actor_id))
        .where(
            among(session, col(Event.checkpoint_id), checkpoints),
            col(Event.kind).in_(_BY_PLAN),
            col(Event.submission_id).is_(None),
        )
        .order_by(col(Event.id))
    )  # fmt: skip
    plans = {}
    for checkpoint_id, kind, at, data, actor, paper in session.execute(query):
        day = local_date(at)
        moved = kind is EventKind.DUE_CHANGED
        cause = f"plan:{data.get('revision')}" if moved else f"plan:{day.isoformat()}"
        plans[checkpoint_id, cause] = Cause(
            None, actor or "", planned_on=day, paper=paper,
            old_due_on=day_of(data.get("from")), new_due_on=day_of(data.get("to")),
        )  # fmt: skip
    return plans


def _changes(session: Session, checkpoints: Iterable[int]) -> dict[CauseKey, Cause]:
    """What plans that were loaded anew made of these checkpoints and their assignments."""
    return {
        key: Cause(
            None, changes.actor, planned_on=changes.planned_on, paper=changes.paper,
            changes=changes,
        )
        for key, changes in plan_changes(session, checkpoints).items()
    }  # fmt: skip
