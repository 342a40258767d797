"""Everything that can be searched by its name, folded once and kept in memory.

There are thousands of titles, units and people, and a hundred thousand assignments made of them:
the words are looked for in the former, here, and the database is asked for the latter by number.
A database would fold every title anew for every search.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import case, select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import held_within
from dondoc.services.organisation.units import UnitNames
from dondoc.store.cache import keep, version
from models.indicator import Indicator
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.folding import fold

OLDEST_SECONDS = 60
"""A name that was changed without an event is found under its new form after so long at most."""


@dataclass(frozen=True)
class NamedPerson:
    """Somebody in a position on the day, or in the year until then (`until`: their last day)."""

    person_id: int
    code: str
    name: str
    title: str
    unit_id: int
    folded: str
    until: date | None = None


@dataclass(frozen=True)
class NamedUnit:
    """A unit under the name of the day."""

    unit_id: int
    code: str
    name: str
    folded: str


Named = TypeVar("Named", NamedPerson, NamedUnit)


@dataclass(frozen=True)
class Names:
    """What is searched: `indicators` by id."""

    indicators: dict[int, str]
    units: dict[int, NamedUnit]
    people: tuple[NamedPerson, ...]

    def indicators_with(self, word: str) -> set[int]:
        """The indicators in whose code, title or category a folded word stands."""
        return {key for key, text in self.indicators.items() if word in text}

    def units_with(self, word: str) -> set[int]:
        """The units in whose code or name a folded word stands."""
        return {key for key, unit in self.units.items() if word in unit.folded}


def names_of(session: Session, programme: Programme, day: date) -> Names:
    """The names of a programme on a day, as they are now."""
    key = ("names", str(session.get_bind().engine.url), programme.id, day)
    state = (version(session), programme.plan_sha256, int(time.monotonic() // OLDEST_SECONDS))
    return keep(key, state, lambda: _read(session, programme, day))


def having(words: Iterable[str], named: Iterable[Named]) -> list[Named]:
    """Those in whose folded text all folded words stand."""
    people = list(named)
    for word in words:  # each among what is left, of which the second word leaves little
        people = [person for person in people if word in person.folded]
    return people


def _read(session: Session, programme: Programme, day: date) -> Names:
    indicators = select(
        col(Indicator.id), col(Indicator.code), col(Indicator.title), col(Indicator.category)
    ).where(col(Indicator.programme_id) == programme.id)
    connection = session.connection()
    return Names(
        indicators={row[0]: fold(" ".join(row[1:])) for row in connection.execute(indicators)},
        units=_units(session, day),
        people=_people(session, programme.year, day),
    )


def _units(session: Session, day: date) -> dict[int, NamedUnit]:
    return {
        key: NamedUnit(key, unit.code, unit.name, fold(f"{unit.code} {unit.name}"))
        for key, unit in UnitNames(session).in_force_on(day).items()
    }


def _people(session: Session, year: int, day: date) -> tuple[NamedPerson, ...]:
    """Whoever holds a position comes before whoever has left one."""
    last = col(Holding.held_to)
    left = case((last < day, last))
    query = (
        select(
            col(Person.id), col(Person.code), col(Person.full_name), col(Position.title),
            col(Position.unit_id), left,
        )
        .join(Holding, col(Holding.person_id) == col(Person.id))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(held_within(date(year, 1, 1), day))
        .order_by(left.is_not(None), col(Person.full_name), col(Position.id), col(Holding.id))
    )  # fmt: skip
    return tuple(
        NamedPerson(key, code, name, title, unit_id, fold(f"{code} {name} {title}"), until)
        for key, code, name, title, unit_id, until in session.connection().execute(query)
    )
