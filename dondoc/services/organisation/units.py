"""Units by what they are called on a day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.organisation.in_force import in_force
from dondoc.store.cache import database_of, keep, version
from dondoc.store.database import sees_one_moment
from models.rules.unit_names import borne_by_several, told_apart
from models.rules.validity import on_day
from models.unit import UnitName


@dataclass(frozen=True)
class UnitOnDay:
    """What a unit is called on a day.

    `name`: as everybody reads it, with the code behind it where another unit is called the same.
    """

    unit_id: int
    code: str
    name: str


class _Period(NamedTuple):
    """A code and a name of a unit, between two days."""

    unit_id: int
    code: str
    name: str
    valid_from: date
    valid_to: date | None


class _Periods:
    """All that units were ever called, and which names several bear on a day."""

    def __init__(self, periods: Iterable[_Period]) -> None:
        self.of_unit: dict[int, list[_Period]] = defaultdict(list)
        for period in periods:
            self.of_unit[period.unit_id].append(period)
        self._several: dict[date, frozenset[str]] = {}

    def several_on(self, day: date) -> frozenset[str]:
        """The names that more than one unit bears, or bears nearest to the day."""
        if day not in self._several:
            nearest = (_nearest(periods, day).name for periods in self.of_unit.values())
            self._several[day] = borne_by_several(nearest)
        return self._several[day]


class UnitNames:
    """What units are called on any day: a list may tell of several."""

    def __init__(self, session: Session, unit_ids: Iterable[int] | None = None) -> None:
        found = _Periods(_read(session, unit_ids))
        self._names = found.of_unit
        self._all = found if unit_ids is None else _all_periods(session)

    def on(self, unit_id: int | None, day: date) -> str:
        """The name on a day, or the nearest one where it had none then; '' for no unit."""
        names = self._names.get(unit_id or 0)
        return self._called(_nearest(names, day), day).name if names else ""

    def all_on(self, day: date) -> dict[int, UnitOnDay]:
        """Every unit's on one day."""
        return {key: self._called(_nearest(some, day), day) for key, some in self._names.items()}

    def in_force_on(self, day: date) -> dict[int, UnitOnDay]:
        """Of those units alone that have a name on the day itself."""
        nearest = {key: _nearest(periods, day) for key, periods in self._names.items()}
        return {
            key: self._called(period, day)
            for key, period in nearest.items()
            if on_day(period.valid_from, period.valid_to, day)
        }

    def _called(self, period: _Period, day: date) -> UnitOnDay:
        name = told_apart(period.name, period.code, self._all.several_on(day))
        return UnitOnDay(period.unit_id, period.code, name)


def _read(session: Session, unit_ids: Iterable[int] | None = None) -> Iterator[_Period]:
    query = select(
        col(UnitName.unit_id), col(UnitName.code), col(UnitName.name),
        col(UnitName.valid_from), col(UnitName.valid_to),
    ).order_by(col(UnitName.valid_from))  # fmt: skip
    if unit_ids is not None:
        query = query.where(col(UnitName.unit_id).in_(sorted(set(unit_ids))))
    return (_Period(*row) for row in session.execute(query))


def _all_periods(session: Session) -> _Periods:
    """Kept until something happens, but for who writes: their own names may never come about."""
    if not sees_one_moment(session):
        return _Periods(_read(session))
    key = ("names of units", database_of(session))
    return keep(key, version(session), lambda: _Periods(_read(session)))


def _nearest(names: Sequence[_Period], day: date) -> _Period:
    begun = [name for name in names if name.valid_from <= day]
    return begun[-1] if begun else names[0]


def names_on(
    session: Session, day: date, unit_ids: Iterable[int] | None = None
) -> dict[int, UnitOnDay]:
    """What units are called on a day; a unit that has no name then keeps its nearest one."""
    return UnitNames(session, unit_ids).all_on(day)


def find_unit(session: Session, code: str, day: date) -> UnitOnDay:
    """The unit that bears a code on a day. Raises BadInput where no unit does."""
    unit_id = find_unit_id(session, code, day)
    return names_on(session, day, [unit_id])[unit_id]


def find_unit_id(session: Session, code: str, day: date) -> int:
    """The key of the unit that bears a code on a day: a code alone does not identify one.

    Raises BadInput where no unit does.
    """
    query = select(col(UnitName.unit_id)).where(
        col(UnitName.code) == code.strip(),
        in_force(UnitName.valid_from, UnitName.valid_to, day),
    )
    unit_id = session.scalars(query.order_by(col(UnitName.valid_from).desc())).first()
    if unit_id is None:
        raise BadInput("unit.unknown", code=code)
    return unit_id
