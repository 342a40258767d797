"""Events become calls, and a call belongs to one sender until its lease runs out.

An event's number says nothing about when it was committed: on PostgreSQL a smaller one may
appear after a greater one. So events are handed on only at a moment at which nobody is appending
(services.history.nobody_appends); until then they wait for the next time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert, or_, select, text, update
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.accounts.find_account import is_locked_out
from dondoc.services.history.events import nobody_appends
from dondoc.services.organisation.mandates import mandates_of
from models.assignment import Assignment, Checkpoint
from models.event import Event, EventKind
from models.joins import ASSIGNMENT_OF_EVENT, CHECKPOINT_OF_EVENT, PROGRAMME_OF_ASSIGNMENT
from models.programme import Programme
from models.rules.roles import Mandate
from models.rules.time_limits import latest_end
from models.unit import UnitName
from models.webhook import CallState, Webhook, WebhookCall

EVENT_KINDS = (
    EventKind.ASSIGNED, EventKind.MOVED, EventKind.RECORDED, EventKind.CORRECTED,
    EventKind.DUE_CHANGED, EventKind.CHANGED, EventKind.EXTENSION_ASKED,
    EventKind.EXTENSION_REFUSED, EventKind.WITHDRAWN, EventKind.HANDED_OVER,
)  # fmt: skip
"""What happens to items; what was sent to whom, or set by whom, is nobody else's business."""

BATCH = 2000
GIVE_UP_AFTER = 8
LONG_FAILURE = 3
"""Calls in a row that were given up: then the address is stopped."""

_QUEUED = text("webhook_call.state = 'queued'")


class Call(NamedTuple):
    """A call to make. `attempts`: those before this one."""

    call_id: int
    webhook_id: int
    attempts: int
    event: dict[str, Any]


@dataclass(frozen=True)
class CallOutcome:
    """How an attempt ended. `gone`: the receiver says that it wants no more."""

    taken: bool
    words: str
    gone: bool = False


def any_active(session: Session) -> bool:
    """Whether there is an address that is not stopped."""
    query = select(col(Webhook.id)).where(col(Webhook.disabled_at).is_(None)).limit(1)
    return session.scalar(query) is not None


def active(session: Session, day: date, wall: datetime) -> list[Webhook]:
    """The addresses that are not stopped; one whose maker lost the right is stopped now."""
    query = select(Webhook).where(col(Webhook.disabled_at).is_(None)).order_by(col(Webhook.id))
    webhooks = []
    for webhook in session.scalars(query):
        if _may_keep(session, webhook.person_id, day):
            webhooks.append(webhook)
        else:
            disable(webhook, "webhooks.reason.maker", wall)
    return webhooks


def _may_keep(session: Session, person_id: int, day: date) -> bool:
    if is_locked_out(session, person_id):
        return False
    try:
        held = mandates_of(session, person_id, day)
    except BadInput:
        return False
    return bool(held & {Mandate.SECRETARIAT, Mandate.ADMINISTRATOR})


def disable(webhook: Webhook, reason: str, wall: datetime) -> None:
    """Stops an address; `reason`: a key."""
    webhook.disabled_at, webhook.disabled_reason = wall, reason


def queue(session: Session, webhooks: Sequence[Webhook]) -> int | None:
    """Makes calls of the events since the last time; how many events were looked at.

    None while somebody is appending events: they come the next time.
    """
    if not webhooks:
        return 0
    if not nobody_appends(session):
        return None
    since = min(webhook.after_event_id for webhook in webhooks)
    query = select(col(Event.id), col(Event.kind)).where(col(Event.id) > since)
    rows = session.connection().execute(query.order_by(col(Event.id)).limit(BATCH)).all()
    if not rows:
        return 0
    calls = [
        {
            "webhook_id": webhook.key, "event_id": key,
            "state": CallState.QUEUED, "attempts": 0, "answer": "",
        }
        for key, kind in rows
        if kind in EVENT_KINDS
        for webhook in webhooks
        if key > webhook.after_event_id
    ]  # fmt: skip
    if calls:
        session.execute(insert(WebhookCall), calls)
    last = rows[-1][0] or 0
    for each_webhook in webhooks:
        each_webhook.after_event_id = max(each_webhook.after_event_id, last)
    return len(rows)


