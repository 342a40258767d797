"""The grounds of what the office sets: people, committees, days, ladders, channels, accounts.

Each thing that a page shows has a name of a kind and, where there are several, which one it is:
`day:2022-05-02`. An old page never overwrites what somebody else has set meanwhile.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.db import is_postgresql
from dondoc.rendering.formats import day as written_day
from dondoc.services.accounts.listing import account_shown
from dondoc.services.calendar_days import days_known
from dondoc.services.channel_setups import setups
from dondoc.services.grounds.checking import check_grounds
from dondoc.services.people import find_person
from dondoc.services.programmes import ladder_of
from dondoc.services.staffing.committees import committee_of, seats_on
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.grounds import Grounds, plain

_OFFICE = 5_930_217
"""Of the advisory lock."""

PERSON = ("full_name", "language")
COMMITTEE = ("paper", "founded_on")
ACCOUNT = ("account", "has_password", "second_factor", "must_change", "administrator", "disabled")


def check_office(
    session: Session, seen: str, read: Callable[[Session], Grounds], names: Iterable[str]
) -> None:
    """Raises OutdatedError where what a page showed is not what stands.

    Two who set something at once come one after the other: the second sees the first.
    """
    if is_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock(_OFFICE)))
    check_grounds(seen, read(session), names)


def person_grounds(session: Session, code: str) -> Grounds:
    """What somebody is called, and their language."""
    person = find_person(session, code)
    return {"full_name": person.full_name, "language": person.language}


def holdings_grounds(session: Session, day: date) -> Grounds:
    """Who holds each position from that day on, and who is to take it up."""
    query = (
        select(
            col(Position.code), col(Person.full_name), col(Holding.held_from), col(Holding.held_to)
        )
        .join(Holding, col(Holding.position_id) == col(Position.id))
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(func.coalesce(col(Holding.held_to), date.max) >= day)
        .order_by(col(Holding.id))
    )
    held: dict[str, list[str]] = defaultdict(list)
    for code, name, since, until in session.connection().execute(query):
        end = written_day(until) if until else ""
        held[code].append(f"{name} ({written_day(since)} - {end})")
    return {f"holding:{code}": ", ".join(names) for code, names in held.items()}


def committee_grounds(session: Session, programme: Programme, unit_id: int, day: date) -> Grounds:
    """A unit's committee: its paper, and every seat with its task."""
    known = committee_of(session, programme, unit_id)
    if known is None or known.dissolved_on is not None:
        return {}
    query = select(col(Position.id), col(Position.code))
    codes = {row[0]: row[1] for row in session.connection().execute(query)}
    seats = {
        f"seat:{codes[one.position_id]} {one.seat.value}": one.task or "-"
        for one in seats_on(session, known.key, day)
    }
    return {"paper": known.paper, "founded_on": plain(known.founded_on), **seats}


def days_grounds(session: Session) -> Grounds:
    """The days that differ from the public calendar."""
    return {
        f"day:{one.day.isoformat()}": f"{'working' if one.working else 'off'} {one.note}".strip()
        for one in days_known(session)
    }


def ladder_grounds(session: Session, programme: Programme) -> Grounds:
    """The steps of every ladder, by the category and the unit that it is for."""
    steps: dict[str, list[str]] = defaultdict(list)
    for one in ladder_of(session, programme):
        name = ladder_name(one.category, one.unit_id)
        said = (one.offset, one.audience.value, one.firmness.value, one.every, one.channel)
        steps[name].append(" ".join(str(part) for part in said if part is not None))
    return {name: "; ".join(sorted(said)) for name, said in steps.items()}


def ladder_name(category: str | None, unit_id: int | None) -> str:
    """The name of the ladder of a category and a unit."""
    return f"ladder:{category or ''}/{unit_id or ''}"


def channels_grounds(session: Session) -> Grounds:
    """How every channel is set up, its address masked."""
    return {
        f"channel:{one.name}": "; ".join(
            [
                one.url,
                *map(plain, (one.per_minute, one.parallel, one.fallback_after)),
                *map(plain, (one.private_allowed, one.disabled)),
            ]
        )
        for one in setups(session)
    }


def account_grounds(session: Session, person_id: int) -> Grounds:
    """How somebody's account stands."""
    shown = account_shown(session, person_id)
    if shown is None or shown.account_id is None:
        return {}
    return {
        "account": "yes",
        "has_password": plain(shown.has_password),
        "second_factor": plain(shown.second_factor),
        "must_change": plain(shown.must_change),
        "administrator": plain(shown.administrator),
        "disabled": plain(shown.disabled_at is not None),
    }
