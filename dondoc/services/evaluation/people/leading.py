"""Who leads work of a programme, in which position of which unit, and beside whom they compare.

A group of similar tasks (Decree 335/2025/NĐ-CP Art. 20) is a group of units and what somebody is to
the unit: heads beside heads. A position says whether it is the head's or a deputy's.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.person_period import heads_on
from dondoc.services.evaluation.people.work import OfficialWork, work_of_most
from dondoc.services.figures.per_group import units_in_order
from dondoc.services.organisation.in_force import held_on
from dondoc.store.bulk import among
from models.person import Holding, Person, Position
from models.rules.scoring.units import PlaceInUnit

Deputies = Set[tuple[int, int]]
"""Who is a deputy head, each with the unit."""


@dataclass(frozen=True)
class LeadingOfficial:
    """Somebody who leads work of the year. `unit`, `position`: of most of it."""

    person_id: int
    code: str
    name: str
    position: str
    place: PlaceInUnit
    unit_id: int
    unit: str
    group_code: str
    group_title: str

    @property
    def leads(self) -> bool:
        """Whether they head a unit, by which the rule set is chosen."""
        return self.place is PlaceInUnit.HEAD

    @property
    def similar(self) -> str:
        """The key of their group of similar tasks, such as HUYEN.head."""
        return f"{self.group_code}.{self.place}"


def leading_officials(
    session: Session, by_person: Mapping[int, Sequence[OfficialWork]], day: date
) -> tuple[LeadingOfficial, ...]:
    """Everybody, in the order of the plan's units; heads and deputies are those of a day.

    Four queries.
    """
    heads, people = heads_on(session, day), _people(session, by_person)
    deputies = deputies_on(session, day)
    places = {each.unit_id: (number, each) for number, each in enumerate(units_in_order(session))}
    rows = []
    for key, works in by_person.items():
        work, (code, name) = work_of_most(works), people[key]
        number, unit = places[work.unit_id]
        official = LeadingOfficial(
            key, code, name, work.position,
            place_of(key in heads, (key, work.unit_id) in deputies),
            work.unit_id, work.unit, unit.group_code, unit.group_title,
        )  # fmt: skip
        rows.append((number, name, code, official))
    return tuple(row[-1] for row in sorted(rows, key=lambda row: row[:3]))


def place_of(heads: bool, is_deputy: bool) -> PlaceInUnit:
    """What somebody is to their unit; `heads`: whether they head it."""
    if heads:
        return PlaceInUnit.HEAD
    return PlaceInUnit.DEPUTY if is_deputy else PlaceInUnit.OFFICIAL


def deputies_on(session: Session, day: date) -> Deputies:
    """Who holds a position of a deputy head on a day."""
    query = (
        select(col(Holding.person_id), col(Position.unit_id))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(col(Position.deputy_head), held_on(day))
    )
    return frozenset(session.connection().execute(query).tuples())


def _people(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    query = select(col(Person.id), col(Person.code), col(Person.full_name))
    rows = session.connection().execute(query.where(among(session, col(Person.id), set(ids))))
    return {key: (code, name) for key, code, name in rows}
