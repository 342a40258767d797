"""The worst late items: which are longest over, and who answers for them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlmodel import Session, col

from dondoc.services.figures.counts import CountedGroup, CountingDay
from dondoc.services.organisation.units import names_on
from dondoc.services.work.answering.responsible import Answering, Officials, officials_on
from dondoc.services.work.checkpoint_queries import RETURNED, columns_of, waits_column
from dondoc.services.work.days_in_sql import reported_day
from dondoc.services.work.pending import pending_in
from dondoc.store.database import is_postgresql
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_CHECKPOINT, INDICATOR_OF_ASSIGNMENT, LIVE
from models.rules.checkpoints import local_date
from models.rules.responsibility import Occasion
from models.rules.stages import Stage

MAX_WORST = 10


@dataclass(frozen=True)
class LateItem:
    """A late checkpoint. `days_over`: working days; `answering`: whose it is, the lead's."""

    ref: str
    title: str
    unit_id: int
    unit: str
    answering: Answering | None
    due_on: date
    days_over: int
    stage: Stage
    missing: bool
    undelivered: bool

    @property
    def lead(self) -> str:
        """The name of the official in the lead; '' where nobody held the position."""
        return self.answering.name if self.answering else ""


def worst(
    session: Session, programme_id: int, scale: CountingDay, groups: Iterable[CountedGroup]
) -> list[LateItem]:
    """The ten that are late by the most working days, the longest first."""
    late = (counted for counted in groups if scale.one(counted).overdue)
    chosen = _longest((_place(scale, counted), counted) for counted in late)
    if not chosen:
        return []
    rows = session.connection().execute(_query(session, programme_id, chosen)).all()
    ours = col(Assignment.id).in_({row.assignment_id for row in rows})
    officials = officials_on(session, ours, scale.today, scale.frame.calendar)
    names = names_on(session, scale.today, {row.unit_id for row in rows})
    return [_item(row, chosen[row.piece][1], scale, officials, names) for row in rows]


_Place = tuple[int, date, int]


def _place(scale: CountingDay, counted: CountedGroup) -> _Place:
    """Of equals the one that fell due first, then as the plan names the units."""
    return -scale.days_over(counted), counted.due_on, counted.unit_id


def _longest(placed: Iterable[tuple[_Place, CountedGroup]]) -> list[tuple[int, CountedGroup]]:
    """As few of the pieces as hold the first ten checkpoints, each with the rank of its place.

    Those of one place are all of them there: which comes first, their references say.
    """
    chosen: list[tuple[int, CountedGroup]] = []
    held, rank, last = 0, -1, None
    for place, counted in sorted(placed, key=itemgetter(0)):
        if place != last:
            if held >= MAX_WORST:
                break
            rank, last = rank + 1, place
        chosen.append((rank, counted))
        held += counted.size
    return chosen


def _query(session: Session, programme_id: int, chosen: Sequence[tuple[int, CountedGroup]]) -> Any:
    conditions = [_holds(session, counted) for _, counted in chosen]
    # What waits for its drain first: as it is stored it may look like another piece.
    pieces = range(len(chosen))
    by_id_first = sorted(pieces, key=lambda n: chosen[n][1].checkpoint_id is None)
    piece = case(*((conditions[n], n) for n in by_id_first))
    rank = case(*((conditions[n], chosen[n][0]) for n in by_id_first))
    named = [counted.checkpoint_id for _, counted in chosen if counted.checkpoint_id is not None]
    return (
        select(
            col(Checkpoint.assignment_id), col(Assignment.ref), col(Checkpoint.label),
            col(Indicator.title), col(Checkpoint.title).label("step"), col(Assignment.unit_id),
            piece.label("piece"),
        )
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .where(
            col(Assignment.programme_id) == programme_id,
            *LIVE,
            or_(
                col(Checkpoint.id).in_(named),
                col(Checkpoint.id).not_in(pending_in(programme_id)),
            ),
            or_(*conditions),
        )
        .order_by(rank, col(Assignment.ref), col(Checkpoint.label))
        .limit(MAX_WORST)
    )  # fmt: skip


def _holds(session: Session, counted: CountedGroup) -> ColumnElement[bool]:
    """The condition that a checkpoint is one of those counted."""
    if counted.checkpoint_id is not None:
        return col(Checkpoint.id) == counted.checkpoint_id
    facts = counted.facts
    day: Any = local_date(facts.reported_at) if facts.reported_at else None
    if day is not None and not is_postgresql(session):
        day = day.isoformat()
    reported = reported_day(session)
    return and_(
        col(Assignment.unit_id) == counted.unit_id,
        col(Checkpoint.stage) == facts.stage,
        col(Checkpoint.due_on) == facts.due_on,
        col(Checkpoint.missing) == facts.missing,
        col(Checkpoint.undelivered) == facts.undelivered,
        col(Checkpoint.reported_at).is_(None) if day is None else reported == day,
        col(Checkpoint.returned_waits) == waits_column(facts.waits),
        *_sent_back(counted),
    )


def _sent_back(counted: CountedGroup) -> Iterator[ColumnElement[bool]]:
    for column, day in zip(RETURNED, columns_of(counted.facts.returned), strict=True):
        yield column.is_(None) if day is None else column == day


def _item(
    row: Any, counted: CountedGroup, scale: CountingDay, officials: Officials, names: dict[int, Any]
) -> LateItem:
    step = row.step
    facts = counted.facts
    return LateItem(
        ref=f"{row.ref}/{row.label}",
        title=f"{row.title}: {step}" if step and step != row.title else row.title,
        unit_id=row.unit_id,
        unit=names[row.unit_id].name,
        answering=next(iter(officials.of(row.assignment_id, Occasion.of(facts))), None),
        due_on=facts.due_on,
        days_over=scale.days_over(counted),
        stage=facts.stage,
        missing=facts.missing,
        undelivered=facts.undelivered,
    )
