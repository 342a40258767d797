"""Freezing: what is sent is written down before it is sent, so that a repeat is the same."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from dondoc.channels.letter import message_id_for
from dondoc.services.deliver.claim import Claim, change_mine
from dondoc.services.deliver.prepare import NO_ADDRESS, NOT_IN_ROLE, Prepared
from dondoc.services.remind.office import Office
from models.message import MessageLine, MessageState
from models.nudge import Nudge, NudgeState

_NO_SYNC: dict[str, Any] = {"synchronize_session": False}


def freeze(
    session: Session, mine: Claim, part: Sequence[Prepared], now: datetime, office: Office
) -> tuple[list[int], list[Prepared]]:
    """Writes what became of a portion: the ids of the messages to send, and those that ended.

    A message that another deliverer took over meanwhile is left to it.
    """
    to_send: list[int] = []
    ended: list[Prepared] = []
    for one in part:
        message = one.loaded.message
        if one.moot:
            values = _ended(now, MessageState.MOOT, one.moot)
        elif one.fault:
            values = _ended(now, MessageState.FAILED, one.fault)
        elif one.composed is not None:
            values = _frozen(one, now, office)
            to_send.append(message.key)
        else:
            to_send.append(message.key)
            continue
        if not change_mine(session, mine, message.key, **values):
            to_send = [key for key in to_send if key != message.key]
            continue
        if one.moot or one.fault:
            ended.append(one)
        _drop(session, one)
    return to_send, ended


def _ended(now: datetime, state: MessageState, why: str) -> dict[str, Any]:
    return {"state": state, "end_reason": why, "ended_at": now,
            "claimed_by": None, "claimed_until": None}  # fmt: skip


def _frozen(one: Prepared, now: datetime, office: Office) -> dict[str, Any]:
    assert one.composed is not None
    # Ids start anew in a new database; a chance part keeps Message-IDs apart all the same.
    key = f"{one.loaded.message.key}.{secrets.token_hex(6)}"
    domain = office.address.rpartition("@")[2]
    return {
        "message_ref": message_id_for("message", key, domain),
        "subject": one.composed.subject,
        "body_text": one.composed.text,
        "body_html": one.composed.html,
        "address": one.address,
        "envelope": {
            "sender_name": office.name,
            "sender_address": office.address,
            "recipient_name": one.loaded.reader.full_name,
            "reply_to": office.reply_to,
        },
        "frozen_at": now,
    }


def _drop(session: Session, one: Prepared) -> None:
    """Notes on each line left out why, and on its nudge.

    A line whose reader left the position, or has no address any more, waits again: the next
    gathering finds the successor or the stand-in.
    """
    for why in set(one.dropped.values()):
        lines = [one.loaded.lines[reason] for reason, said in one.dropped.items() if said == why]
        nudges = [reason.nudge_id for reason, said in one.dropped.items() if said == why]
        session.execute(
            update(MessageLine).where(col(MessageLine.id).in_(lines)).values(dropped=why),
            execution_options=_NO_SYNC,
        )
        again = why in (NOT_IN_ROLE, NO_ADDRESS)
        values: dict[str, Any] = (
            {"state": NudgeState.WAITING} if again
            else {"state": NudgeState.MOOT, "moot_reason": why}
        )  # fmt: skip
        session.execute(
            update(Nudge).where(col(Nudge.id).in_(nudges)).values(**values),
            execution_options=_NO_SYNC,
        )
