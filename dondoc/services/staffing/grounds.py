"""The grounds of changes among people and committees: what a page showed of them."""

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.rendering.formats import day as written_day
from dondoc.services.organisation.directory import find_person
from dondoc.services.staffing.committees import committee_of, seats_on
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.grounds import Grounds, plain

PERSON = ("full_name", "language", "telephone")


COMMITTEE = ("paper", "founded_on")


def person_grounds(session: Session, code: str) -> Grounds:
    """What somebody is called, their language, and at which number they are called."""
    person = find_person(session, code)
    return {name: getattr(person, name) for name in PERSON}


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
        f"seat:{codes[seat.position_id]} {seat.seat.value}": seat.task or "-"
        for seat in seats_on(session, known.key, day)
    }
    return {"paper": known.paper, "founded_on": plain(known.founded_on), **seats}
