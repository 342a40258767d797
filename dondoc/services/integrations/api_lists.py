"""Lists of the API: assignments, checkpoints and units that a viewer may see, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlmodel import Session, col

from dondoc.services.boards.overdue.conditions import matching
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.figures.status import Status, status
from dondoc.services.organisation.in_force import in_force
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.reminders.register.filters import Filters
from dondoc.services.reminders.register.register import RegisterRow, register
from dondoc.services.work.checkpoint_view import CheckpointView, views_of
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.services.work.references import meant
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import INDICATOR_OF_ASSIGNMENT
from models.programme import Programme
from models.rules.due_parts import DuePart
from models.unit import Unit, UnitGroup, UnitName


@dataclass(frozen=True)
class ListPage:
    """Which part of a list. `number`: from 1."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """How many rows come before."""
        return (self.number - 1) * self.size


@dataclass(frozen=True)
class DueRange:
    """Due dates, both included; None leaves that side open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class UnitRow:
    """A unit as it is called on a day."""

    id: int
    code: str
    name: str
    group: str


def unit_ids(session: Session, code: str, day: date) -> list[int]:
    """The units that bear a code on a day: none, one, or two where a plan says so."""
    query = select(col(UnitName.unit_id)).where(
        col(UnitName.code) == code,
        in_force(UnitName.valid_from, UnitName.valid_to, day),
    )
    return list(session.connection().scalars(query))


def units(session: Session, viewer: Viewer) -> list[UnitRow]:
    """The units that have something which the viewer may see, or whose board is theirs."""
    theirs = select(col(Assignment.unit_id)).where(viewer.visible())
    query = (
        select(col(Unit.id), col(UnitGroup.code))
        .join(UnitGroup, col(UnitGroup.id) == col(Unit.group_id))
        .order_by(col(UnitGroup.rank), col(Unit.rank), col(Unit.id))
    )
    if not viewer.sees_all:
        query = query.where(or_(col(Unit.id).in_(theirs), col(Unit.id).in_(viewer.boards)))
    rows = session.connection().execute(query).all()
    names = names_on(session, viewer.day, [key for key, _ in rows])
    return [
        UnitRow(key, names[key].code, names[key].name, group) for key, group in rows if key in names
    ]


def checkpoints(
    scope: BoardQuestion,
    units: Sequence[int] | None,
    shown: DuePart,
    due: DueRange,
    cut: ListPage,
) -> tuple[tuple[CheckpointView, ...], int]:
    """A page of the checkpoints that match, the earliest due first, and how many match."""
    query, due_on = matching(scope, BoardFilters(shown=shown)), _due_on(scope)
    if units is not None:
        query = query.where(col(Assignment.unit_id).in_(units))
    if due.first is not None:
        query = query.where(due_on >= due.first)
    if due.last is not None:
        query = query.where(due_on <= due.last)
    connection = scope.session.connection()
    total = connection.scalar(query.with_only_columns(func.count())) or 0
    query = query.order_by(due_on, col(Checkpoint.id))
    ids = list(connection.scalars(query.limit(cut.size).offset(cut.offset)))
    loaded = load_checkpoints(scope.session, scope.frame, ids)
    return views_of(
        scope.session, scope.frame, {key: loaded[key] for key in ids}, scope.today
    ), total


def _due_on(scope: BoardQuestion) -> Any:
    """The due date that a row says: as the last drain left it, except where something waits."""
    since = {key: recorded.checkpoint.facts.due_on for key, recorded in scope.since.items()}
    stored: Any = col(Checkpoint.due_on)
    return case(since, value=col(Checkpoint.id), else_=stored) if since else stored


def assignments(
    scope: BoardQuestion,
    units: Sequence[int] | None,
    category: str,
    shown: DuePart | None,
    cut: ListPage,
) -> tuple[list[Any], int]:
    """A page of the assignments that match, by reference, and how many match.

    `shown`: those with a checkpoint in that part.
    """
    keys = _matching_assignments(scope, units, category, shown)
    connection = scope.session.connection()
    total = connection.scalar(keys.with_only_columns(func.count())) or 0
    query = keys.with_only_columns(
        col(Assignment.ref), col(Assignment.unit_id), col(Assignment.target),
        col(Assignment.product), col(Assignment.weight), col(Assignment.deadline),
        col(Assignment.standing), col(Indicator.title), col(Indicator.category),
        col(Indicator.unit_of_measure), col(Indicator.kind), col(Indicator.direction),
    ).order_by(col(Assignment.ref))  # fmt: skip
    return list(connection.execute(query.limit(cut.size).offset(cut.offset)).mappings()), total


def _matching_assignments(
    scope: BoardQuestion, units: Sequence[int] | None, category: str, shown: DuePart | None
) -> Select[Any]:
    keys = select(col(Assignment.id)).where(scope.viewer.visible())
    keys = keys.join(*INDICATOR_OF_ASSIGNMENT)
    if units is not None:
        keys = keys.where(col(Assignment.unit_id).in_(units))
    if category:
        keys = keys.where(col(Indicator.category) == category)
    if shown is not None:
        within = matching(scope, BoardFilters(shown=shown)).with_only_columns(
            col(Checkpoint.assignment_id)
        )
        keys = keys.where(col(Assignment.id).in_(within))
    return keys


def find_assignment(session: Session, viewer: Viewer, ref: str) -> Assignment | None:
    """The assignment that a reference means, or None where the viewer may not see one."""
    query = select(Assignment).where(viewer.visible(), meant(ref, viewer.day))
    found = session.scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else None  # two units may bear one code


def figures_for(
    session: Session, viewer: Viewer, programme: Programme, now: datetime
) -> Status | None:
    """How the programme stands, or None for whoever does not see all of it."""
    return status(session, programme, now) if viewer.sees_all else None


def reminders(
    session: Session, viewer: Viewer, programme: Programme, unit: str | None, most: int
) -> list[RegisterRow] | None:
    """The newest rows of the register, of a unit or of all; None for whoever may not see them."""
    ids = unit_ids(session, unit, viewer.day) if unit is not None else []
    chosen = [key for key in ids if viewer.may_see_unit(key)]  # two units may bear one code
    if not (viewer.sees_all or chosen):
        return None
    only = None if unit is None else tuple(chosen)
    return register(session, programme, Filters(units=only, viewer=viewer), most)
