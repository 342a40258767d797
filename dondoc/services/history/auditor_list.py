"""History as the auditor reads it: who did what when, the newest first, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.assignment import Assignment, Checkpoint
from models.event import Event, EventKind, Seal
from models.joins import ASSIGNMENT_OF_EVENT, CHECKPOINT_OF_EVENT, PROGRAMME_OF_ASSIGNMENT
from models.person import Person
from models.programme import Programme

PAGE = 100


@dataclass(frozen=True)
class EventFilters:
    """What is looked for. `before`: only events older than this one's id, for the next page."""

    kind: EventKind | None = None
    person: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class NamedEvent:
    """An event with names instead of ids. `ref`, `year`: of the item it is about, if any."""

    id: int
    at: datetime
    kind: EventKind
    year: int | None
    ref: str
    actor: str
    on_behalf_of: str
    from_stage: str | None
    to_stage: str | None
    reason: str
    data: dict[str, Any]


def history(session: Session, filters: EventFilters) -> tuple[list[NamedEvent], int | None]:
    """A page of events, and from where the next one goes on (None: there is none)."""
    actor, behalf = aliased(Person), aliased(Person)
    query = (
        select(
            Event,
            col(Programme.year),
            col(Assignment.ref),
            col(Checkpoint.label),
            col(actor.full_name),
            col(behalf.full_name),
        )
        .join(*ASSIGNMENT_OF_EVENT, isouter=True)
        .join(*PROGRAMME_OF_ASSIGNMENT, isouter=True)
        .join(*CHECKPOINT_OF_EVENT, isouter=True)
        .join(actor, col(actor.id) == col(Event.actor_id), isouter=True)
        .join(behalf, col(behalf.id) == col(Event.on_behalf_of_id), isouter=True)
        .order_by(col(Event.id).desc())
        .limit(PAGE + 1)
    )
    rows = list(session.execute(query.where(*_conditions(filters, actor))))
    shown = [_named_event(*row) for row in rows[:PAGE]]
    return shown, shown[-1].id if len(rows) > PAGE else None


def _conditions(filters: EventFilters, actor: type[Person]) -> Iterator[ColumnElement[bool]]:
    if filters.kind is not None:
        yield col(Event.kind) == filters.kind
    if filters.person:
        yield col(actor.code) == filters.person
    if filters.since is not None:
        yield col(Event.day) >= filters.since
    if filters.until is not None:
        yield col(Event.day) <= filters.until
    if filters.before is not None:
        yield col(Event.id) < filters.before


def seals(session: Session, most: int = 30) -> list[Seal]:
    """The newest seals."""
    return list(session.scalars(select(Seal).order_by(col(Seal.day).desc()).limit(most)))


def _named_event(
    event: Event,
    year: int | None,
    ref: str | None,
    label: str | None,
    actor: str | None,
    behalf: str | None,
) -> NamedEvent:
    return NamedEvent(
        event.key,
        event.at,
        event.kind,
        year,
        f"{ref}/{label}" if ref and label else ref or "",
        actor or "",
        behalf or "",
        event.from_stage,
        event.to_stage,
        event.reason,
        event.data,
    )
