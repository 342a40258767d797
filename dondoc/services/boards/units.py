"""Boards of units: how each stands, the worst first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.services.figures.counts import CountingDay, add_up, groups_of
from dondoc.services.organisation.unit_tree import answered_by_committee
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.programme.frames import ProgrammeRules, frame_of
from dondoc.services.work.checkpoint_rows import rows_of
from dondoc.store.cache import keep, version
from models.assignment import Assignment
from models.programme import Programme
from models.rules.stages import Standing
from models.rules.totals import Counts, count
from models.unit import Unit, UnitGroup


@dataclass(frozen=True)
class CountedUnit:
    """A unit with its live checkpoints counted. `committee`: whether one answers for it."""

    unit_id: int
    code: str
    name: str
    group: str
    counts: Counts
    assignments: int
    committee: bool


@dataclass(frozen=True)
class UnitList:
    """The list of units. `groups`: code and title of every group that the viewer sees a unit of."""

    units: tuple[CountedUnit, ...]
    groups: tuple[tuple[str, str], ...]

    @property
    def counts(self) -> Counts:
        """The sum of all units."""
        return sum((unit.counts for unit in self.units), Counts())


def unit_list(session: Session, programme: Programme, viewer: Viewer, group: str = "") -> UnitList:
    """The units whose boards a viewer sees (of one group), the one with most overdue first."""
    frame = frame_of(session, programme)
    counts = _counts(session, programme, viewer, frame)
    sizes = _assignments(session, viewer)
    shown = viewer.boards if not viewer.sees_all else sizes.keys() | viewer.boards
    answered = answered_by_committee(session, programme.key, shown, viewer.day)
    names = names_on(session, viewer.day, shown)
    counted_units = [
        CountedUnit(
            unit_id=key,
            code=names[key].code,
            name=names[key].name,
            group=code,
            counts=counts.get(key, Counts()),
            assignments=sizes.get(key, 0),
            committee=key in answered,
        )
        for key, code in _groups(session, shown).items()
        if key in names
    ]
    titles = _titles(session, {counted_unit.group for counted_unit in counted_units})
    shown_units = [unit for unit in counted_units if group in ("", unit.group)]
    return UnitList(tuple(sorted(shown_units, key=_worst_first)), titles)


def _worst_first(counted_unit: CountedUnit) -> tuple[float, float, float, str]:
    total = counted_unit.counts.total or 1
    return (
        -counted_unit.counts.overdue,
        -counted_unit.counts.overdue / total,
        -counted_unit.counts.due_soon,
        counted_unit.name,
    )


def _counts(
    session: Session, programme: Programme, viewer: Viewer, frame: ProgrammeRules
) -> dict[int, Counts]:
    """By unit. Of the whole programme they are kept for as long as nothing changes."""
    if viewer.sees_all:
        key = ("boards", str(session.get_bind().engine.url), programme.id, viewer.day)
        state = (version(session), programme.plan_sha256, frame)
        return keep(key, state, lambda: _all_counts(session, programme, viewer, frame))
    if not viewer.boards:
        return {}
    mine = col(Assignment.unit_id).in_(viewer.boards)
    checkpoint_rows = rows_of(session, frame, viewer.day, viewer.visible(), mine)
    counted_checkpoints = defaultdict(list)
    for checkpoint_row in checkpoint_rows:
        counted_checkpoints[checkpoint_row.unit_id].append(checkpoint_row.counted)
    return {unit_id: count(counted) for unit_id, counted in counted_checkpoints.items()}


def _all_counts(
    session: Session, programme: Programme, viewer: Viewer, frame: ProgrammeRules
) -> dict[int, Counts]:
    scale, groups = CountingDay(viewer.day, frame), defaultdict(list)
    for counted in groups_of(session, programme.key, frame):
        groups[counted.unit_id].append(counted)
    return {unit_id: add_up(scale, counted_groups) for unit_id, counted_groups in groups.items()}


def _assignments(session: Session, viewer: Viewer) -> dict[int, int]:
    query = (
        select(col(Assignment.unit_id), func.count())
        .where(viewer.visible(), col(Assignment.standing) == Standing.LIVE)
        .group_by(col(Assignment.unit_id))
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _groups(session: Session, units: Iterable[int]) -> dict[int, str]:
    query = (
        select(col(Unit.id), col(UnitGroup.code))
        .join(UnitGroup, col(UnitGroup.id) == col(Unit.group_id))
        .where(col(Unit.id).in_(sorted(units)))
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _titles(session: Session, codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    query = (
        select(col(UnitGroup.code), col(UnitGroup.title))
        .where(col(UnitGroup.code).in_(sorted(codes)))
        .order_by(col(UnitGroup.rank), col(UnitGroup.code))
    )
    return tuple((code, title) for code, title in session.connection().execute(query))
