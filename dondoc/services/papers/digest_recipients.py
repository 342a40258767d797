"""Who gets a digest that was issued, which part of it, and what became of each letter."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from dondoc.services.digest.life import DigestLife
from dondoc.services.organisation.directory import names_of_people
from dondoc.services.organisation.units import names_on
from models.digest import Digest
from models.message import Message, MessageState
from models.rules.digest_life import DigestStepKind
from models.rules.vietnamese_order import by_given_name, by_letters


@dataclass(frozen=True)
class DigestRecipient:
    """One letter. `unit`: the unit whose part it brings, '' for the whole; `at`: of its end."""

    name: str
    unit: str
    state: MessageState
    at: datetime | None


@dataclass(frozen=True)
class LettersCounted:
    """What became of the letters of a digest."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0


def counted(recipients: tuple[DigestRecipient, ...]) -> LettersCounted | None:
    """How many letters there are of each kind; None where the digest has none."""
    if not recipients:
        return None
    states = [each.state for each in recipients]
    ends = (MessageState.SENT, MessageState.QUEUED, MessageState.FAILED)
    return LettersCounted(*(states.count(end) for end in ends))


def holders_left_out(session: Session, digest: Digest, life: DigestLife) -> tuple[str, ...]:
    """Who was sent an earlier issue of the period and gets no letter of this one, by name.

    They hold a paper that is valid no longer, and nothing tells them so.
    """
    earlier = {
        step.digest_id
        for step in life.of_period
        if step.kind is DigestStepKind.ISSUED and step.digest_id < life.key
    }
    if not earlier:
        return ()
    of, state = col(Message.digest_id), col(Message.state)
    had = select(col(Message.person_id)).where(of.in_(earlier), state == MessageState.SENT)
    told = select(col(Message.person_id)).where(of == digest.key, state != MessageState.MOOT)
    left = set(session.scalars(had)) - set(session.scalars(told))
    return tuple(sorted(names_of_people(session, left).values(), key=by_given_name))


def recipients_of(session: Session, digest: Digest) -> tuple[DigestRecipient, ...]:
    """Everybody whom a letter of a digest is for: the whole first, then by units and names."""
    told = col(Message.person_id), col(Message.unit_key), col(Message.state), col(Message.ended_at)
    query = select(*told).where(col(Message.digest_id) == digest.key)
    rows = session.execute(query).tuples().all()
    people = names_of_people(session, {row[0] for row in rows})
    keys = {row[1] for row in rows} - {0}
    units = names_on(session, digest.as_of, keys) if keys else {}
    letters = [
        DigestRecipient(people[person], units[unit].name if unit else "", state, at)
        for person, unit, state, at in rows
    ]
    return tuple(
        sorted(letters, key=lambda each: (by_letters(each.unit), by_given_name(each.name)))
    )
