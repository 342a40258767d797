"""Who gets a digest when it is issued: the Standing Committee the whole, each unit its own part."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select, union_all
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import held_on, in_force
from models.committee import Committee, CommitteeSeat
from models.digest import Digest, UnitDigest
from models.person import Holding, Position, ProgrammeMandate
from models.rules.roles import Mandate, Seat

WHOLE = 0
"""In the place of a unit: the whole digest."""


@dataclass(frozen=True, order=True)
class DigestReader:
    """Somebody who is to get a digest. `unit_key`: of this unit alone, or WHOLE."""

    person_id: int
    unit_key: int


def readers_of(session: Session, digest: Digest, day: date) -> frozenset[DigestReader]:
    """Who is meant on a day: holders of the mandate; heads of units, and committee secretaries."""
    whole = (
        select(col(Holding.person_id))
        .join(ProgrammeMandate, col(ProgrammeMandate.position_id) == col(Holding.position_id))
        .where(
            col(ProgrammeMandate.mandate) == Mandate.STANDING_COMMITTEE,
            col(ProgrammeMandate.unit_id).is_(None),
            col(ProgrammeMandate.programme_id) == digest.programme_id,
            held_on(day),
        )
    )
    kept = select(col(UnitDigest.unit_id)).where(col(UnitDigest.digest_id) == digest.key)
    parts = set(session.scalars(kept))
    rows = session.connection().execute(union_all(_heads(day), _secretaries(digest, day)))
    readers = {DigestReader(person, WHOLE) for person in session.scalars(whole)}
    return frozenset(readers | {DigestReader(*row) for row in rows if row[1] in parts})


def _heads(day: date) -> Select[tuple[int, int]]:
    return (
        select(col(Holding.person_id), col(Position.unit_id))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(col(Position.heads_unit), held_on(day))
    )


def _secretaries(digest: Digest, day: date) -> Select[tuple[int, int]]:
    return (
        select(col(Holding.person_id), col(Committee.unit_id))
        .join(CommitteeSeat, col(CommitteeSeat.position_id) == col(Holding.position_id))
        .join(Committee, col(Committee.id) == col(CommitteeSeat.committee_id))
        .where(
            col(CommitteeSeat.seat) == Seat.SECRETARY,
            col(Committee.programme_id) == digest.programme_id,
            col(Committee.dissolved_on).is_(None),
            in_force(CommitteeSeat.seated_from, CommitteeSeat.seated_to, day),
            held_on(day),
        )
    )
