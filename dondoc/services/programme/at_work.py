"""The programme that is meant: of the year that is named, or the one at work on a day.

Every page, call, command and flow asks here; the newest programme is not it, since next year's
plan is loaded in December.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, select
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.programme.programmes import ProgrammeYear, programmes_at_work
from dondoc.store.cache import database_of, keep, version
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT, LIVE
from models.programme import Programme
from models.rules.programme_at_work import year_at_work
from models.rules.stages import Stage


class Years(NamedTuple):
    """The programmes of an installation, the newest first, and the one at work on a day."""

    known: tuple[ProgrammeYear, ...] = ()
    at_work: ProgrammeYear | None = None

    def of(self, year: int | None) -> ProgrammeYear | None:
        """The programme of a year; None where there is none."""
        return next(
            (programme_year for programme_year in self.known if programme_year.year == year), None
        )

    @property
    def are_several(self) -> bool:
        """Whether a page must say its year, and offer the others."""
        return len(self.known) > 1


def years_on(session: Session, day: date) -> Years:
    """The programmes that there are, and which of them is at work on a day."""
    query = select(col(Programme.id), col(Programme.year)).order_by(col(Programme.year).desc())
    rows = session.connection().execute(query)
    return _among(session, tuple(ProgrammeYear(*row) for row in rows), day)


def cached_years(session: Session, known: tuple[ProgrammeYear, ...], day: date) -> Years:
    """The years of programmes that are known already: asked once, until something happens."""
    if len(known) <= 1:
        return _among(session, known, day)
    key = ("years", database_of(session), known, day)
    return keep(key, version(session), lambda: _among(session, known, day))


def _among(session: Session, known: tuple[ProgrammeYear, ...], day: date) -> Years:
    keys = {programme_year.year: programme_year.key for programme_year in known}
    opened, unjudged = col(Checkpoint.opens_on) <= day, col(Checkpoint.stage) != Stage.EVALUATED
    year = year_at_work(keys, day, _has(session, keys, opened), _has(session, keys, unjudged))
    return Years(
        known,
        next((programme_year for programme_year in known if programme_year.year == year), None),
    )


def programme_at_work(session: Session, day: date, year: int | None = None) -> Programme:
    """The programme of a year, or the one at work on a day.

    Raises BadInput when there is none.
    """
    if year is None:
        meant = years_on(session, day).at_work
        if meant is None:
            raise BadInput("programme.none")
        return session.get_one(Programme, meant.key)
    query = select(Programme).where(col(Programme.year) == year)
    programme = session.scalars(query).one_or_none()
    if programme is None:
        raise BadInput("programme.no_year", year=year)
    return programme


def _has(
    session: Session, keys: dict[int, int], condition: ColumnElement[bool]
) -> Callable[[int], bool]:
    """Whether a year has a checkpoint that counts and meets a condition."""

    def has(year: int) -> bool:
        query = exists().where(
            ASSIGNMENT_OF_CHECKPOINT.on,
            col(Assignment.programme_id) == keys[year],
            *LIVE,
            condition,
        )
        return bool(session.connection().scalar(select(query)))

    return has


def programmes_of_run(session: Session, day: date, year: int | None = None) -> list[Programme]:
    """What a run is about: the named year's programme, or every one with work left to judge.

    Where all is judged it is the programme at work. Raises BadInput when there is none.
    """
    programmes = programmes_at_work(session) if year is None else []
    return programmes or [programme_at_work(session, day, year)]
