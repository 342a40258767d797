"""Who leads work of a programme, in which position of which unit, and beside whom they compare.

A group of similar tasks (Decree 335/2025/NĐ-CP Art. 20) is a group of units and what somebody is to
the unit: heads beside heads. A position says whether it is the head's or a deputy's.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.places import (
    LeadingPost,
    leading_posts,
    others_of,
    place_of,
    places_held,
    with_others,
)
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.figures.per_group import units_in_order
from dondoc.services.organisation.in_force import held_on
from dondoc.services.organisation.units import names_on
from dondoc.store.bulk import among
from models.person import Holding, Person, Position
from models.rules.scoring.units import PlaceInUnit
from models.rules.vietnamese_order import by_given_name

UnitPlaces = Mapping[int, Mapping[int, PlaceInUnit]]
"""By person, the units that they head or are a deputy head of."""


@dataclass(frozen=True)
class LeadingOfficial:
    """Somebody who leads work of the year. `unit`, `position`: where they are evaluated.

    `in_units`: what they are to each unit that they head, or are a deputy head of. `others`: their
    positions in those of them where they are not evaluated; `position` names these, too.
    """

    person_id: int
    code: str
    name: str
    position: str
    place: PlaceInUnit
    unit_id: int
    unit: str
    group_code: str
    group_title: str
    in_units: Mapping[int, PlaceInUnit] = field(default_factory=dict)
    others: tuple[LeadingPost, ...] = ()

    def place_in(self, unit_id: int) -> PlaceInUnit | None:
        """What they are to a unit; None where it is not theirs."""
        return self.in_units.get(unit_id, self.place if unit_id == self.unit_id else None)

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
    """Everybody, in the order of the plan's units, in the place where they are on a day.

    A constant number of queries.
    """
    places_of, people = unit_places_on(session, day), _people(session, by_person)
    held, names = places_held(session, day), names_on(session, day)
    led = leading_posts(session, day, by_person.keys(), names)
    places = {each.unit_id: (number, each) for number, each in enumerate(units_in_order(session))}
    rows = []
    for key, works in by_person.items():
        place, (code, name) = place_of(works, held.get(key, ())), people[key]
        number, unit = places[place.unit_id]
        in_units = {place.unit_id: PlaceInUnit.OFFICIAL, **places_of.get(key, {})}
        heads = PlaceInUnit.HEAD in in_units.values()
        others = others_of(led.get(key, ()), place.unit_id)
        official = LeadingOfficial(
            key, code, name, with_others(place.position, others),
            PlaceInUnit.HEAD if heads else in_units[place.unit_id], place.unit_id,
            names[place.unit_id].name, unit.group_code, unit.group_title, in_units,
            others,
        )  # fmt: skip
        rows.append((number, by_given_name(name), code, official))
    return tuple(row[-1] for row in sorted(rows, key=lambda row: row[:3]))


def unit_places_on(session: Session, day: date) -> UnitPlaces:
    """Who heads a unit on a day or is a deputy head of it; whoever is both heads it."""
    query = (
        select(col(Holding.person_id), col(Position.unit_id), col(Position.heads_unit))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(or_(col(Position.heads_unit), col(Position.deputy_head)), held_on(day))
        .order_by(col(Position.heads_unit), col(Position.id))
    )
    found: dict[int, dict[int, PlaceInUnit]] = defaultdict(dict)
    for person_id, unit_id, heads in session.connection().execute(query):
        found[person_id][unit_id] = PlaceInUnit.HEAD if heads else PlaceInUnit.DEPUTY
    return found


def headed_units(places: UnitPlaces) -> Mapping[int, frozenset[int]]:
    """By person, the units that they head."""
    return {
        person_id: frozenset(key for key, place in units.items() if place is PlaceInUnit.HEAD)
        for person_id, units in places.items()
    }


def _people(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    query = select(col(Person.id), col(Person.code), col(Person.full_name))
    rows = session.connection().execute(query.where(among(session, col(Person.id), set(ids))))
    return {key: (code, name) for key, code, name in rows}
