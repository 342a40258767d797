"""Opening the workplace for a command, and saying when its data is a sample."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from dondoc.cli.failures import say
from dondoc.cli.wording import tr

if TYPE_CHECKING:
    from sqlmodel import Session

    from dondoc.workplace import Workplace
    from models.programme import Programme


def office(*, quiet: bool = False, make: bool = False) -> "Workplace":
    """The workplace of this command; sample data is announced on standard error.

    Only a command that brings the first data may `make` the database: one that was made by a mere
    look would be taken for the real one from then on, and the sample never opened.
    """
    from dondoc.clockwork.wake import as_running
    from dondoc.settings import Settings
    from dondoc.workplace import open_made, open_workplace

    workplace = (open_workplace if make else open_made)(as_running(Settings()))
    if workplace.sample and not quiet:
        say(tr("cli.sample", day=f"{workplace.clock().today():%d/%m/%Y}"))
    return workplace


def moment(workplace: "Workplace", as_of: date | None) -> datetime:
    """Now, or the day asked for, for a command that only looks."""
    return workplace.clock(as_of).now()


def acting_moment(workplace: "Workplace", as_of: date | None) -> datetime:
    """Now, or the day asked for, for a command that writes something down.

    Raises Refused for another day than today outside a sample: the time of recording decides
    what was in time, so nobody chooses it.
    """
    from dondoc.errors import Refused

    if as_of is not None and not workplace.sample and as_of != workplace.clock().today():
        raise Refused("cli.as_of_only_sample")
    return workplace.clock(as_of).now()


def programme_meant(session: "Session", day: date, year: int | None) -> "Programme":
    """The programme of a year, or the one at work; it is said which where there are several.

    Raises BadInput where there is none.
    """
    from dondoc.services.programme.at_work import programme_at_work, years_on

    programme = programme_at_work(session, day, year)
    others = [
        str(programme_year.year)
        for programme_year in years_on(session, day).known
        if programme_year.year != programme.year
    ]
    if year is None and others:
        say(tr("cli.year_meant", year=programme.year, others=", ".join(others)))
    return programme
