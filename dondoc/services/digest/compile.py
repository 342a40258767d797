"""Draws a digest up and keeps it as it was drawn; the same figures again change nothing.

Drawing up only reads, and of one moment (see `dondoc.store.database.reading`); keeping writes.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.services.digest.check import check_digest
from dondoc.services.digest.life import approved_digest
from dondoc.services.digest.parts import EVERYTHING, DigestPart
from dondoc.services.digest.report import digest_of, read_with_report
from dondoc.services.digest.report_reading import ReportReading
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.grounds.office import hold_office
from models.digest import Digest, UnitDigest
from models.programme import Programme
from models.rules.checkpoints import local_date


@dataclass(frozen=True)
class DrawnDigest:
    """A digest that is not kept yet; of all units, with what it says of each of them."""

    whole: Digest
    units: tuple[UnitDigest, ...] = ()


Progress = Callable[[int, int], None]
"""Is told how many of how many units are drawn up."""


def unheard(_done: int, _in_all: int) -> None:
    """The progress that nobody asks for."""


def draw(
    session: Session,
    programme: Programme,
    quarter: DigestPeriod,
    now: datetime,
    as_of: date | None = None,
    part: DigestPart = EVERYTHING,
    progress: Progress | None = None,
) -> DrawnDigest:
    """The digest of a period as of a day (today by default), not kept yet.

    `progress`: where it is given, and the digest is of all units, each unit's part is drawn with
    it. Raises BadInput for a day that has not come yet, and where figures do not agree with their
    parts: it says which.
    """
    today = local_date(now)
    as_of = today if as_of is None else as_of
    if as_of > today:
        raise BadInput("digest.error.ahead", day=f"{as_of:%d/%m/%Y}", today=f"{today:%d/%m/%Y}")
    reading = read_with_report(session, programme, quarter, as_of, part.unit_id)
    board_figures = digest_of(reading, part)
    check_digest(board_figures)
    whole = digest_from(board_figures, programme, part, now)
    if progress is None or part != EVERYTHING:
        return DrawnDigest(whole)
    return DrawnDigest(whole, tuple(_units(reading, progress)))


def _units(reading: ReportReading, progress: Progress) -> Iterator[UnitDigest]:
    """What the reading says of each unit with work, for its own head."""
    working = sorted({each.row.unit_id for each in reading.base.judged})
    for number, unit_id in enumerate(working):
        progress(number, len(working))
        figures = digest_of(reading, DigestPart(unit_id=unit_id))
        check_digest(figures)
        plain = figures.as_json()
        yield UnitDigest(
            digest_id=0, unit_id=unit_id, figures=plain, figures_sha256=fingerprint(plain)
        )


def keep(
    session: Session, drawn: Digest, known: int | None = None, units: Sequence[UnitDigest] = ()
) -> tuple[Digest, bool]:
    """Keeps it, or gives the one kept before that makes it needless; and whether it is new.

    Needless is one with the same figures, or with older ones than somebody kept meanwhile.
    `known`: the latest kept as it was drawn up, where that is asked (see `latest_key`). Two who
    keep at once come one after the other. Of a period that is closed, the approved one is given.
    """
    hold_office(session)
    if drawn.unit_id is None and drawn.person_id is None:
        approved = approved_digest(session, drawn.programme_id, drawn.quarter)
        if approved is not None:
            return approved, False
    before = latest_digest(session, drawn)
    if before is not None:
        meanwhile = known is not None and before.key > known
        outdated = meanwhile and before.compiled_at > drawn.compiled_at
        if outdated or before.figures_sha256 == drawn.figures_sha256:
            if not outdated and not _has_parts(session, before):
                _add_parts(session, before, units)
            return before, False
    session.add(drawn)
    session.flush()
    _add_parts(session, drawn, units)
    return drawn, True


def _has_parts(session: Session, digest: Digest) -> bool:
    """Whether units have a part of it; one that was kept by an older version may have none."""
    query = select(UnitDigest.unit_id).where(UnitDigest.digest_id == digest.key)
    return session.exec(query.limit(1)).first() is not None


def _add_parts(session: Session, digest: Digest, units: Sequence[UnitDigest]) -> None:
    for unit in units:
        unit.digest_id = digest.key
        session.add(unit)
    session.flush()


def digest_from(
    board_figures: DigestFigures, programme: Programme, part: DigestPart, now: datetime
) -> Digest:
    """The figures as they are kept; nothing is kept yet."""
    plain = board_figures.as_json()
    return Digest(
        programme_id=programme.key,
        quarter=board_figures.quarter,
        unit_id=part.unit_id,
        person_id=part.person_id,
        as_of=board_figures.as_of,
        compiled_at=now,
        figures=plain,
        figures_sha256=fingerprint(plain),
    )


def fingerprint(plain: dict[str, Any]) -> str:
    """SHA-256 of the figures, in hexadecimal, whatever the order in which they are kept."""
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def latest_key(session: Session, like: Digest) -> int:
    """The key of the last digest kept of the same kind; 0 where there is none."""
    latest = latest_digest(session, like)
    return latest.key if latest else 0


def latest_digest(session: Session, like: Digest) -> Digest | None:
    """The last digest kept for the same programme, period, unit or official, and day."""
    query = select(Digest).where(
        Digest.programme_id == like.programme_id,
        Digest.quarter == like.quarter,
        Digest.as_of == like.as_of,
        col(Digest.unit_id).is_(None) if like.unit_id is None else Digest.unit_id == like.unit_id,
        col(Digest.person_id).is_(None)
        if like.person_id is None
        else Digest.person_id == like.person_id,
    )
    return session.exec(query.order_by(col(Digest.id).desc())).first()
