"""The kept digests: a list of them, one of them, and a new one compiled for a page.

Drawing up reads and takes its time; only keeping what was drawn up writes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.paging import page_shown
from dondoc.services.digest.compile import DrawnDigest, Progress, draw
from dondoc.services.digest.life import WholeDigest, life_of, locked_periods, states_of
from dondoc.services.digest.parts import part_with_codes
from dondoc.services.digest.readers import may_open
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.figures.quarter import parse_period
from dondoc.services.organisation.directory import names_of_people
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.programme.at_work import programme_at_work
from models.digest import Digest, UnitDigest
from models.rules.checkpoints import local_date
from models.rules.digest_life import DigestState
from models.rules.roles import Mandate, Role

PAGE_SIZE = 50


@dataclass(frozen=True)
class KeptDigest:
    """A kept digest as the list shows it. `unit`: or the official that it is about; '' for all.

    `state`: None for a part, which nobody approves.
    """

    digest_id: int
    quarter: str
    unit: str
    as_of: date
    compiled_at: datetime
    total: int
    done: int
    overdue: int
    state: DigestState | None


def page_of_digests(session: Session, viewer: Viewer, number: int) -> tuple[list[KeptDigest], int]:
    """A page of the digests, the newest first, and how many there are in all."""
    if not viewer.sees_all:
        return [], 0
    in_all = session.scalar(select(func.count()).select_from(Digest)) or 0
    counts = col(Digest.figures)["counts"]
    query = (
        select(
            col(Digest.id), col(Digest.quarter), col(Digest.unit_id), col(Digest.as_of),
            col(Digest.compiled_at), counts, col(Digest.person_id), col(Digest.programme_id),
        )
        .order_by(col(Digest.id).desc())
        .limit(PAGE_SIZE)
        .offset(PAGE_SIZE * (page_shown(number, in_all, PAGE_SIZE) - 1))
    )  # fmt: skip
    rows = session.connection().execute(query).all()
    whole = [
        WholeDigest(r[0], r[7], r[1], r[3], r[4]) for r in rows if r[2] is None and r[6] is None
    ]
    states = states_of(session, whole)
    names = names_on(session, viewer.day, {row[2] for row in rows if row[2]})
    people = names_of_people(session, [row[6] for row in rows if row[6]])
    return [
        KeptDigest(
            key, quarter, names[unit].name if unit else people.get(person, ""), as_of, compiled_at,
            details["total"], details["done_in_time"] + details["done_late"], details["overdue"],
            states.get(key),
        )
        for key, quarter, unit, as_of, compiled_at, details, person, _ in rows
    ], in_all  # fmt: skip


def find_digest(session: Session, viewer: Viewer, digest_id: int) -> Digest | None:
    """A kept digest, or None for whoever does not see the whole programme, or that of its year."""
    digest = session.get(Digest, digest_id)
    return digest if digest is not None and may_open(session, viewer, digest) else None


def find_unit_digest(
    session: Session, viewer: Viewer, digest_id: int, unit_id: int, *, reopened: bool = False
) -> UnitDigest | None:
    """A unit's part of an approved digest, or None for whoever does not see the unit's work.

    Who sees everything sees it before it is approved, too. `reopened`: of one that was issued and
    reopened, too, to which letters lead.
    """
    digest = session.get(Digest, digest_id)
    if digest is None or not may_open(session, viewer, digest, unit_id):
        return None
    life = life_of(session, digest)
    is_open = life.is_locked or (reopened and life.reopening is not None)
    if not (is_open or may_open(session, viewer, digest)):
        return None
    query = select(UnitDigest).where(
        col(UnitDigest.digest_id) == digest_id, col(UnitDigest.unit_id) == unit_id
    )
    return session.scalars(query).one_or_none()


def units_with_part(session: Session, digest_id: int) -> frozenset[int]:
    """The units of which a digest keeps a part of their own."""
    query = select(col(UnitDigest.unit_id)).where(col(UnitDigest.digest_id) == digest_id)
    return frozenset(session.scalars(query))


class ApprovedPart(NamedTuple):
    """A unit's part of an approved digest: of which period, with figures of which day."""

    digest_id: int
    period: DigestPeriod
    as_of: date


def approved_parts(session: Session, programme_id: int, unit_id: int) -> tuple[ApprovedPart, ...]:
    """What the approved digests of a year say of one unit, the newest first.

    The caller asks whether the unit's work is the viewer's to see.
    """
    approved = locked_periods(session, programme_id)
    query = select(col(UnitDigest.digest_id)).where(
        col(UnitDigest.unit_id) == unit_id,
        col(UnitDigest.digest_id).in_([each.key for each in approved]),
    )
    kept = set(session.scalars(query))
    parts = [ApprovedPart(each.key, parse_period(each.quarter), each.as_of) for each in approved]
    return tuple(part for part in reversed(parts) if part.digest_id in kept)


class Compiled(NamedTuple):
    """Who compiled a digest, and when. `by`: '' where a run or a command did."""

    by: str
    at: datetime


def compiled(session: Session, digest: Digest) -> Compiled:
    """Who compiled it, and when."""
    key = digest.compiled_by_id
    return Compiled(names_of_people(session, [key])[key] if key else "", digest.compiled_at)


def how_it_ended(digest: Digest, drawn: Digest, known: int, *, new: bool) -> str:
    """`made`; or `same` as before; or `just` or `newer` where somebody else kept it meanwhile."""
    if new:
        return "made"
    others = digest.compiled_by_id not in (None, drawn.compiled_by_id)
    if not others or digest.key <= known:
        return "same"
    return "just" if digest.figures_sha256 == drawn.figures_sha256 else "newer"


def draw_up(
    session: Session,
    viewer: Viewer,
    period: DigestPeriod,
    now: datetime,
    unit: str | None = None,
    official: str | None = None,
    progress: Progress | None = None,
) -> DrawnDigest:
    """The digest of a period as of today, not kept yet, of a unit or an official by their code.

    `progress`: of all units, each unit's part is drawn up with it, and it is told how far that is.
    Raises Refused for whoever is not the secretariat, and BadInput for a period that has not
    begun, a year without a programme, a unit or a person that does not exist, or figures that do
    not agree.
    """
    if not viewer.has(Mandate.SECRETARIAT):
        raise Refused("settings.error.not_your_role", roles=frozenset({Role.SECRETARIAT}))
    today = local_date(now)
    if period.start > today:
        raise BadInput(
            "digest.error.ahead", day=f"{period.start:%d/%m/%Y}", today=f"{today:%d/%m/%Y}"
        )
    programme = programme_at_work(session, today, period.year)
    part, _ = part_with_codes(session, min(today, period.end), unit, official)
    drawn = draw(session, programme, period, now, today, part, progress)
    drawn.whole.compiled_by_id = viewer.person_id
    return drawn
