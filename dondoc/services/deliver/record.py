"""What became of one attempt: the attempt itself, the message's state, history."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from dondoc.channels.outcome import Outcome
from dondoc.services.deliver.claim import Claim, change_mine
from dondoc.services.deliver.load import Loaded
from dondoc.services.deliver.policy import Policy
from dondoc.services.history import append
from dondoc.services.remind import nudging
from dondoc.services.remind.states import frame_of, load_states
from models.event import EventKind
from models.message import Attempt, AttemptStatus, Message, MessageState
from models.programme import Programme
from models.rules.checkpoints import local_date

GAVE_UP = "deliver.gave_up"
REFUSED = "deliver.refused"


def record(
    session: Session,
    mine: Claim,
    loaded: Loaded,
    outcome: Outcome,
    now: datetime,
    policy: Policy,
) -> MessageState | None:
    """Writes down one attempt and returns the message's state.

    None: the lease was lost and another deliverer answers for the message.
    """
    message = loaded.message
    values = _after(message, outcome, now, policy)
    if not change_mine(session, mine, message.key, **values):
        return None
    session.add(
        Attempt(
            message_id=message.key,
            number=message.attempts + 1,
            at=now,
            channel=message.channel,
            status=AttemptStatus(outcome.status),
            answer=outcome.answer,
        )
    )
    state = MessageState(values["state"])
    if state is not MessageState.QUEUED:
        append(session, now, [_event(loaded, state, outcome, str(values["end_reason"]))])
    if state is MessageState.FAILED:
        tell_unreachable(session, loaded, now, nudging.REFUSED)
    return state


def _after(message: Message, outcome: Outcome, now: datetime, policy: Policy) -> dict[str, Any]:
    attempts = message.attempts + 1
    values: dict[str, Any] = {
        "attempts": attempts,
        "claimed_by": None,
        "claimed_until": None,
        "end_reason": "",
    }
    if outcome.status == "delivered":
        return values | {"state": MessageState.SENT, "ended_at": now, "retry_after": None}
    given_up = attempts >= policy.most_attempts
    if outcome.status == "permanent" or given_up:
        why = outcome.reason or REFUSED if outcome.status == "permanent" else GAVE_UP
        return values | {"state": MessageState.FAILED, "ended_at": now, "end_reason": why}
    pause = policy.pause(attempts, outcome.retry_after)
    return values | {"state": MessageState.QUEUED, "retry_after": policy.wall() + pause}


def record_no_address(session: Session, loaded: Loaded, now: datetime, why: str) -> None:
    """A message that has no address left to go to: history, and a word to the secretariat."""
    outcome = Outcome("permanent", "", None, why)
    append(session, now, [_event(loaded, MessageState.FAILED, outcome, why)])
    tell_unreachable(session, loaded, now, nudging.NO_ADDRESS)


def _event(loaded: Loaded, state: MessageState, outcome: Outcome, why: str) -> dict[str, Any]:
    message, sent = loaded.message, state is MessageState.SENT
    checkpoints = sorted({one.checkpoint_id for one in loaded.lines})
    return {
        "kind": EventKind.DELIVERED if sent else EventKind.UNDELIVERED,
        "programme_id": loaded.programme_id,
        "checkpoint_id": checkpoints[0] if len(checkpoints) == 1 else None,
        "reason": why,
        "data": {
            "message": message.key,
            "person": message.person_id,
            "channel": message.channel,
            "message_ref": message.message_ref,
            "attempts": message.attempts + 1,
            "answer": outcome.answer,
            "checkpoints": checkpoints,
        },
    }


def tell_unreachable(session: Session, loaded: Loaded, now: datetime, why: str) -> None:
    """Lets the secretariat know whom letters do not reach, once a month."""
    if loaded.programme_id is None or not loaded.lines:
        return
    person_id = loaded.message.person_id
    told = nudging.told_unreachable(session, local_date(now))
    if nudging.unreachable_cause(person_id, why) in told:
        return
    programme = session.get_one(Programme, loaded.programme_id)
    checkpoint_id = min(one.checkpoint_id for one in loaded.lines)
    states = load_states(session, frame_of(session, programme), [checkpoint_id])
    row = nudging.unreachable_row(person_id, checkpoint_id, now, why)
    nudging.insert_nudges(session, nudging.owners_of(programme, states), [row], now)
