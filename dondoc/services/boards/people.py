"""Lists of people, of a person's positions, and of units with their committees."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from dondoc.paging import page_shown
from dondoc.services.organisation.in_force import held_on, not_over
from dondoc.services.organisation.on_duty import reachable
from dondoc.services.organisation.unit_tree import parents_on
from dondoc.services.organisation.units import names_on
from models.assignment import Assignment
from models.committee import Committee
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.stages import Standing
from models.rules.unit_tree import nearest
from models.rules.vietnamese_order import by_letters
from models.unit import Unit

PAGE_SIZE = 50


@dataclass
class PersonRow:
    """A person with what they hold on the day. `reached`: there is an address in use."""

    code: str
    full_name: str
    language: str
    reached: bool = False
    positions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class HoldingShown:
    """A position somebody holds or held."""

    code: str
    title: str
    unit: str
    held_from: date
    held_to: date | None


@dataclass(frozen=True)
class UnitWithCommittee:
    """A unit with live work, and whether its committee stands (None: it has none).

    `under`: the unit above it whose committee answers meanwhile, or ''.
    """

    unit_id: int
    code: str
    name: str
    assignments: int
    committee: Committee | None
    under: str = ""

    @property
    def answered(self) -> bool:
        """Whether a committee answers for it, its own or one above."""
        return self.committee is not None or bool(self.under)


def people(session: Session, day: date, typed: str, page: int) -> tuple[list[PersonRow], int]:
    """A page of people whose code or name holds what is asked, and how many there are."""
    query = select(col(Person.id), col(Person.code), col(Person.full_name), col(Person.language))
    if typed:
        query = query.where(
            or_(
                func.lower(col(Person.code)).contains(typed.lower(), autoescape=True),
                col(Person.full_name).icontains(typed, autoescape=True),
            )
        )
    count = session.connection().scalar(select(func.count()).select_from(query.subquery())) or 0
    first = PAGE_SIZE * (page_shown(page, count, PAGE_SIZE) - 1)
    rows = session.connection().execute(
        query.order_by(col(Person.code)).limit(PAGE_SIZE).offset(first)
    )
    person_rows = {key: PersonRow(code, name, lang) for key, code, name, lang in rows}
    for key, title in _titles(session, list(person_rows), day):
        person_rows[key].positions.append(title)
    for key in reachable(session, person_rows):
        person_rows[key].reached = True
    return list(person_rows.values()), count


def _titles(session: Session, ids: list[int], day: date) -> list[tuple[int, str]]:
    query = (
        select(col(Holding.person_id), col(Position.title), col(Position.unit_id))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(col(Holding.person_id).in_(ids), held_on(day))
        .order_by(col(Holding.id))
    )
    rows = list(session.connection().execute(query))
    names = names_on(session, day, {unit for _, _, unit in rows})
    return [(person, f"{title}, {names[unit].name}") for person, title, unit in rows]


def held_by(session: Session, person_id: int, day: date) -> list[HoldingShown]:
    """Everything somebody holds or held, the newest first."""
    query = (
        select(Position, Holding)
        .join(Holding, col(Holding.position_id) == col(Position.id))
        .where(col(Holding.person_id) == person_id)
        .order_by(col(Holding.held_from).desc(), col(Holding.id).desc())
    )
    rows = session.execute(query).tuples().all()
    names = names_on(session, day, {post.unit_id for post, _ in rows})
    return [
        HoldingShown(post.code, post.title, names[post.unit_id].name, row.held_from, row.held_to)
        for post, row in rows
    ]


def positions(session: Session, day: date, first: int | None = None) -> list[tuple[str, str]]:
    """Every position: its code, and its title with its unit and who holds it.

    `first`: the key of the unit whose own stand before all others.
    """
    return own_first(positions_by_unit(session, day), first)


def own_first(posts: Iterable[tuple[int, str, str]], unit_id: int | None) -> list[tuple[str, str]]:
    """Positions to choose from (code, words), those of one unit before all others."""
    ordered = sorted(posts, key=lambda post: post[0] != unit_id)
    return [(code, words) for _, code, words in ordered]


def positions_by_unit(
    session: Session, day: date, *, of_ended: bool = True
) -> list[tuple[int, str, str]]:
    """Every position as (key of its unit, its code, its title with its unit and who holds it).

    `of_ended`: also those of units that have ended by the day.
    """
    query = select(Position).order_by(col(Position.unit_id), col(Position.id))
    if not of_ended:
        query = query.join(Unit, col(Unit.id) == col(Position.unit_id))
        query = query.where(not_over(Unit.ended_on, day))
    rows = session.scalars(query).all()
    names = names_on(session, day)
    holders: dict[int, list[str]] = defaultdict(list)
    held = (
        select(col(Holding.position_id), col(Person.full_name))
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(held_on(day))
    )
    for position_id, name in session.connection().execute(held):
        holders[position_id].append(name)
    return [
        (
            row.unit_id,
            row.code,
            f"{names[row.unit_id].name}: {row.title}{_by(holders.get(row.key))}",
        )
        for row in rows
    ]


def _by(names: list[str] | None) -> str:
    return f" ({', '.join(names)})" if names else ""


def units(session: Session, programme: Programme, day: date) -> list[UnitWithCommittee]:
    """Units with live work, those without a committee first."""
    counted = (
        select(col(Assignment.unit_id), func.count())
        .where(
            col(Assignment.programme_id) == programme.key,
            col(Assignment.standing) == Standing.LIVE,
        )
        .group_by(col(Assignment.unit_id))
    )
    sizes = {row[0]: row[1] for row in session.connection().execute(counted)}
    standing = select(Committee).where(
        col(Committee.programme_id) == programme.key, not_over(Committee.dissolved_on, day)
    )
    committees = {committee.unit_id: committee for committee in session.scalars(standing)}
    parents, names = parents_on(session, day), names_on(session, day)
    answering = {unit: nearest(unit, parents, committees.__contains__) for unit in sizes}
    units = [
        UnitWithCommittee(
            unit,
            names[unit].code,
            names[unit].name,
            size,
            committees.get(unit),
            names[higher].name if (higher := answering[unit]) not in (None, unit) else "",
        )
        for unit, size in sizes.items()
    ]
    return sorted(
        units, key=lambda row: (row.answered, row.committee is not None, by_letters(row.name))
    )
