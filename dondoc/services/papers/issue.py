"""Issuing an approved digest: the papers that go along are written once, then the letters queued.

Whatever ends it halfway, it goes on where it was: a paper that is kept is not written anew, and
nobody gets the same part twice. What is sent afterwards is the outbox's (`services/delivery`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import wall_clock
from dondoc.services.delivery.freeze import THAWED
from dondoc.services.digest.approve import digest_to_decide, take_step
from dondoc.services.digest.compile import unheard
from dondoc.services.digest.life import life_of
from dondoc.services.organisation.changes import SettingsChange, acting_for_office
from dondoc.services.organisation.directory import names_of_people
from dondoc.services.organisation.units import names_on
from dondoc.services.papers.digest_letters import DigestLetter, digest_letters
from dondoc.services.papers.issue_papers import check_one_layout, write_papers
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.store import database
from models.digest import Digest, UnitDigest
from models.message import Message, MessageState
from models.rules.checkpoints import local_date
from models.rules.digest_life import DigestAct, DigestState, DigestStepKind
from models.rules.vietnamese_order import by_given_name, by_letters

_ON_THEIR_WAY = (MessageState.SENT, MessageState.QUEUED)


@dataclass(frozen=True)
class DigestIssue:
    """What issuing did. `letters`: new ones; `unreached`: who has no address in use; `unread`: the
    units whose part nobody gets.
    """

    letters: int
    unreached: tuple[str, ...]
    unread: tuple[str, ...] = ()


def unread_parts(session: Session, digest: Digest) -> tuple[str, ...]:
    """The units of whose part no letter was sent or is on its way, in Vietnamese order.

    Their head and their committee's secretary are missing or have no address, or the unit ended.
    """
    brought = select(col(Message.unit_key)).where(
        col(Message.digest_id) == digest.key, col(Message.state).in_(_ON_THEIR_WAY)
    )
    query = select(col(UnitDigest.unit_id)).where(
        col(UnitDigest.digest_id) == digest.key, col(UnitDigest.unit_id).not_in(brought)
    )
    units = set(session.scalars(query))
    names = names_on(session, digest.as_of, units) if units else {}
    return tuple(sorted((each.name for each in names.values()), key=by_letters))


def issue(change: SettingsChange, digest_id: int) -> DigestIssue:
    """Queues the letters that are not there yet, and says in history that it was issued.

    Raises Refused without the right, where the digest is not approved, and where its papers are
    of several layouts.
    """
    session = change.session
    digest = digest_to_decide(change, digest_id, DigestAct.ISSUE)
    letters, unreached = digest_letters(session, digest, change.now)
    had = {
        (message.person_id, message.unit_key): message
        for message in session.scalars(select(Message).where(col(Message.digest_id) == digest_id))
    }
    new = [letter for letter in letters if not _is_there(had, letter)]
    check_one_layout(session, digest_id)
    for letter in new:
        before = had.get((letter.person_id, letter.unit_key))
        session.add(_message(digest, letter, change.now, before))
    if new or life_of(session, digest).state is not DigestState.ISSUED:
        take_step(change, digest, DigestStepKind.ISSUED, letters=len(new), unreached=unreached)
    names = names_of_people(session, unreached)
    session.flush()
    unread = unread_parts(session, digest)
    return DigestIssue(len(new), tuple(sorted(names.values(), key=by_given_name)), unread)


def issue_whole(
    engine: Engine,
    by: str,
    digest_id: int,
    order: PaperOrder,
    now: datetime,
    *,
    is_standard: bool = False,
) -> DigestIssue:
    """Papers and letters one after the other, for a command. Raises as `issue` does."""

    def check(session: Session) -> None:
        digest_to_decide(acting_for_office(session, by, now, wall), digest_id, DigestAct.ISSUE)

    wall = wall_clock()
    database.written(engine, check)
    write_papers(engine, digest_id, order, now, unheard, is_standard=is_standard)
    return database.written(
        engine, lambda session: issue(acting_for_office(session, by, now, wall), digest_id)
    )


def _is_there(had: Mapping[tuple[int, int], Message], letter: DigestLetter) -> bool:
    """Whether a letter is sent, or on its way; one that a reopening stopped, or failed, is not."""
    message = had.get((letter.person_id, letter.unit_key))
    return message is not None and message.state in _ON_THEIR_WAY


def _message(
    digest: Digest, letter: DigestLetter, now: datetime, before: Message | None
) -> Message:
    message = before or Message(
        person_id=letter.person_id, run_on=local_date(now), created_at=now, digest_id=digest.key,
        unit_key=letter.unit_key,
    )  # fmt: skip
    message.run_on, message.state = local_date(now), MessageState.QUEUED
    message.ended_at, message.end_reason = None, ""
    message.language, message.with_file = letter.language, letter.with_file
    message.channel, message.contact_id = letter.channel, letter.contact_id
    for name, value in THAWED.items():  # where it was tried before, it is written anew
        setattr(message, name, value)
    return message
