"""What a deputy may not do any more, since a plan or a hand-over came after they were chosen."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.programme.programmes import programmes_at_work
from dondoc.services.reach.deputies import right_of, wanted_of
from models.assignment import Assignment
from models.person import Person
from models.rules.deputies import RightMissing, missing


def beyond_right(
    session: Session, day: date, pairs: Iterable[tuple[int, int]]
) -> dict[int, frozenset[int]]:
    """For each who is away the assignments that who reads for them may not see or do.

    `pairs`: who is away, and who reads for them. Each was asked when the deputy was chosen, of
    what stood then.
    """
    found: dict[int, frozenset[int]] = {}
    at_work = programmes_at_work(session)
    for away_id, reader_id in pairs:
        away, reader = session.get_one(Person, away_id), session.get_one(Person, reader_id)
        beyond: set[int] = set()
        for programme in at_work:
            right = right_of(session, open_viewer(session, reader, programme, day))
            lack = missing(wanted_of(session, open_viewer(session, away, programme, day)), right)
            if lack:
                beyond |= _named_by(session, programme.key, lack) - right.work.keys()
        if beyond:
            found[away_id] = frozenset(beyond)
    return found


def _named_by(session: Session, programme_id: int, lack: RightMissing) -> set[int]:
    """The work that is meant: all of a unit, of the whole year where a mandate is wanting."""
    query = select(col(Assignment.id)).where(col(Assignment.programme_id) == programme_id)
    if not lack.mandates:
        query = query.where(
            col(Assignment.unit_id).in_(lack.units) | col(Assignment.id).in_(lack.work)
        )
    return {key for key in session.scalars(query) if key is not None}
