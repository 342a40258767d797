"""What the parts of loading share: the connection, the moment, and the keys known so far."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection
from sqlmodel import Session

from dondoc.services.plan.load.changes import ChangeKind, Key, PlanChange, ThingKind
from dondoc.services.plan.load.compare import Comparison
from dondoc.services.plan.load.stored_plan import StoredPlan


@dataclass
class Writer:
    """`programme_id` is set by the first part; the maps lead from codes to keys."""

    session: Session
    connection: Connection
    comparison: Comparison
    now: datetime
    actor_id: int | None
    programme_id: int = 0
    units: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    indicators: dict[str, int] = field(default_factory=dict)
    assignments: dict[Key, int] = field(default_factory=dict)
    checkpoints: dict[Key, int] = field(default_factory=dict)

    @property
    def stored(self) -> StoredPlan:
        return self.comparison.stored

    def entries(self, what: ThingKind, *changes: ChangeKind) -> Iterator[PlanChange]:
        """The entries about one kind of thing that change it in one of these ways."""
        found = self.comparison.difference.of(what)
        return (entry for entry in found if not changes or entry.change in changes)


def writer_for(
    session: Session, comparison: Comparison, now: datetime, actor_id: int | None
) -> Writer:
    stored = comparison.stored
    return Writer(
        session,
        session.connection(),
        comparison,
        now,
        actor_id,
        programme_id=stored.programme_id,
        units=dict(stored.units.ids),
        people={code: found.id for code, found in stored.people.items()},
        positions={code: found.id for code, found in stored.positions.items()},
        indicators={key[0]: found.id for key, found in stored.indicators.items()},
        assignments={key: found.id for key, found in stored.assignments.items()},
        checkpoints={key: found.id for key, found in stored.checkpoints.items()},
    )
