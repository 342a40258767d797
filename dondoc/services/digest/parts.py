"""The parts of a reading that a digest can be about: all units, a group, a unit, an official."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.units import find_unit


@dataclass(frozen=True)
class DigestPart:
    """At most one of these; none is everything that was read. `official`: a person's name."""

    unit_id: int | None = None
    group_code: str = ""
    person_id: int | None = None
    official: str = ""


EVERYTHING = DigestPart()


def part_with_codes(
    session: Session, day: date, unit: str | None, official: str | None
) -> tuple[DigestPart, str]:
    """The part that these codes name on a day, with its code ('' for all units).

    Raises BadInput: both are given, or there is no such unit or person.
    """
    if unit and official:
        raise BadInput("digest.error.unit_and_official")
    if official:
        person = find_person(session, official)
        return DigestPart(person_id=person.key, official=person.full_name), person.code
    if unit:
        found = find_unit(session, unit, day)
        return DigestPart(unit_id=found.unit_id), found.code
    return EVERYTHING, ""
