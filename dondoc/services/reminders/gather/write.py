"""Writing gathered letters: messages, their lines, and what becomes of the nudges."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import Session, col

from dondoc.ledger.portions import NOTED, note
from dondoc.services.reminders.gather.plan_messages import MessagePlan
from dondoc.store.bulk import among, insert_columns, reserve
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge, NudgeState
from models.person import Person
from models.rules.checkpoints import local_date

_MESSAGE: Any = Message.__table__  # type: ignore[attr-defined]


def write_letters(
    session: Session, letters: Sequence[MessagePlan], languages: Mapping[int, str], now: datetime
) -> int:
    """Writes messages and lines; says how many lines."""
    new = [letter for letter in letters if letter.joins is None]
    ids = dict(zip((plan.reader for plan in new), reserve(session, Message, len(new)), strict=True))
    if new:
        rows = [_new(plan, ids[plan.reader], languages[plan.reader], now) for plan in new]
        connection = session.connection()
        connection.execute(insert(_MESSAGE), rows, execution_options=NOTED)
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        note(connection, "message", columns["id"], columns, new=True)
    joined = [_joined(plan, now) for plan in letters if plan.joins is not None]
    if joined:
        change = update(_MESSAGE).where(_MESSAGE.c.id == bindparam("joined"))
        names = ("run_on", "channel", "contact_id", "not_before")
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        session.connection().execute(change.values(values), joined, execution_options=NOTED)
        columns = {name: [row[f"new_{name}"] for row in joined] for name in names}
        keys = [row["joined"] for row in joined]
        note(session.connection(), "message", keys, columns)
    return _write_lines(session, letters, ids)


def _new(letter: MessagePlan, key: int, language: str, now: datetime) -> dict[str, Any]:
    return {
        "id": key,
        "person_id": letter.reader,
        "run_on": local_date(now),
        "language": language,
        "channel": letter.route.channel,
        "contact_id": letter.route.contact_id,
        "address": "",
        "created_at": now,
        "state": MessageState.QUEUED,
        "attempts": 0,
        "not_before": letter.not_before,
        "passed_over": [],
        "subject": "",
        "body_text": "",
        "body_html": "",
        "body_short": "",
        "end_reason": "",
        "digest_id": None,
        "notice": "",
        "round_id": None,
        "news": "",
        "news_key": 0,
    }


def _joined(letter: MessagePlan, now: datetime) -> dict[str, Any]:
    assert letter.joins is not None
    return {
        "joined": letter.joins.message_id,
        "new_run_on": local_date(now),
        "new_channel": letter.route.channel,
        "new_contact_id": letter.route.contact_id,
        "new_not_before": letter.not_before,
    }


def _write_lines(session: Session, letters: Sequence[MessagePlan], ids: Mapping[int, int]) -> int:
    lines = [
        (letter.joins.message_id if letter.joins else ids[letter.reader], line)
        for letter in letters
        for line in letter.reasons
    ]
    columns: dict[str, Sequence[Any]] = {
        "id": reserve(session, MessageLine, len(lines)),
        "message_id": [message_id for message_id, _ in lines],
        "nudge_id": [line.reason.nudge_id for _, line in lines],
        "audience": [line.reason.audience for _, line in lines],
        "in_place_of": [line.in_place_of for _, line in lines],
        "dropped": [""] * len(lines),
    }
    return insert_columns(session, MessageLine, columns)


def settle(session: Session, ids: Iterable[int], state: NudgeState, why: str = "") -> int:
    """Ends the waiting of nudges; says of how many."""
    # A waiting nudge has no reason yet, so only what changes is written.
    values: dict[str, Any] = {"state": state} | ({"moot_reason": why} if why else {})
    query = update(Nudge).where(among(session, col(Nudge.id), ids))
    query = query.where(col(Nudge.state) == NudgeState.WAITING).values(**values)
    options = {"synchronize_session": False, **NOTED}
    done = session.execute(query.returning(col(Nudge.id)), execution_options=options)
    keys = [key or 0 for key in done.scalars()]
    columns = {name: [value] for name, value in values.items()}
    note(session.connection(), "nudge", keys, columns, was={"state": NudgeState.WAITING})
    return len(keys)


def languages_of(session: Session, people: Iterable[int]) -> dict[int, str]:
    """In which language each of these people reads."""
    query = select(col(Person.id), col(Person.language))
    query = query.where(among(session, col(Person.id), set(people)))
    return {row[0]: row[1] for row in session.execute(query)}


def last_line(session: Session) -> int:
    """The newest line of all messages: it grows with every gathering that wrote something."""
    return session.scalar(select(func.max(col(MessageLine.id)))) or 0
