"""What the filters of the board offer: only what the viewer may see."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select, true
from sqlmodel import col

from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import BoardQuestion, unit_names
from dondoc.services.organisation.in_force import held_within
from dondoc.services.work.appointments import appointments_in
from dondoc.store.bulk import among
from dondoc.store.cache import keep
from models.assignment import Assignment, AssignmentOfficial
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_OFFICIAL
from models.person import Holding, Person, Position
from models.rules.folding import fold
from models.unit import Unit, UnitGroup

MAX_PEOPLE = 400
"""A list of more people than that is offered once a group or a unit is chosen."""
MAX_UNITS = 400
"""A list of more units than that is offered once a group is chosen."""

Options = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Choices:
    """Pairs of id and words.

    `officials`: whoever answers for work in the year; `more_officials`: these are only the one
    chosen, because there are too many for a list.
    """

    groups: Options
    units: Options
    officials: Options
    categories: tuple[str, ...]
    more_officials: bool = False


def choices(scope: BoardQuestion, filters: BoardFilters) -> Choices:
    """The choices of a page with these filters."""
    groups, units, categories = keep(("choices", *scope.whose), scope.state, lambda: _units(scope))
    offered = tuple(
        (key, name)
        for key, name, group in units
        if filters.group_id in (None, group) or key == filters.unit_id
    )
    if len(offered) > MAX_UNITS and filters.group_id is None:
        offered = tuple(pair for pair in offered if pair[0] == filters.unit_id)
    officials = _officials(scope, filters)
    if len(officials) <= MAX_PEOPLE:
        return Choices(groups, offered, officials, categories)
    chosen = tuple(pair for pair in officials if pair[0] == filters.person_id)
    return Choices(groups, offered, chosen, categories, more_officials=True)


def _units(
    scope: BoardQuestion,
) -> tuple[Options, tuple[tuple[int, str, int], ...], tuple[str, ...]]:
    ours = select(col(Assignment.unit_id)).where(scope.viewer.visible())
    query = select(col(Unit.id), col(Unit.group_id)).where(col(Unit.id).in_(ours))
    query = query.order_by(col(Unit.rank), col(Unit.id))
    row = scope.session.connection().execute(query).all()
    names = unit_names(scope)
    units = tuple((key, names[key], group) for key, group in row)
    groups = select(col(UnitGroup.id), col(UnitGroup.title)).where(
        col(UnitGroup.id).in_({group for _, group in row})
    )
    kinds = (
        select(col(Indicator.category))
        .where(col(Indicator.programme_id) == scope.programme.id, col(Indicator.category) != "")
        .distinct()
    )
    run = scope.session.connection()
    return (
        tuple((key, title) for key, title in run.execute(groups.order_by(col(UnitGroup.rank)))),
        units,
        tuple(sorted(run.scalars(kinds), key=lambda text: (fold(text), text))),
    )


def _officials(scope: BoardQuestion, filters: BoardFilters) -> Options:
    """Of the unit or the group that is chosen, else of all, and whoever is chosen already."""
    where = (filters.group_id, filters.unit_id, filters.person_id)
    return keep(("officials", where, *scope.whose), scope.state, lambda: _read(scope, filters))


def _read(scope: BoardQuestion, filters: BoardFilters) -> Options:
    """Whoever held a position of this work in the year, also one who has left."""
    year = scope.programme.year
    first, last = date(year, 1, 1), min(date(year, 12, 31), scope.today)
    query = (
        select(col(Person.id), col(Person.full_name), col(Position.title))
        .join(Holding, col(Holding.person_id) == col(Person.id))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(
            or_(_answers_at(scope, filters), col(Person.id) == filters.person_id),
            _answers(scope, scope.viewer.visible()),
            held_within(first, max(first, last)),
        )
        .distinct()
        .order_by(col(Person.full_name), col(Person.id), col(Position.title))
    )
    names: dict[int, tuple[str, list[str]]] = {}
    for key, name, title in scope.session.connection().execute(query):
        names.setdefault(key, (name, []))[1].append(title)
    return tuple((key, f"{name} ({', '.join(titles)})") for key, (name, titles) in names.items())


def _answers_at(scope: BoardQuestion, filters: BoardFilters) -> ColumnElement[bool]:
    if filters.unit_id is not None:
        return _answers(scope, col(Assignment.unit_id) == filters.unit_id)
    if filters.group_id is None:
        return true()
    units = select(col(Unit.id)).where(col(Unit.group_id) == filters.group_id)
    return _answers(scope, col(Assignment.unit_id).in_(units))


def _answers(scope: BoardQuestion, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a position answers for an assignment that meets a condition, or once did."""
    ours = select(col(AssignmentOfficial.position_id)).join(*ASSIGNMENT_OF_OFFICIAL)
    now = col(Position.id).in_(ours.where(condition))
    changed = appointments_in(scope.session).by_assignment
    if not changed:
        return now
    query = select(col(Assignment.id)).where(
        condition, among(scope.session, col(Assignment.id), changed)
    )
    keys = {key for (key,) in scope.session.connection().execute(query)}
    ever = {position for key in keys for each in changed[key] for position in each.positions}
    return or_(now, among(scope.session, col(Position.id), ever))
