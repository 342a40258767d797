"""Whether the register of reminders says what history says."""

from collections.abc import Iterator

from sqlmodel import Session, col, func, select

from dondoc.services.audit.finding import Finding
from dondoc.services.chunks import chunks
from models.event import Event, EventKind
from models.nudge import Nudge


def check_nudges(session: Session) -> Iterator[Finding]:
    """The register must say what history says of each nudge, and nothing beside."""
    told = 0
    query = select(Event).where(Event.kind == EventKind.NUDGED).order_by(col(Event.id))
    with session.exec(query) as events:
        for event in events.yield_per(100):
            entries = {entry[0]: tuple(entry[1:]) for entry in event.data.get("nudges", ())}
            told += len(entries)
            kept = _kept_nudges(session, list(entries))
            for key, said in entries.items():
                if kept.get(key) != said:
                    yield Finding("audit.wrong_nudge", {"nudge": key})
            session.expunge(event)
    there = session.exec(select(func.count()).select_from(Nudge)).one()
    if there > told:
        yield Finding("audit.untold_nudges", {"count": there - told})


def _kept_nudges(session: Session, ids: list[int]) -> dict[int, tuple[object, ...]]:
    kept: dict[int, tuple[object, ...]] = {}
    for portion in chunks(ids):
        query = select(Nudge).where(col(Nudge.id).in_(portion))
        for one in session.exec(query):
            said = (one.checkpoint_id, one.kind, one.audience, one.step, one.cause, one.firmness)
            kept[one.key] = said
            session.expunge(one)
    return kept
