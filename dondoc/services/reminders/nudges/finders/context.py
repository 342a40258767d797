"""What the finders of a scan share: the day, the programme's data, and reading in portions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, tuple_
from sqlmodel import Session

from dondoc.services.programme.frames import ProgrammeRules, frame_of
from dondoc.services.programme.programmes import ladder_of
from dondoc.services.reminders.ladder.reached import StepsOnDay
from dondoc.services.work.checkpoint_states import CheckpointState, with_pending
from models.programme import Programme
from models.rules.checkpoints import local_date

StatesThen = Mapping[int, CheckpointState]
"""All checkpoints of a programme as they stood when a day was over."""

BATCH = 2000
"""Rows of one transaction: a few hundredths of a second in which nobody else can write."""


@dataclass
class ScanContext:
    """One scan of a programme on a working day. The session changes with each portion.

    `then`: every checkpoint as it stood, where the day is past; None for today.
    """

    session: Session
    programme: Programme
    now: datetime
    frame: ProgrammeRules
    ladders: StepsOnDay
    memory: dict[str, Any] = field(default_factory=dict)
    then: StatesThen | None = None

    @property
    def today(self) -> date:
        """The day of the scan."""
        return local_date(self.now)

    @property
    def acts_until(self) -> date | None:
        """The last day whose acts count; None where all do."""
        return None if self.then is None else self.today

    def brought(self, states: dict[int, CheckpointState]) -> dict[int, CheckpointState]:
        """These states with everything recorded applied, or as they stood on a past day."""
        if self.then is None:
            return with_pending(self.session, self.frame, states)
        return {key: self.then[key] for key in states if key in self.then}

    def open_then(self) -> list[CheckpointState]:
        """Whatever had to be reported on the past day, in the order of the plan."""
        then = self.then or {}
        return [then[key] for key in sorted(then) if then[key].unreported]


@dataclass(frozen=True)
class NudgePortion:
    """A portion. `rows`: nudges that should exist; `after`: where to go on, None at the end."""

    rows: list[dict[str, Any]]
    looked_at: int = 0
    after: tuple[Any, ...] | None = None


Finder = Callable[[ScanContext, tuple[Any, ...] | None], NudgePortion]
"""Finds the portion after a place (None: the first one)."""


def open_scan(
    session: Session, programme: Programme, now: datetime, then: StatesThen | None = None
) -> ScanContext:
    """Reads what all portions need. `then`: of a day that is past (see `ScanContext`)."""
    frame = frame_of(session, programme)
    steps, gathering = ladder_of(session, programme), frame.rules.gathering
    ladders = StepsOnDay(steps, local_date(now), frame.calendar, gathering)
    return ScanContext(session, programme, now, frame, ladders, then=then)


def portion(query: Select[Any], order: tuple[Any, ...], after: tuple[Any, ...] | None) -> Any:
    """The next rows of a query, in this order."""
    if after is not None:
        # The first column alone as well: PostgreSQL's index on it knows nothing of the others.
        query = query.where(tuple_(*order) > tuple_(*after), order[0] >= after[0])
    return query.order_by(*order).limit(BATCH)


def more(rows: Any, place: Callable[[Any], tuple[Any, ...]]) -> tuple[Any, ...] | None:
    """Where the portion after these rows begins; None where they are the last."""
    return place(rows[-1]) if len(rows) == BATCH else None
