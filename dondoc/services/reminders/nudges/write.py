"""Writing nudges: the same reason twice is one nudge, and history holds them by portions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlmodel import Session, col

from dondoc.services.history.events import append
from dondoc.store.bulk import among, insert_columns, reserve
from dondoc.store.database import is_postgresql
from models.event import EventKind
from models.nudge import Nudge, NudgeKind, NudgeState
from models.rules.checkpoints import local_date
from models.rules.ladder import Firmness
from models.rules.roles import Audience

_REMINDING = 1_930_520_025
"""Names the lock between those who decide on nudges or gather them."""

NudgeKey = tuple[int, Audience, NudgeKind, str, str]


def hold(session: Session) -> None:
    """Keeps other scans and gatherings waiting until this transaction ends.

    On SQLite a writing transaction holds the whole database already.
    """
    if is_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock(_REMINDING)))


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
        "channel": None,
        "decided_on": local_date(now),
        "decided_at": now,
        "state": NudgeState.WAITING,
        "moot_reason": "",
        **more,
    }


def key_of(row: dict[str, Any]) -> NudgeKey:
    """What makes a nudge the same nudge."""
    return (row["checkpoint_id"], row["audience"], row["kind"], row["step"], row["cause"])


def existing(session: Session, checkpoint_ids: Sequence[int], until: date) -> set[NudgeKey]:
    """The nudges that these checkpoints have had by the end of a day."""
    columns = (Nudge.checkpoint_id, Nudge.audience, Nudge.kind, Nudge.step, Nudge.cause)
    query = select(*(col(column) for column in columns))
    query = query.where(
        among(session, col(Nudge.checkpoint_id), set(checkpoint_ids)),
        col(Nudge.decided_on) <= until,
    )
    return {(row[0], row[1], row[2], row[3], row[4]) for row in session.execute(query)}


Owners = Mapping[int, tuple[int, int]]
"""The programme and the assignment of each checkpoint, by ids."""


def insert_nudges(
    session: Session, owners: Owners, rows: Sequence[dict[str, Any]], now: datetime
) -> list[int]:
    """Writes those that do not exist, with an event for each programme, and gives their ids."""
    if not rows:
        return []
    by_programme: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_programme[owners[row["checkpoint_id"]][0]].append(row)
    made: list[int] = []
    for programme_id, part in by_programme.items():
        made += insert_portion(session, programme_id, part, now)
    return made


def insert_portion(
    session: Session, programme_id: int, rows: Sequence[dict[str, Any]], now: datetime
) -> list[int]:
    """Writes the nudges of one programme, each once."""
    if not rows:
        return []
    ids = reserve(session, Nudge, len(rows))
    columns: dict[str, Sequence[Any]] = {"id": ids}
    columns |= {name: [row[name] for row in rows] for name in rows[0]}
    if insert_columns(session, Nudge, columns) < len(rows):
        written = set(session.scalars(select(col(Nudge.id)).where(_between(ids))))
        ids = [number if number in written else 0 for number in ids]
    entries = [in_history(key, row) for key, row in zip(ids, rows, strict=True) if key]
    if entries:
        event = {"kind": EventKind.NUDGED, "programme_id": programme_id}
        append(session, now, [event | {"data": {"nudges": entries}}])
    return [row[0] for row in entries]


def _between(ids: Sequence[int]) -> Any:
    """Written in this transaction: the ids are ours alone."""
    return col(Nudge.id).between(min(ids), max(ids))


def in_history(nudge_id: int, row: Mapping[str, Any]) -> list[Any]:
    """A nudge as the data of its event name it."""
    return [
        nudge_id, row["checkpoint_id"], row["kind"], row["audience"], row["step"], row["cause"],
        row["firmness"],
    ]  # fmt: skip


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


def unsaid(session: Session, rows: list[dict[str, Any]], month: date) -> list[dict[str, Any]]:
    """The rows without what another run has told of people out of reach, asked for under the lock.

    The first checkpoint may be another one for each run, so that their nudges would differ.
    """
    if rows[0]["kind"] is not NudgeKind.UNREACHABLE:
        return rows
    known_causes = unreachable_written(session, month)
    return [row for row in rows if row["cause"] not in known_causes]


def unreachable_written(session: Session, month: date) -> set[str]:
    """The causes of the nudges about unreachable people of that day's month."""
    # Written out, not a parameter: SQLite uses a partial index only for its own condition.
    query = select(col(Nudge.cause)).where(text("nudge.kind = 'unreachable'"))
    return set(session.scalars(query.where(col(Nudge.step) == f"{month:%Y-%m}")))
