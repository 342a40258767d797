"""The work of a year by person and by unit, read once for all who look before anything changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.services.evaluation.people.people_work import PeopleWork
from dondoc.services.evaluation.people.read import read_officials
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.figures.per_group import UnitOrder, units_in_order
from dondoc.store.cache import Cache, database_of, version
from models.programme import Programme

YEARS = Cache(3)
"""A year of 5,000 officials takes a hundred megabytes, and seconds to read."""


@dataclass(frozen=True, kw_only=True)
class YearWork(PeopleWork):
    """What everybody leads, as it stood at the end of a day; `by_unit`: with what nobody leads.

    `units`: all units in the order of the plan.
    """

    programme_id: int
    year: int
    as_of: date
    by_unit: Mapping[int, Sequence[OfficialWork]]
    units: UnitOrder


def year_work(session: Session, programme: Programme, as_of: date) -> YearWork:
    """The work of a programme."""

    def read() -> YearWork:
        reading = read_officials(session, programme, as_of)
        units = units_in_order(session)
        return YearWork(
            by_person=reading.by_person, away=reading.away, calendar=reading.calendar,
            disciplines=reading.disciplines, spans=reading.spans, fields=reading.fields,
            programme_id=programme.key, year=programme.year, as_of=as_of,
            by_unit=reading.by_unit(), vacant=reading.vacant, units=units,
        )  # fmt: skip

    key = (database_of(session), programme.key, as_of)
    return YEARS.keep(key, version(session), read)
