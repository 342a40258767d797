"""Whether the seals of past days still hold, and whether every past day has one."""

from collections.abc import Iterator

from sqlmodel import Session, col, func, select

from dondoc.services.audit.finding import Finding
from dondoc.services.audit.ledger import is_page
from dondoc.services.history.events import digest_of
from models.event import Event, Seal

_OPEN_DAYS = 2
"""The newest days with events may wait for their seal: today, and the day before until a drain."""


def check_seals(session: Session) -> Iterator[Finding]:
    """Every seal must come out again, and the page of the ledger that it covers be there."""
    previous = ""
    for seal in session.exec(select(Seal).order_by(col(Seal.day))).all():
        count, _first, _last, digest = digest_of(session, seal.day, previous, seal.ledger)
        if digest != seal.digest:
            params: dict[str, object] = {"day": seal.day, "events": count, "sealed": seal.events}
            yield Finding("audit.broken_seal", params)
        elif seal.ledger and not is_page(session, seal.ledger):
            yield Finding("audit.lost_page", {"day": seal.day})
        previous = seal.digest


def check_gaps(session: Session) -> Iterator[Finding]:
    """Past days that hold events but have no seal.

    After the newest seal nothing was sealed since: the clockwork stood still, or seals are gone.
    """
    newest = session.exec(select(func.max(Seal.day))).one()
    sealed = set(session.exec(select(col(Seal.day))).all())
    days = sorted(session.exec(select(col(Event.day)).distinct()).all())
    waiting = {day for day in days[-_OPEN_DAYS:] if newest is None or day > newest}
    for day in days:
        if day not in sealed and day not in waiting:
            later = newest is not None and day < newest
            yield Finding("audit.unsealed_day" if later else "audit.unsealed_since", {"day": day})
