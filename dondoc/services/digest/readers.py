"""Who gets a digest when it is issued: the Standing Committee the whole, each unit its own part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select, union_all
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import held_on, in_force
from dondoc.services.organisation.viewer import Viewer, open_viewer, viewer_in
from dondoc.services.reach.reachability import Reachability
from models.committee import Committee, CommitteeSeat
from models.digest import Digest, UnitDigest
from models.person import Holding, Person, Position, ProgrammeMandate
from models.programme import Programme
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


def in_place_of(
    session: Session, routes: Reachability, digest: Digest, meant: Iterable[DigestReader]
) -> frozenset[DigestReader]:
    """Who reads each part: whoever is away has a deputy who does, as long as they may open it.

    A deputy has no right but their own, and may have lost it since they were named.
    """
    reads = set()
    for each in meant:
        deputy = routes.reader(each.person_id)
        is_theirs = deputy == each.person_id or _opens(session, deputy, digest, each, routes.day)
        reads.add(DigestReader(deputy, each.unit_key) if is_theirs else each)
    return frozenset(reads)


def may_open(session: Session, viewer: Viewer, digest: Digest, unit_key: int = WHOLE) -> bool:
    """Whether a part of a digest is theirs to open: in the programme looked at, or in its own.

    The digest of December is issued in January, to whom the old year's plan names.
    """
    if _sees(viewer, unit_key):
        return True
    if viewer.programme_id == digest.programme_id:
        return False
    programme = session.get_one(Programme, digest.programme_id)
    return _sees(viewer_in(session, viewer, programme), unit_key)


def _sees(viewer: Viewer, unit_key: int) -> bool:
    return viewer.sees_all if unit_key == WHOLE else viewer.may_see_unit(unit_key)


def _opens(session: Session, person_id: int, digest: Digest, part: DigestReader, day: date) -> bool:
    person = session.get_one(Person, person_id)
    programme = session.get_one(Programme, digest.programme_id)
    viewer = open_viewer(session, person, programme, day)
    return may_open(session, viewer, digest, part.unit_key)


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
