"""What the parts of loading share: the connection, the moment, and the keys known so far."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection
from sqlmodel import Session, SQLModel

from dondoc.services.plan.load.changes import ChangeKind, Key, PlanChange, PlanRow, ThingKind
from dondoc.services.plan.load.compare import Comparison
from dondoc.services.plan.load.stored_plan import StoredPlan, StoredThing
from dondoc.store.row_batches import delete_rows, insert_rows, update_rows


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
        plan_changes = self.comparison.difference.of(what)
        return (entry for entry in plan_changes if not changes or entry.change in changes)

    def add(
        self, what: ThingKind, model: type[SQLModel], row_of: Callable[[PlanChange], PlanRow]
    ) -> dict[Key, int]:
        """Adds a row for each new thing of a kind, and gives the ids of the rows."""
        new = list(self.entries(what, ChangeKind.ADDED))
        ids = insert_rows(self.connection, model, [row_of(entry) for entry in new])
        return dict(zip((entry.key for entry in new), ids, strict=True))

    def take_over(
        self, what: ThingKind, model: type[SQLModel], stored: Mapping[Key, StoredThing]
    ) -> None:
        """Deletes the rows of a kind that are gone, and gives the others what the plan says."""
        gone = [stored[entry.key].id for entry in self.entries(what, ChangeKind.REMOVED)]
        delete_rows(self.connection, model, gone)
        changed = {stored[entry.key].id: entry.row for entry in self.entries(what, *_STAYING)}
        update_rows(self.connection, model, changed)


_STAYING = (ChangeKind.CHANGED, ChangeKind.WITHDRAWN, ChangeKind.RESTORED)


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
        people={code: stored_row.id for code, stored_row in stored.people.items()},
        positions={code: stored_row.id for code, stored_row in stored.positions.items()},
        indicators={key[0]: stored_row.id for key, stored_row in stored.indicators.items()},
        assignments={key: stored_row.id for key, stored_row in stored.assignments.items()},
        checkpoints={key: checkpoint.id for key, checkpoint in stored.checkpoints.items()},
    )
