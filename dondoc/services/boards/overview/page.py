"""All that the one page says, read in a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.boards.overview.drawn import drawn_figures
from dondoc.services.boards.overview.movement import (
    MovesSince,
    ThenNow,
    before,
    moves_by_unit,
    quarter_shown,
    then_and_now,
)
from dondoc.services.boards.overview.worst import LateItem, worst
from dondoc.services.difficulties.open import OpenDifficulty, open_hindrances
from dondoc.services.figures.counts import CountedGroup, CountingDay, add_up, groups_of
from dondoc.services.figures.drawn import DrawnFigures
from dondoc.services.figures.indicators_in_sql import SharedIndicator, shared
from dondoc.services.figures.quarter import Quarter
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.programme.frames import frame_of
from models.assignment import Assignment
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.stages import Stage
from models.rules.totals import Counts
from models.unit import Unit, UnitGroup

MAX_DIFFICULTIES = 3
MAX_LATE_UNITS = 5


@dataclass(frozen=True)
class GroupRow:
    """A group of units. `due`: checkpoints whose due date has come, a part of `counts`."""

    group_id: int
    title: str
    units: int
    counts: Counts
    due: Counts
    moves: MovesSince


@dataclass(frozen=True)
class OverdueUnit:
    """A unit with something overdue."""

    unit_id: int
    name: str
    overdue: int
    total: int


@dataclass(frozen=True)
class Overview:
    """The year so far. Every total is the sum of `groups`.

    Of what is overdue, `reported_late` is reported and waits for verification, `undelivered_late`
    is verified as not delivered.
    """

    programme_year: int
    programme_title: str
    as_of: date
    quarter: Quarter
    groups: tuple[GroupRow, ...]
    reported_late: int
    undelivered_late: int
    extensions: int
    then_now: ThenNow | None
    late_units: tuple[OverdueUnit, ...]
    worst: tuple[LateItem, ...]
    shared: tuple[SharedIndicator, ...]
    shared_in_all: int
    hindered: tuple[OpenDifficulty, ...]
    hindered_in_all: int
    drawn: DrawnFigures

    @property
    def since(self) -> date:
        """The day since which it moved."""
        return end_before(self.quarter)

    @property
    def counts(self) -> Counts:
        """All checkpoints of the year."""
        return sum((group.counts for group in self.groups), Counts())

    @property
    def due(self) -> Counts:
        """Those whose due date has come."""
        return sum((group.due for group in self.groups), Counts())

    @property
    def moves(self) -> MovesSince:
        """What moved since the last quarter's end."""
        return sum((group.moves for group in self.groups), MovesSince())


def overview(
    session: Session, viewer: Viewer, programme: Programme, now: datetime
) -> Overview | None:
    """The page, or None for whoever does not see the whole programme."""
    if not viewer.sees_all:
        return None
    session.flush()
    frame = frame_of(session, programme)
    scale = CountingDay(local_date(now), frame)
    counted_groups = groups_of(session, programme.key, frame)
    quarter = quarter_shown(programme, scale.today)
    moves = moves_by_unit(session, programme, end_before(quarter), scale, counted_groups)
    indicators, in_all = shared(session, programme.key, frame, scale.today)
    hindered, difficulty_count = _hindered(session, programme.key, now)
    return Overview(
        programme_year=programme.year,
        programme_title=programme.title,
        as_of=scale.today,
        quarter=quarter,
        groups=_groups(session, scale, counted_groups, moves),
        **_late_and_asked(scale, counted_groups),
        then_now=then_and_now(session, programme, before(quarter), scale, counted_groups),
        late_units=_late_units(session, scale, counted_groups),
        worst=tuple(worst(session, programme.key, scale, counted_groups)),
        shared=tuple(indicators),
        shared_in_all=in_all,
        hindered=hindered,
        hindered_in_all=difficulty_count,
        drawn=drawn_figures(session, programme, scale, counted_groups, indicators),
    )


def _late_and_asked(scale: CountingDay, groups: Iterable[CountedGroup]) -> dict[str, int]:
    """What of the overdue waits for others than who reports, and what asks for more time."""
    sums = {"reported_late": 0, "undelivered_late": 0, "extensions": 0}
    for counted in groups:
        sums["reported_late"] += counted.size * is_reported_late(scale, counted)
        sums["undelivered_late"] += counted.size * is_undelivered_late(scale, counted)
        sums["extensions"] += counted.size * bool(counted.asked)
    return sums


def is_reported_late(scale: CountingDay, counted: CountedGroup) -> bool:
    """Whether it is overdue and its report waits to be verified."""
    return counted.facts.stage is Stage.REPORTED and bool(scale.one(counted).overdue)


def is_undelivered_late(scale: CountingDay, counted: CountedGroup) -> bool:
    """Whether it is overdue although its reporting is over: the product is not there."""
    return counted.facts.verified_undelivered and bool(scale.one(counted).overdue)


def end_before(quarter: Quarter) -> date:
    """The last day of the quarter before."""
    return date.fromordinal(quarter.start.toordinal() - 1)


def _groups(
    session: Session,
    scale: CountingDay,
    groups: Iterable[CountedGroup],
    moves: Mapping[int, MovesSince],
) -> tuple[GroupRow, ...]:
    """The groups that have something to count, in the order of the plan."""
    query = (
        select(col(Unit.id), col(UnitGroup.id), col(UnitGroup.title))
        .join(UnitGroup, col(UnitGroup.id) == col(Unit.group_id))
        .order_by(col(UnitGroup.rank), col(UnitGroup.id), col(Unit.id))
    )
    members: dict[tuple[Any, ...], list[int]] = {}
    for unit_id, *group in session.connection().execute(query):
        members.setdefault(tuple(group), []).append(unit_id)
    by_unit: dict[int, list[CountedGroup]] = {}
    for counted in groups:
        by_unit.setdefault(counted.unit_id, []).append(counted)
    group_rows = []
    for (group_id, title), units in members.items():
        working = [unit for unit in units if unit in by_unit]
        held = [counted_group for unit in working for counted_group in by_unit[unit]]
        if held:
            moved = sum((moves.get(unit, MovesSince()) for unit in units), MovesSince())
            come = (counted_group for counted_group in held if scale.has_come(counted_group))
            counts, due = add_up(scale, held), add_up(scale, come)
            group_rows.append(GroupRow(group_id, title, len(working), counts, due, moved))
    return tuple(group_rows)


def _late_units(
    session: Session, scale: CountingDay, groups: Iterable[CountedGroup]
) -> tuple[OverdueUnit, ...]:
    """The units with the most overdue checkpoints."""
    late: dict[int, int] = {}
    total: dict[int, int] = {}
    for counted in groups:
        total[counted.unit_id] = total.get(counted.unit_id, 0) + counted.size
        if scale.one(counted).overdue:
            late[counted.unit_id] = late.get(counted.unit_id, 0) + counted.size
    first = sorted(late, key=lambda unit: (-late[unit], unit))[:MAX_LATE_UNITS]
    names = names_on(session, scale.today, first)
    return tuple(OverdueUnit(key, names[key].name, late[key], total[key]) for key in first)


def _hindered(
    session: Session, programme_id: int, now: datetime
) -> tuple[tuple[OpenDifficulty, ...], int]:
    """The latest difficulties that are open, whenever they were said, and how many there are."""
    ours = col(Assignment.programme_id) == programme_id
    difficulties = open_hindrances(session, ours, now)
    return tuple(difficulties[:MAX_DIFFICULTIES]), len(difficulties)
