"""Whoever a plan took off an assignment, as history tells of them: positions, and their holders.

The rows of whoever answers for an assignment say only how it is now; history keeps each change,
before and after, so it knows who let a day pass before somebody else was named.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlmodel import Session, col

from dondoc.store.bulk import among
from models.assignment import Assignment
from models.event import Event, EventKind
from models.person import Position
from models.rules.appointments import OfficialsChange
from models.rules.responsibility import Former, FormerHolder, FormerPost

_ASSIGNMENT: Any = col(Event.assignment_id)
_BY_INDEX = "INDEXED BY ix_event_of_assignment_alone"
"""SQLite takes all events of no checkpoint otherwise: every letter and every sign-in."""
ChangeOfPosts = tuple[int, date, Sequence[int | str]]
"""An assignment, the day of a change, and the positions that stood until then.

By their keys, or by their codes in what was written before keys were: see FORMER_POSITIONS.
"""
FORMER_POSITIONS = "former_positions"
"""The name of their keys in what an event says: a code may be another position's since."""
FORMER_HOLDER = "former_holder"
"""What an event is about that says whom a plan took out of a position."""


def former_posts(session: Session, assignment_ids: Iterable[int]) -> tuple[Former, ...]:
    """Who answered for these assignments until a plan named other positions, or other people."""
    return _formers(session, _rows(session, among(session, _ASSIGNMENT, assignment_ids)))


def former_posts_in(session: Session, programme_id: int) -> tuple[Former, ...]:
    """The same of all assignments of a programme."""
    ours = select(col(Assignment.id)).where(col(Assignment.programme_id) == programme_id)
    return _formers(session, _rows(session, _ASSIGNMENT.in_(ours)))


def former_posts_of(session: Session, position_id: int) -> tuple[Former, ...]:
    """The same of a position, in every programme."""
    formers = _formers(session, _rows(session, true()))
    return tuple(former for former in formers if former.position_id == position_id)


def official_changes(session: Session) -> tuple[OfficialsChange, ...]:
    """Every change of the positions that answer for an assignment, in the order of history."""
    names_officials = col(Event.data)[("fields", "officials")].as_string().is_not(None)
    changes = list(_changes(_rows(session, names_officials, _BY_INDEX)))
    positions = _positions(session, changes)
    return tuple(
        OfficialsChange(key, day, tuple(positions[name] for name in officials))
        for key, day, officials in changes
    )


def _formers(session: Session, rows: Sequence[Any]) -> tuple[Former, ...]:
    holders, changes = tuple(_holders(rows)), list(_changes(rows))
    return (*_posts(changes, _positions(session, changes)), *holders)


def _positions(session: Session, changes: Iterable[ChangeOfPosts]) -> dict[int | str, int]:
    """The positions that changes name, also by codes for which they go by others since."""
    names = {name for _, _, officials in changes for name in officials}
    positions: dict[int | str, int] = {name: name for name in names if isinstance(name, int)}
    codes = {name for name in names if isinstance(name, str)}
    if codes:
        positions |= _coded(session, codes)
    if codes <= positions.keys():
        return positions
    recoded = dict(_recoded(session))
    newest = {code: _newest(code, recoded) for code in codes - positions.keys()}
    known = _coded(session, set(newest.values()))
    return positions | {code: known[new] for code, new in newest.items()}


def _coded(session: Session, codes: Iterable[str]) -> dict[int | str, int]:
    query = select(col(Position.code), col(Position.id)).where(
        col(Position.code).in_(sorted(codes))
    )
    return {row.code: row.id for row in session.connection().execute(query)}


def _recoded(session: Session) -> Iterator[tuple[str, str]]:
    """The codes of positions that plans have changed, and what they were changed to."""
    query = (
        select(col(Event.data))
        .where(
            col(Event.kind) == EventKind.CHANGED,
            col(Event.assignment_id).is_(None),
            col(Event.data)["what"].as_string() == "position",
        )
        .order_by(col(Event.id))
    )
    for data in session.connection().scalars(query):
        if "code" in data.get("fields", {}):
            old, new = data["fields"]["code"]
            yield old, new


def _newest(code: str, recoded: Mapping[str, str]) -> str:
    passed = {code}
    while recoded.get(code, code) not in passed:
        code = recoded[code]
        passed.add(code)
    return code


def names_former(kind: str, data: Mapping[str, Any]) -> bool:
    """Whether an event says that a plan took somebody off an assignment."""
    return kind == EventKind.CHANGED and (_names_officials(data) or _names_holder(data))


def _names_officials(data: Mapping[str, Any]) -> bool:
    return "officials" in data.get("fields", {})


def _names_holder(data: Mapping[str, Any]) -> bool:
    return data.get("what") == FORMER_HOLDER


def _rows(session: Session, which: ColumnElement[bool], hint: str = "") -> Sequence[Any]:
    query = (
        select(_ASSIGNMENT, col(Event.day), col(Event.data))
        .where(
            which,
            _ASSIGNMENT.is_not(None),
            col(Event.checkpoint_id).is_(None),
            col(Event.kind) == EventKind.CHANGED,
        )
        .order_by(col(Event.id))
    )
    return session.connection().execute(query.with_hint(Event, hint, "sqlite")).all()


def _changes(rows: Iterable[Any]) -> Iterator[ChangeOfPosts]:
    for assignment_id, day, data in rows:
        if _names_officials(data):
            former = data.get(FORMER_POSITIONS, data["fields"]["officials"][0])
            yield assignment_id, day, former


def _holders(rows: Iterable[Any]) -> Iterator[FormerHolder]:
    for assignment_id, _, data in rows:
        if _names_holder(data):
            days = (date.fromisoformat(data[name]) for name in ("since", "until"))
            yield FormerHolder(assignment_id, data["position_id"], data["person_id"], *days)


def _posts(
    changes: Iterable[ChangeOfPosts], positions: Mapping[int | str, int]
) -> Iterator[FormerPost]:
    """Each change ends what the one before it began."""
    since: dict[int, date] = {}
    for assignment_id, day, officials in changes:
        for name in officials:
            yield FormerPost(assignment_id, positions[name], since.get(assignment_id), day)
        since[assignment_id] = day
