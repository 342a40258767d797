"""Appending to history, and sealing each day of it."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, func, select

from dondoc.store.database import is_postgresql
from dondoc.store.row_batches import insert_rows
from models.event import Event, Seal
from models.ledger import LedgerPage
from models.rules.checkpoints import local_date

_SEALING = 1_930_520_023
"""Names the lock between those who append events and whoever seals a day."""

_SEALED_FIELDS = (
    "id", "kind", "at", "day", "programme_id", "assignment_id", "checkpoint_id", "submission_id",
    "actor_id", "on_behalf_of_id", "from_stage", "to_stage", "reason", "data",
)  # fmt: skip
_DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(_SEALED_FIELDS[4:12]),
    "reason": "",
    "data": {},
}


def plain_day(day: date | None) -> str | None:
    """A day as history keeps it."""
    return day.isoformat() if day else None


def day_of(text: str | None) -> date | None:
    """The day that history keeps as `plain_day` gives it."""
    return date.fromisoformat(text) if text else None


def plain_amount(value: Decimal | None) -> str | None:
    """An amount as history keeps it."""
    return None if value is None else f"{value.normalize():f}"


def append(session: Session, now: datetime, rows: Sequence[dict[str, Any]]) -> None:
    """Adds events; `day`, on which they take effect, is today.

    A day that is sealed is closed: should the clock have gone back, the next day takes them.
    """
    if not rows:
        return
    day = _open_day(session, now)
    session.flush()  # what the events refer to is written before them
    common = {**_DEFAULTS, "at": now}
    insert_rows(session.connection(), Event, [{**common, **row, "day": day} for row in rows])


def _open_day(session: Session, now: datetime) -> date:
    if is_postgresql(session):
        # A day is not sealed while somebody is still writing to it (see seal_days).
        session.execute(select(func.pg_advisory_xact_lock_shared(_SEALING)))
    sealed = session.exec(select(func.max(Seal.day))).one()
    today = local_date(now)
    return today if sealed is None else max(today, sealed + timedelta(days=1))


def nobody_appends(session: Session) -> bool:
    """Whether every event that has a number is committed; it stays so until the transaction ends.

    On SQLite the writing transaction itself keeps others from appending.
    """
    if not is_postgresql(session):
        return True
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(_SEALING))))


def last_seal(session: Session) -> Seal | None:
    """The newest seal."""
    return session.exec(select(Seal).order_by(col(Seal.day).desc()).limit(1)).first()


def seal_days(session: Session, now: datetime) -> list[Seal]:
    """Seals every day before today that has events and no seal yet.

    On PostgreSQL it leaves the work to the next drain while an append is not committed yet.
    """
    if not nobody_appends(session):
        return []
    previous = last_seal(session)
    query = select(col(Event.day)).where(Event.day < local_date(now)).distinct()
    if previous is not None:
        query = query.where(Event.day > previous.day)
    made = []
    for day in sorted(session.exec(query).all()):
        previous = _seal(session, day, previous.digest if previous else "", now)
        made.append(previous)
    return made


def _seal(session: Session, day: date, previous: str, now: datetime) -> Seal:
    ledger = last_page(session)
    count, first, last, digest = digest_of(session, day, previous, ledger)
    seal = Seal(
        day=day,
        first_event_id=first,
        last_event_id=last,
        events=count,
        previous=previous,
        ledger=ledger,
        digest=digest,
        sealed_at=now,
    )
    session.add(seal)
    session.flush()
    return seal


def last_page(session: Session) -> str:
    """The digest of the ledger's newest page; '' for none."""
    query = select(LedgerPage.digest).order_by(col(LedgerPage.id).desc()).limit(1)
    return session.exec(query).first() or ""


def digest_of(session: Session, day: date, previous: str, ledger: str) -> tuple[int, int, int, str]:
    """How many events a day has, the first and last id, and the SHA-256 over them.

    The seal before goes into it, so that no day can be exchanged without all that follow, and
    the ledger's newest page ('' before there was a ledger).
    """
    start = [day.isoformat(), previous, *([ledger] if ledger else ())]
    digest = hashlib.sha256("".join(f"{part}\n" for part in start).encode())
    count = first = last = 0
    with session.exec(select(Event).where(Event.day == day).order_by(col(Event.id))) as rows:
        for event in rows.yield_per(1000):
            count, first, last = count + 1, first or event.key, event.key
            digest.update(_canonical(event))
            session.expunge(event)
    return count, first, last, digest.hexdigest()


def _canonical(event: Event) -> bytes:
    fields = {name: _plain(getattr(event, name)) for name in _SEALED_FIELDS}
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _plain(value: Any) -> Any:
    """Moments to the microsecond in UTC, days in ISO form: the same text on every database."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
