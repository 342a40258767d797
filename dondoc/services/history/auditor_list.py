"""History as the auditor reads it: who did what when, the newest first, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.assignment import Assignment, Checkpoint
from models.event import Event, EventKind, Seal
from models.indicator import Indicator
from models.joins import (
    ASSIGNMENT_OF_EVENT,
    CHECKPOINT_OF_EVENT,
    INDICATOR_OF_ASSIGNMENT,
    PROGRAMME_OF_ASSIGNMENT,
)
from models.person import Person
from models.programme import Programme
from models.rules.stages import Stage

PAGE_SIZE = 100
FOLDED = (EventKind.MOVED, EventKind.NUDGED, EventKind.DELIVERED, EventKind.UNDELIVERED)
"""What the system does every day by the hundred: folded unless it is asked for."""


@dataclass(frozen=True)
class EventFilters:
    """What is looked for. `before`: only events older than this one's id, for the next page.

    `by_system`: only what nobody did.
    """

    kind: EventKind | None = None
    person: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None
    by_system: bool = False

    @property
    def folds(self) -> bool:
        """Whether the system's own is told by days: nobody asked for one kind, or who."""
        return self.kind is None and not self.person


@dataclass(frozen=True)
class SystemDay:
    """How many of each kind of `FOLDED` the system wrote on a day."""

    day: date
    counts: dict[EventKind, int]


@dataclass(frozen=True)
class NamedEvent:
    """An event with names instead of ids. `ref`, `indicator`, `year`: of what it is about, if any.

    `day`: on which it took effect.
    """

    id: int
    at: datetime
    day: date
    kind: EventKind
    submission_id: int | None
    year: int | None
    ref: str
    indicator: str
    actor: str
    on_behalf_of: str
    from_stage: Stage | None
    to_stage: Stage | None
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
            col(Indicator.title),
            col(actor.full_name),
            col(behalf.full_name),
        )
        .join(*ASSIGNMENT_OF_EVENT, isouter=True)
        .join(*PROGRAMME_OF_ASSIGNMENT, isouter=True)
        .join(*INDICATOR_OF_ASSIGNMENT, isouter=True)
        .join(*CHECKPOINT_OF_EVENT, isouter=True)
        .join(actor, col(actor.id) == col(Event.actor_id), isouter=True)
        .join(behalf, col(behalf.id) == col(Event.on_behalf_of_id), isouter=True)
        .order_by(col(Event.id).desc())
        .limit(PAGE_SIZE + 1)
    )
    rows = list(session.execute(query.where(*_conditions(filters, actor, behalf))))
    shown = [_named_event(*row) for row in rows[:PAGE_SIZE]]
    return shown, shown[-1].id if len(rows) > PAGE_SIZE else None


def system_days(session: Session, filters: EventFilters, following: int | None) -> list[SystemDay]:
    """What `history` leaves out, day by day, the latest first; for the same days as its page.

    A day that two pages share stands on the later one. `following`: as `history` gave it.
    """
    if not filters.folds:
        return []
    query = select(col(Event.day), col(Event.kind), func.count()).where(_BY_SYSTEM)
    query = query.where(*_days(filters))
    if filters.before is not None:
        query = query.where(col(Event.day) < _day_of(filters.before))
    if following is not None:
        query = query.where(col(Event.day) >= _day_of(following))
    days: dict[date, dict[EventKind, int]] = {}
    by_kind = query.group_by(col(Event.day), col(Event.kind)).order_by(col(Event.kind))
    for day, kind, count in session.execute(by_kind):
        days.setdefault(day, {})[kind] = count
    return [SystemDay(day, days[day]) for day in sorted(days, reverse=True)]


_BY_SYSTEM = and_(col(Event.kind).in_(FOLDED), col(Event.actor_id).is_(None))


def _day_of(event_id: int) -> Any:
    return select(col(Event.day)).where(col(Event.id) == event_id).scalar_subquery()


def _conditions(
    filters: EventFilters, actor: type[Person], behalf: type[Person]
) -> Iterator[ColumnElement[bool]]:
    if filters.kind is not None:
        yield col(Event.kind) == filters.kind
    if filters.person:
        yield or_(col(actor.code) == filters.person, col(behalf.code) == filters.person)
    if filters.before is not None:
        yield col(Event.id) < filters.before
    if filters.by_system:
        yield col(Event.actor_id).is_(None)
    if filters.folds:
        yield ~_BY_SYSTEM
    yield from _days(filters)


def _days(filters: EventFilters) -> Iterator[ColumnElement[bool]]:
    if filters.since is not None:
        yield col(Event.day) >= filters.since
    if filters.until is not None:
        yield col(Event.day) <= filters.until


def seals(session: Session, most: int = 30) -> list[Seal]:
    """The newest seals."""
    return list(session.scalars(select(Seal).order_by(col(Seal.day).desc()).limit(most)))


def _named_event(
    event: Event,
    year: int | None,
    ref: str | None,
    label: str | None,
    indicator: str | None,
    actor: str | None,
    behalf: str | None,
) -> NamedEvent:
    return NamedEvent(
        event.key,
        event.at,
        event.day,
        event.kind,
        event.submission_id,
        year,
        f"{ref}/{label}" if ref and label else ref or "",
        indicator or "",
        actor or "",
        behalf or "",
        event.from_stage,
        event.to_stage,
        event.reason,
        event.data,
    )
