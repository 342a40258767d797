"""Whether the register of reminders says what history says."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, func, select

from dondoc.services.audit.finding import Finding
from dondoc.store.chunks import chunks
from models.event import Event, EventKind
from models.nudge import Nudge


def check_nudges(session: Session, before: Sequence[Finding]) -> Iterator[Finding]:
    """The register must say what history says of each nudge, and nothing beside.

    What the ledger found `before` is not said again.
    """
    named = {finding.params["id"] for finding in before if _is_nudge(finding)}
    slipped_in = sum(
        1 for finding in before if finding.key == "audit.slipped_in" and _is_nudge(finding)
    )
    count = 0
    query = select(Event).where(Event.kind == EventKind.NUDGED).order_by(col(Event.id))
    with session.exec(query) as events:
        for event in events.yield_per(100):
            entries = {entry[0]: tuple(entry[1:]) for entry in event.data.get("nudges", ())}
            count += len(entries)
            stored_nudges = _stored_nudges(session, list(entries))
            for key, fields in entries.items():
                if stored_nudges.get(key) != fields and key not in named:
                    yield Finding("audit.wrong_nudge", {"nudge": key})
            session.expunge(event)
    there = session.exec(select(func.count()).select_from(Nudge)).one()
    if there - slipped_in > count:
        yield Finding("audit.untold_nudges", {"count": there - slipped_in - count})


def _is_nudge(finding: Finding) -> bool:
    return finding.params.get("table") == "nudge"


def _stored_nudges(session: Session, ids: list[int]) -> dict[int, tuple[object, ...]]:
    nudges: dict[int, tuple[object, ...]] = {}
    for portion in chunks(ids):
        query = select(Nudge).where(col(Nudge.id).in_(portion))
        for nudge in session.exec(query):
            entry = (
                nudge.checkpoint_id,
                nudge.kind,
                nudge.audience,
                nudge.step,
                nudge.cause,
                nudge.firmness,
            )
            nudges[nudge.key] = entry
            session.expunge(nudge)
    return nudges
