"""The acts behind nudges: who asked for what, why, and which date became which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.bulk import among
from dondoc.services.remind.reasons import Reason
from models.event import Event
from models.nudge import NudgeKind
from models.person import Person
from models.rules.checkpoints import Act
from models.submission import Submission

_WITH_DATES = frozenset(
    {NudgeKind.DUE_CHANGED, NudgeKind.EXTENSION_ASKED, NudgeKind.EXTENSION_DECIDED}
)


@dataclass(frozen=True)
class Cause:
    """The act that caused a nudge. `refusal`: why it could not be applied, if it could not.

    `old_due_on`: the due date that it found; `new_due_on`: the one that it asks for, sets or
    turns down.
    """

    act: Act
    actor: str
    reason: str
    refusal: dict[str, Any] | None
    old_due_on: date | None = None
    new_due_on: date | None = None


def submission_of(reason: Reason) -> int | None:
    """The submission that caused a nudge, if one did."""
    kind, _, number = reason.cause.partition(":")
    return int(number) if kind == "submission" else None


def causes(session: Session, reasons: Iterable[Reason]) -> dict[int, Cause]:
    """The acts behind these reasons, by submission."""
    kinds = {number: one.kind for one in reasons if (number := submission_of(one)) is not None}
    if not kinds:
        return {}
    dates = _dates(session, [number for number, kind in kinds.items() if kind in _WITH_DATES])
    query = (
        select(
            col(Submission.id), col(Submission.act), col(Person.full_name),
            col(Submission.reason), col(Submission.refusal), col(Submission.new_due_on),
        )
        .outerjoin(Person, col(Person.id) == col(Submission.actor_id))
        .where(among(session, col(Submission.id), kinds))
    )  # fmt: skip
    found = {}
    for number, act, actor, reason, refusal, new in session.execute(query):
        old, said = dates.get(number, (None, None))
        found[number] = Cause(act, actor or "", reason, refusal, old, new or said)
    return found


def _dates(session: Session, ids: Iterable[int]) -> dict[int, tuple[date | None, date | None]]:
    """The old and the new due date, as history holds them."""
    wanted = list(ids)
    if not wanted:
        return {}
    query = select(col(Event.submission_id), col(Event.data))
    query = query.where(among(session, col(Event.submission_id), wanted))
    return {
        number: (_day(data.get("old_due_on")), _day(data.get("new_due_on")))
        for number, data in session.execute(query.order_by(col(Event.id)))
        if data.get("new_due_on")
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
