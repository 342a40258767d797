"""Freezing: what is sent is written down before it is sent, so that a repeat is the same."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from dondoc.services.delivery.check_again import NO_ADDRESS, NOT_IN_ROLE, UNREADABLE, CheckedMessage
from dondoc.services.delivery.claim import PortionClaim, still_mine
from dondoc.services.delivery.frozen_letters import Sendable, frozen_from, sendable
from dondoc.services.delivery.history import MessageEnd, tell_no_address
from dondoc.services.delivery.job import Job
from dondoc.services.delivery.load import FrozenContents
from dondoc.store.bulk import set_all, update_columns
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge, NudgeState

_FREE = {"claimed_by": None, "claimed_until": None}
_SEALED = "sealed"
"""An address that comes sealed from the contact: sealing it anew would be for nothing."""
THAWED: dict[str, Any] = {
    "message_ref": None, "frozen_at": None, "subject": "", "body_text": "", "body_html": "",
    "body_short": "", "address": "", "envelope": None,
}  # fmt: skip
"""A message that is to be written anew, for another address."""


@dataclass
class FrozenPortion:
    """What became of a portion. `lost`: messages that another deliverer has taken over."""

    to_send: list[Sendable] = field(default_factory=list)
    ended: list[CheckedMessage] = field(default_factory=list)
    waiting: int = 0
    lost: int = 0


def freeze(
    session: Session, mine: PortionClaim, part: Sequence[CheckedMessage], job: Job
) -> FrozenPortion:
    """Writes what is to become of a portion."""
    own = still_mine(session, mine, [message.loaded.key for message in part])
    result = FrozenPortion(lost=len(part) - len(own))
    changes: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for checked_message in part:
        if checked_message.loaded.key not in own:
            continue
        values = _decided(checked_message, job, result)
        if values:
            changes[tuple(values)].append({"key": checked_message.loaded.key, **values})
    for rows in changes.values():
        set_each(session, rows)
    _drop(
        session,
        [message for message in part if message.loaded.key in own and not _is_repeat(message)],
    )
    faulty = [message for message in result.ended if message.fault]
    tell_no_address(session, [_message_end(message) for message in faulty], job.now)
    return result


def set_each(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Sets columns of messages, each row's own values; `key` says of which message."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    keys, sealed = columns.pop("key"), columns.pop(_SEALED, None)
    update_columns(session, Message, keys, columns, {"address": sealed} if sealed else None)


def _decided(checked_message: CheckedMessage, job: Job, result: FrozenPortion) -> dict[str, Any]:
    """The columns to set; none for a letter that was frozen before."""
    message = checked_message.loaded
    if checked_message.moot or checked_message.fault:
        result.ended.append(checked_message)
        state = MessageState.MOOT if checked_message.moot else MessageState.FAILED
        why = checked_message.moot or checked_message.fault
        return {"state": state, "end_reason": why, "ended_at": job.now, **_FREE}
    if checked_message.moved is not None:
        result.waiting += 1
        way = {
            "channel": checked_message.moved.channel,
            "contact_id": checked_message.moved.contact_id,
        }
        return {**way, "retry_after": None, **THAWED, **_FREE}
    if checked_message.not_before is not None:
        result.waiting += 1
        return {"not_before": checked_message.not_before, **_FREE}
    if message.frozen is not None:
        result.to_send.append(sendable(checked_message, message.frozen))
        return {}
    frozen = frozen_from(checked_message, job.now, job.office)
    result.to_send.append(sendable(checked_message, frozen))
    return _columns(checked_message, frozen)


def _columns(message: CheckedMessage, frozen: FrozenContents) -> dict[str, Any]:
    assert message.route is not None
    return {
        "message_ref": frozen.message_ref,
        "subject": frozen.subject,
        "body_text": frozen.text,
        "body_html": frozen.html,
        "body_short": frozen.short,
        _SEALED: message.sealed,
        "envelope": dict(frozen.envelope),
        "frozen_at": frozen.frozen_at,
        "contact_id": message.route.contact_id,
    }


def _message_end(checked_message: CheckedMessage) -> MessageEnd:
    message = checked_message.loaded
    return MessageEnd(message.key, message.person_id, message.channel, None, message.attempts)


def _is_repeat(message: CheckedMessage) -> bool:
    """Whether it goes out as it was frozen, with all its lines."""
    return message.is_sent and message.loaded.frozen is not None


def _drop(session: Session, part: Iterable[CheckedMessage]) -> None:
    """Notes on each line left out why, and on its nudge."""
    by_reason: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for message in part:
        if message.moved is not None or message.not_before is not None:
            continue  # it is looked at again when its time has come
        for line in message.loaded.lines:
            if why := message.dropped.get(line.line_id):
                by_reason[why].append((line.line_id, line.reason.nudge_id or 0))
    for why, lines in by_reason.items():
        drop_lines(session, lines, why)


def drop_lines(session: Session, lines: Sequence[tuple[int, int]], why: str) -> None:
    """Leaves (line, nudge) pairs out.

    A line whose reader left the position, or has no address any more, waits again: the next
    gathering finds the successor or the stand-in.
    """
    set_all(session, MessageLine, [line_id for line_id, _ in lines], {"dropped": why})
    again = why in (NOT_IN_ROLE, NO_ADDRESS, UNREADABLE)
    values: dict[str, Any] = (
        {"state": NudgeState.WAITING} if again
        else {"state": NudgeState.MOOT, "moot_reason": why}
    )  # fmt: skip
    set_all(session, Nudge, [nudge_id for _, nudge_id in lines], values)
