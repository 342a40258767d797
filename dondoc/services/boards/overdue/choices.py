"""What the filters of the board offer: only what the viewer may see."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select, true
from sqlmodel import col

from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import BoardQuestion, unit_names
from dondoc.services.organisation.choose import chosen_from
from dondoc.services.organisation.in_force import held_within
from dondoc.services.organisation.units import names_on
from dondoc.services.work.answering.appointments import appointments_in
from dondoc.store.bulk import among
from dondoc.store.cache import keep
from models.assignment import Assignment, AssignmentOfficial
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_OFFICIAL
from models.person import Holding, Person, Position
from models.rules.vietnamese_order import by_given_name, by_letters
from models.unit import Unit, UnitGroup

MAX_PEOPLE = 400
"""A list of more people than that is offered once a group or a unit is chosen."""
MAX_UNITS = 400
"""Of more units than that one is typed, unless a group is chosen."""
MAX_NAMED = 2_000
"""So many names are offered to whoever types one; more would outweigh the page."""

Options = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Choices:
    """Pairs of id and words.

    `officials`: whoever answers for work in the year; `more_officials`: these are only the one
    chosen, because there are too many for a list. `unit_is_typed`: so it is with the units, and
    `unit_names` are offered while one is typed.
    """

    groups: Options
    units: Options
    officials: Options
    categories: tuple[str, ...]
    more_officials: bool = False
    unit_is_typed: bool = False
    unit_names: tuple[str, ...] = ()

    def chosen(self, filters: BoardFilters) -> dict[str, str]:
        """The words of what is filtered by; '' where nothing is, or nothing that is offered."""
        return {
            "group": _words_of(self.groups, filters.group_id),
            "unit": _words_of(self.units, filters.unit_id),
            "person": _words_of(self.officials, filters.person_id),
        }


def _words_of(options: Options, key: int | None) -> str:
    return "" if key is None else dict(options).get(key, "")


def choices(scope: BoardQuestion, filters: BoardFilters) -> Choices:
    """The choices of a page with these filters."""
    groups, units, categories = keep(("choices", *scope.whose), scope.state, lambda: _units(scope))
    offered = tuple(
        (key, name)
        for key, name, group in units
        if filters.group_id in (None, group) or key == filters.unit_id
    )
    is_typed = len(offered) > MAX_UNITS and filters.group_id is None
    names = tuple(name for _, name in offered) if is_typed and len(offered) <= MAX_NAMED else ()
    if is_typed:
        offered = tuple(pair for pair in offered if pair[0] == filters.unit_id)
    officials = _officials(scope, filters)
    more = len(officials) > MAX_PEOPLE
    if more:
        officials = tuple(pair for pair in officials if pair[0] == filters.person_id)
    return Choices(groups, offered, officials, categories, more, is_typed, names)


def unit_called(scope: BoardQuestion, typed: str) -> int:
    """The unit that the viewer sees and whose name or code was typed; a part may do.

    Raises BadInput where none is called so, and where several are.
    """
    _, units, _ = keep(("choices", *scope.whose), scope.state, lambda: _units(scope))
    names = {key: name for key, name, _ in units}
    codes = {unit.code: key for key, unit in names_on(scope.session, scope.today, names).items()}
    return codes[chosen_from(((code, names[key]) for code, key in codes.items()), typed)]


def _units(
    scope: BoardQuestion,
) -> tuple[Options, tuple[tuple[int, str, int], ...], tuple[str, ...]]:
    ours = select(col(Assignment.unit_id)).where(scope.viewer.visible())
    query = (
        select(col(Unit.id), col(UnitGroup.rank), col(UnitGroup.id), col(UnitGroup.title))
        .join(UnitGroup, col(UnitGroup.id) == col(Unit.group_id))
        .where(col(Unit.id).in_(ours))
        .order_by(col(Unit.rank), col(Unit.id))
    )
    rows = scope.session.connection().execute(query).all()
    names = unit_names(scope)
    units = tuple((key, names[key], group) for key, _, group, _ in rows)
    groups = sorted({(rank, group, title) for _, rank, group, title in rows})
    kinds = (
        select(col(Indicator.category))
        .where(col(Indicator.programme_id) == scope.programme.id, col(Indicator.category) != "")
        .distinct()
    )
    categories = scope.session.connection().scalars(kinds)
    return (
        tuple((group, title) for _, group, title in groups),
        units,
        tuple(sorted(categories, key=by_letters)),
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
        select(col(Person.id), col(Person.full_name), col(Person.code), col(Position.title))
        .join(Holding, col(Holding.person_id) == col(Person.id))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(
            or_(_answers_at(scope, filters), col(Person.id) == filters.person_id),
            _answers(scope, scope.viewer.visible()),
            held_within(first, max(first, last)),
        )
        .distinct()
        .order_by(col(Person.id), col(Position.title))
    )
    names: dict[int, tuple[str, str, list[str]]] = {}
    for key, name, code, title in scope.session.connection().execute(query):
        names.setdefault(key, (name, code, []))[2].append(title)
    called = {key: f"{name} ({', '.join(titles)})" for key, (name, _, titles) in names.items()}
    alike = Counter(called.values())  # of one name and title: only their codes tell them apart
    return tuple(
        (key, text if alike[text] == 1 else f"{text} ({names[key][1]})")
        for key, text in sorted(called.items(), key=lambda each: by_given_name(names[each[0]][0]))
    )


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
