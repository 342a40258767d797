"""The programme that a command means, and the data that rules it."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NamedTuple

import holidays
from sqlmodel import Session, col, select

from models.assignment import Assignment, Checkpoint
from models.joins import CHECKPOINTS_OF_ASSIGNMENT
from models.programme import CalendarDay, LadderStep, Programme
from models.rules.calendar import WorkingCalendar, calendar_of
from models.rules.ladder import Step
from models.rules.stages import Stage, Standing

YEARS_BEFORE, YEARS_AFTER = 2, 10
"""How far around a programme's year its dates, and the days on which it is read, may lie."""


class ProgrammeYear(NamedTuple):
    """Which programme a page is about: all that most pages ask of it."""

    key: int
    year: int


def programmes_at_work(session: Session) -> list[Programme]:
    """The programmes with something left to judge, the oldest first; in January there are two."""
    statement = (
        select(col(Assignment.programme_id))
        .join(*CHECKPOINTS_OF_ASSIGNMENT)
        .where(Checkpoint.standing == Standing.LIVE, Checkpoint.stage != Stage.EVALUATED)
    )
    query = select(Programme).where(col(Programme.id).in_(statement))
    return list(session.exec(query.order_by(col(Programme.year))))


def _viet_nam() -> Any:
    """The package's class for Viet Nam.

    Asking the package for it reads all 250 countries first: half a second of every process.
    """
    path = Path(holidays.__file__).parent / "countries" / "vietnam.py"
    spec = spec_from_file_location("dondoc_public_days", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Vietnam


@lru_cache
def _public_days(first: int, last: int) -> tuple[frozenset[date], frozenset[date]]:
    """Public holidays and worked Saturdays of Viet Nam, as the `holidays` package knows them."""
    known = _viet_nam()(years=range(first, last + 1))
    return frozenset(known), frozenset(known.weekend_workdays)


def working_calendar(session: Session, programme: Programme) -> WorkingCalendar:
    """The working days around a programme's year: the public calendar, then the overlay."""
    return calendar_with(session, programme, {})


def calendar_with(
    session: Session, programme: Programme, days: Mapping[date, bool | None]
) -> WorkingCalendar:
    """The calendar if these days were worked or off; None: as the public calendar says."""
    return calendar_of_year(session, programme.year, days)


def calendar_of_year(
    session: Session, year: int, days: Mapping[date, bool | None]
) -> WorkingCalendar:
    """The same for the year of a programme, which may not be there yet."""
    years = (year - YEARS_BEFORE, year + YEARS_AFTER)
    off, swapped = _public_days(*years)
    overlay = {
        calendar_day.day: calendar_day.working for calendar_day in session.exec(select(CalendarDay))
    }
    for day, working in {**overlay, **days}.items():
        if working is None:
            continue
        off = off - {day} if working else off | {day}
        swapped = swapped | {day} if working else swapped - {day}
    return _calendar(*years, off, swapped)


@lru_cache
def _calendar(
    first: int, last: int, off: frozenset[date], swapped: frozenset[date]
) -> WorkingCalendar:
    """Kept, because every transaction asks for it and it hardly ever changes."""
    return calendar_of((first, last), off, swapped)


def ladder_of(session: Session, programme: Programme) -> tuple[Step, ...]:
    """The steps of a programme's reminder ladder, the earliest first."""
    query = select(LadderStep).where(LadderStep.programme_id == programme.id)
    rows = session.exec(query.order_by(col(LadderStep.offset), col(LadderStep.id)))
    return tuple(
        Step(
            offset=row.offset,
            audience=row.audience,
            firmness=row.firmness,
            every=row.every,
            category=row.category,
            unit_id=row.unit_id,
            channel=row.channel,
        )
        for row in rows
    )
