"""The register of reminders as the pages of items and units show it: who was told what, and how.

The register itself tells addresses and attempts besides; what is not shown is not read, because
an address has to be decrypted.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam
from sqlmodel import Session, col

from dondoc.services.reminders.register.query import every_nudge
from models.assignment import Assignment
from models.nudge import NudgeKind
from models.programme import Programme
from models.rules.ladder import Firmness
from models.rules.roles import Audience

_AUDIENCES, _FIRMNESSES = list(Audience), list(Firmness)
_COLUMNS = (
    "checkpoint_id", "message_id", "nudge_id", "dropped", "decided_at", "kind", "audience",
    "firmness", "full_name", "state", "why", "ref", "label", "title",
)  # fmt: skip


@dataclass(frozen=True)
class ReminderShown:
    """One item told to one person (None: nobody); the fields mean what they do in RegisterRow."""

    decided_at: datetime
    ref: str
    title: str
    person: str | None
    audience: Audience
    firmness: Firmness
    kinds: tuple[NudgeKind, ...]
    state: str
    why: str


def reminders_shown(
    session: Session, programme: Programme, most: int, *conditions: ColumnElement[bool]
) -> tuple[ReminderShown, ...]:
    """The newest reminders that meet the conditions, one query."""
    query = _query().where(*conditions).limit(most)
    return _shown_of(session.connection().execute(query, {"programme": programme.id}))


def reminders_on(
    session: Session, programme: Programme, assignment_id: int, most: int
) -> tuple[ReminderShown, ...]:
    """The newest reminders of one assignment, one query."""
    parameters = {"programme": programme.id, "assignment": assignment_id, "most": most}
    return _shown_of(session.connection().execute(_of_assignment(), parameters))


@cache
def _query() -> Any:
    whole = every_nudge().where(col(Assignment.programme_id) == bindparam("programme"))
    columns = [whole.selected_columns[name] for name in _COLUMNS]
    return whole.with_only_columns(*columns, maintain_column_froms=True)


@cache
def _of_assignment() -> Any:
    """Kept: putting it together costs more than looking it up (bench/bench_statements.py)."""
    query = _query().where(col(Assignment.id) == bindparam("assignment"))
    return query.limit(bindparam("most", type_=Integer))


def _shown_of(rows: Iterable[Any]) -> tuple[ReminderShown, ...]:
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        # As in the register: two roles on one item are one line of one message.
        apart = row.nudge_id if row.message_id is None or row.dropped else None
        groups[row.checkpoint_id, row.message_id, apart].append(row)
    return tuple(map(_shown, groups.values()))


def _shown(rows: list[Any]) -> ReminderShown:
    first = rows[0]
    return ReminderShown(
        decided_at=first.decided_at,
        ref=f"{first.ref}/{first.label}",
        title=first.title,
        person=first.full_name,
        audience=min((row.audience for row in rows), key=_AUDIENCES.index),
        firmness=max((row.firmness for row in rows), key=_FIRMNESSES.index),
        kinds=tuple(dict.fromkeys(row.kind for row in rows)),
        state=str(first.state),
        why=first.why,
    )