def claim(
    session: Session, wall: datetime, lease: timedelta, size: int, passed_over: Iterable[int]
) -> list[Call]:
    """Takes calls that are due and nobody is at work on, the oldest first."""
    query = (
        select(col(WebhookCall.id))
        .join(Webhook, col(Webhook.id) == col(WebhookCall.webhook_id))
        .where(
            _QUEUED,
            col(Webhook.disabled_at).is_(None),
            col(Webhook.id).not_in(list(passed_over)),
            or_(
                col(WebhookCall.retry_after).is_(None),
                col(WebhookCall.retry_after) <= wall,
                col(WebhookCall.retry_after) > latest_end(wall, pause(GIVE_UP_AFTER)),
            ),
            or_(
                col(WebhookCall.claimed_until).is_(None),
                col(WebhookCall.claimed_until) < wall,
                col(WebhookCall.claimed_until) > latest_end(wall, lease),
            ),
        )
        .order_by(col(WebhookCall.id))
        .limit(size)
        .with_for_update(skip_locked=True, of=WebhookCall)
    )
    ids = [key or 0 for key in session.scalars(query)]
    mine = col(WebhookCall.id).in_(ids)
    session.execute(update(WebhookCall).where(mine).values(claimed_until=wall + lease))
    return _calls(session, ids)


def release(session: Session, ids: Iterable[int]) -> None:
    """Gives back calls that were claimed and not tried."""
    mine = col(WebhookCall.id).in_(list(ids))
    session.execute(update(WebhookCall).where(mine).values(claimed_until=None))


def _calls(session: Session, ids: Sequence[int]) -> list[Call]:
    code = (
        select(col(UnitName.code))
        .where(
            col(UnitName.unit_id) == col(Assignment.unit_id),
            col(UnitName.valid_from) <= col(Event.day),
        )
        .order_by(col(UnitName.valid_from).desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(WebhookCall, Event, col(Programme.year), col(Assignment.ref),
               col(Checkpoint.label), code)
        .join(Event, col(Event.id) == col(WebhookCall.event_id))
        .outerjoin(*ASSIGNMENT_OF_EVENT)
        .outerjoin(*CHECKPOINT_OF_EVENT)
        .outerjoin(*PROGRAMME_OF_ASSIGNMENT)
        .where(col(WebhookCall.id).in_(ids))
        .order_by(col(WebhookCall.id))
    )  # fmt: skip
    return [
        Call(call.key, call.webhook_id, call.attempts, _plain(event, year, ref, label, unit))
        for call, event, year, ref, label, unit in session.execute(query)
    ]


def _plain(
    event: Event, year: int | None, ref: str | None, label: str | None, unit: str | None
) -> dict[str, Any]:
    """No names and no reasons: whoever needs more asks the API, with a right of their own."""
    return {
        "event": event.key,
        "kind": event.kind.value,
        "at": event.at.isoformat(),
        "year": year,
        "ref": f"{ref}/{label}" if label else ref,
        "unit": unit,
        "from_stage": event.from_stage.value if event.from_stage else None,
        "to_stage": event.to_stage.value if event.to_stage else None,
    }


def settle(session: Session, call: Call, answer: CallOutcome, wall: datetime) -> None:
    """Writes down how an attempt ended, and when the next one is due, if any."""
    row = session.get_one(WebhookCall, call.call_id)
    webhook = session.get_one(Webhook, call.webhook_id)
    row.attempts, row.answer, row.claimed_until = call.attempts + 1, answer.words, None
    if answer.taken:
        row.state, row.ended_at, row.retry_after = CallState.SENT, wall, None
    elif answer.gone or row.attempts >= GIVE_UP_AFTER:
        row.state, row.ended_at, row.retry_after = CallState.FAILED, wall, None
        session.flush()
        if answer.gone:
            disable(webhook, "webhooks.reason.gone", wall)
        elif _failing_long(session, webhook.key):
            disable(webhook, "webhooks.reason.failing", wall)
    else:
        row.retry_after = wall + pause(row.attempts)


def pause(attempts: int) -> timedelta:
    """1, 2, 4 ... minutes after the first, second, third ... failure: two hours in all."""
    return timedelta(minutes=2 ** (attempts - 1))


def _failing_long(session: Session, webhook_id: int) -> bool:
    query = (
        select(col(WebhookCall.state))
        .where(col(WebhookCall.webhook_id) == webhook_id, col(WebhookCall.ended_at).is_not(None))
        .order_by(col(WebhookCall.ended_at).desc(), col(WebhookCall.id).desc())
        .limit(LONG_FAILURE)
    )
    last = list(session.scalars(query))
    return len(last) == LONG_FAILURE and all(state is CallState.FAILED for state in last)
