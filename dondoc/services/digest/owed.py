"""The periods that have closed and still have no digest: asked every day, compiled once each.

With the second quarter the half-year closes, with the fourth the year: both are owed one, too.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from dondoc.services.digest.life import WHOLE, approved_digest
from dondoc.services.figures.periods import DigestPeriod, HalfYear, whole_year
from dondoc.services.figures.quarter import Quarter
from dondoc.services.programme.frames import frame_of
from models.digest import Digest
from models.programme import Programme
from models.rules.checkpoints import local_date


class OwedDigest(NamedTuple):
    """A period that is owed a digest, and the working day since which it is."""

    period: DigestPeriod
    since: date


def owed_digests(session: Session, day: date) -> list[OwedDigest]:
    """What is owed on a day, the oldest first: of the day's year and of the year before.

    A digest is due some working days after its period closes, as the rules of the programme say
    (`digest_after_days`), and owed until one of all units is kept on that day or later, or one is
    approved. A period that had closed before its plan was loaded is owed none.
    """
    years = (day.year - 1, day.year)
    query = select(Programme).where(col(Programme.year).in_(years)).order_by(col(Programme.year))
    return [
        each
        for programme in session.exec(query).all()
        for each in _due(session, programme, day)
        if digest_since(session, programme.key, str(each.period), each.since) is None
    ]


def digest_since(session: Session, programme_id: int, quarter: str, since: date) -> Digest | None:
    """The latest digest of all units kept as of that day or later, or the approved one."""
    query = select(Digest).where(
        Digest.programme_id == programme_id,
        Digest.quarter == quarter,
        Digest.as_of >= since,
        *WHOLE,
    )
    # One of an earlier day that somebody compiles in between makes none needed again.
    latest = query.order_by(col(Digest.as_of).desc(), col(Digest.id).desc()).limit(1)
    kept = session.exec(latest).first()
    if kept is not None:
        return kept
    return approved_digest(session, programme_id, quarter)


def _due(session: Session, programme: Programme, day: date) -> Iterator[OwedDigest]:
    """The periods of a programme whose digest was due by a day, as they close."""
    frame = frame_of(session, programme)
    loaded_on = local_date(programme.created_at)
    for period in _closing(programme.year):
        if period.end > day or period.end < loaded_on:
            continue
        due_on = frame.calendar.add(period.end, frame.rules.digest_after_days)
        if due_on <= day:
            yield OwedDigest(period, due_on)


def _closing(year: int) -> tuple[DigestPeriod, ...]:
    """What a programme reports on, in the order in which it closes.

    The second half ends with the year, whose digest says it.
    """
    first, second, third, fourth = (Quarter(year, number) for number in range(1, 5))
    return (first, second, HalfYear(year, 1), third, fourth, whole_year(year))
