"""Writing nudges: the same reason twice is one nudge, and each new one is history."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from dondoc.db import is_postgresql
from dondoc.services.chunks import chunks
from dondoc.services.history import append
from dondoc.services.remind.states import State
from models.event import EventKind
from models.nudge import Nudge, NudgeKind, NudgeState
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.ladder import Firmness
from models.rules.roles import Audience

Key = tuple[int, Audience, NudgeKind, str, str]


def hold(session: Session, programme: Programme) -> None:
    """Keeps other scans and gatherings of the programme waiting until this transaction ends.

    On SQLite a writing transaction holds the whole database already. Not FOR UPDATE: that
    would also stop everybody who only refers to the programme.
    """
    query = select(col(Programme.id)).where(col(Programme.id) == programme.id)
    session.execute(query.with_for_update(key_share=True))


def nudge_row(
    checkpoint_id: int, kind: NudgeKind, audience: Audience, now: datetime, **more: Any
) -> dict[str, Any]:
    """A nudge to be written."""
    return {
        "checkpoint_id": checkpoint_id,
        "kind": kind,
        "audience": audience,
        "person_id": None,
        "step": "",
        "cause": "",
        "firmness": Firmness.REMIND,
        "decided_on": local_date(now),
        "decided_at": now,
        "state": NudgeState.WAITING,
        "moot_reason": "",
        **more,
    }


def key_of(row: dict[str, Any]) -> Key:
    """What makes a nudge the same nudge."""
    return (row["checkpoint_id"], row["audience"], row["kind"], row["step"], row["cause"])


def existing(session: Session, checkpoint_ids: Sequence[int]) -> set[Key]:
    """The nudges that these checkpoints have had."""
    found: set[Key] = set()
    columns = (Nudge.checkpoint_id, Nudge.audience, Nudge.kind, Nudge.step, Nudge.cause)
    for portion in chunks(sorted(set(checkpoint_ids))):
        query = select(*(col(one) for one in columns))
        rows = session.execute(query.where(col(Nudge.checkpoint_id).in_(portion)))
        found.update((row[0], row[1], row[2], row[3], row[4]) for row in rows)
    return found


Owners = Mapping[int, tuple[int, int]]
"""The programme and the assignment of each checkpoint, by ids."""


def owners_of(programme: Programme, states: Mapping[int, State]) -> Owners:
    """Whose the checkpoints of these states are."""
    return {key: (programme.key, state.assignment_id) for key, state in states.items()}


def insert_nudges(
    session: Session, owners: Owners, rows: Sequence[dict[str, Any]], now: datetime
) -> list[int]:
    """Writes those that do not exist, with an event each, and returns their ids."""
    if not rows:
        return []
    dialect: Any = postgresql if is_postgresql(session) else sqlite
    table: Any = Nudge.__table__  # type: ignore[attr-defined]
    insert = dialect.insert(table).on_conflict_do_nothing()
    insert = insert.returning(table.c.id, *(table.c[name] for name in _TOLD))
    made = session.connection().execute(insert, list(rows)).all()
    append(session, now, [_event(owners[row[1]], row) for row in made])
    return [row[0] for row in made]


_TOLD = ("checkpoint_id", "kind", "audience", "step", "cause", "firmness")


def _event(owner: tuple[int, int], row: Any) -> dict[str, Any]:
    said = dict(zip(_TOLD[1:], row[2:], strict=True))
    return {
        "kind": EventKind.NUDGED,
        "programme_id": owner[0],
        "assignment_id": owner[1],
        "checkpoint_id": row[1],
        "data": {"nudge": row[0], **{name: str(value) for name, value in said.items()}},
    }


NO_ADDRESS, REFUSED = "person", "refused"
"""Why letters reach nobody: there is no address in use, or the server refused it."""


def unreachable_cause(person_id: int, why: str = NO_ADDRESS) -> str:
    """What a nudge about somebody out of reach comes from."""
    return f"{why}:{person_id}"


def unreachable_row(
    person_id: int, checkpoint_id: int, now: datetime, why: str = NO_ADDRESS
) -> dict[str, Any]:
    """Tells the secretariat that letters do not reach a person, once a month while it lasts."""
    return nudge_row(
        checkpoint_id,
        NudgeKind.UNREACHABLE,
        Audience.SECRETARIAT,
        now,
        cause=unreachable_cause(person_id, why),
        step=f"{local_date(now):%Y-%m}",
    )


def told_unreachable(session: Session, month: date) -> set[str]:
    """The causes of the nudges about unreachable people of that day's month."""
    # Written out, not a parameter: SQLite uses a partial index only for its own condition.
    query = select(col(Nudge.cause)).where(text("nudge.kind = 'unreachable'"))
    return set(session.scalars(query.where(col(Nudge.step) == f"{month:%Y-%m}")))
