"""Urging by hand (đôn đốc trực tiếp): a person asks for news of an item, in words of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.history.events import append
from dondoc.services.organisation.directory import find_person
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest, meant_checkpoints
from dondoc.services.reminders.nudges.write import hold, in_history, nudge_row
from dondoc.services.work.checkpoint_queries import refs_of
from dondoc.services.work.checkpoints import LoadedCheckpoint
from dondoc.services.work.roles import roles_of
from dondoc.store.bulk import among
from models.event import Event, EventKind
from models.nudge import Nudge, NudgeKind
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.ladder import Firmness
from models.rules.roles import Audience, Role

MAX_WORDS = 500
"""Characters that a person's own words may have: a call, not a letter."""

URGERS = frozenset({
    Role.SECRETARIAT,
    Role.STANDING_COMMITTEE,
    Role.COMMITTEE_HEAD,
    Role.COMMITTEE_DEPUTY,
    Role.COMMITTEE_SECRETARY,
    Role.UNIT_HEAD,
    Role.PARENT_HEAD,
})  # fmt: skip
"""Who answers for urging the work on: the province, the unit's committee, its head and above."""


@dataclass(frozen=True)
class UrgedItem:
    """One item that was urged."""

    nudge_id: int
    checkpoint_id: int
    ref: str
    year: int


def nudge_by_hand(session: Session, request: UrgingRequest, now: datetime) -> tuple[UrgedItem, ...]:
    """Writes a nudge, and its event with actor and words, for each item that is meant.

    All or nothing, in the caller's transaction; at most one per actor, checkpoint and day.
    Raises BadInput for what does not exist or too many words, Refused for what is not allowed:
    not this person's to urge, nothing open there, urged today already.
    """
    words = one_paragraph(request.words)
    actor = find_person(session, request.by)
    hold(session)  # or of two calls at once both would be the first of the day
    checkpoints = list(meant_checkpoints(session, request, now))
    for each_checkpoint in checkpoints:
        _check_role(session, actor, each_checkpoint, now)
    done = urged_today(
        session,
        actor.key,
        [loaded_checkpoint.checkpoint.key for loaded_checkpoint in checkpoints],
        now,
    )
    left = [checkpoint for checkpoint in checkpoints if checkpoint.checkpoint.key not in done]
    # Of a unit's items the rest is urged; whoever names an item is told.
    if not left or (request.unit is None and done):
        raise Refused("by_hand.today_already", ref=", ".join(refs_of(session, done)))
    return tuple(
        write_by_hand(session, request.to, actor, checkpoint, (words, now)) for checkpoint in left
    )


def texts_by_hand(session: Session, nudge_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Who urged by hand, and in which words ('' for none), by the ids of BY_HAND nudges.

    Ids of other nudges are left out.
    """
    texts: dict[int, tuple[str, str]] = {}
    statement = select(col(Nudge.id), col(Nudge.checkpoint_id)).where(
        among(session, col(Nudge.id), set(nudge_ids)), col(Nudge.kind) == NudgeKind.BY_HAND
    )
    places = {row[0]: row[1] for row in session.execute(statement)}
    query = (
        select(col(Event.data), col(Person.full_name), col(Event.reason))
        .join(Person, col(Person.id) == col(Event.actor_id))
        .where(
            among(session, col(Event.checkpoint_id), set(places.values())),
            col(Event.kind) == EventKind.NUDGED,
        )
    )
    for data, name, words in session.execute(query):
        for nudge_id in places.keys() & {row[0] for row in data["nudges"]}:
            texts[nudge_id] = (name, words)
    return texts


def one_paragraph(words: str) -> str:
    """A person's own words on one line, without anything that could not be printed.

    Raises BadInput for more than MAX_WORDS characters.
    """
    plain = " ".join("".join(word if word.isprintable() else " " for word in words).split())
    if len(plain) > MAX_WORDS:
        raise BadInput("by_hand.too_many_words", found=len(plain), most=MAX_WORDS)
    return plain


def _check_role(
    session: Session, actor: Person, checkpoint: LoadedCheckpoint, now: datetime
) -> None:
    if not roles_of(session, actor.key, checkpoint.assignment, local_date(now)) & URGERS:
        raise Refused("by_hand.not_your_role", ref=checkpoint.ref, roles=URGERS)


def urged_today(
    session: Session, actor_id: int, checkpoint_ids: Sequence[int], now: datetime
) -> set[int]:
    """Those of these checkpoints that a person urged today: a second call would be pressure."""
    query = select(col(Nudge.checkpoint_id)).where(
        col(Nudge.checkpoint_id).in_(checkpoint_ids),
        col(Nudge.kind) == NudgeKind.BY_HAND,
        col(Nudge.cause) == cause_of(actor_id, now),
    )
    return set(session.scalars(query))


def cause_of(actor_id: int, now: datetime) -> str:
    """What makes a second call of the day the same nudge."""
    return f"by_hand:{actor_id}:{local_date(now).isoformat()}"


def write_by_hand(
    session: Session,
    to: Audience,
    actor: Person,
    checkpoint: LoadedCheckpoint,
    text_at: tuple[str, datetime],
) -> UrgedItem:
    """Writes one nudge and its event. `text_at`: the words, as `one_paragraph` gives them."""
    words, now = text_at
    key = checkpoint.checkpoint.key
    row = nudge_row(
        key, NudgeKind.BY_HAND, to, now, cause=cause_of(actor.key, now), firmness=Firmness.URGE
    )
    nudge = Nudge(**row)
    session.add(nudge)
    session.flush()
    event = {  # to itself, because a person said it
        "kind": EventKind.NUDGED,
        "programme_id": checkpoint.assignment.programme_id,
        "assignment_id": checkpoint.assignment.key,
        "checkpoint_id": key,
        "actor_id": actor.key,
        "reason": words,
        "data": {"nudges": [in_history(nudge.key, row)]},
    }
    append(session, now, [event])
    year = session.get_one(Programme, checkpoint.assignment.programme_id).year
    return UrgedItem(nudge.key, key, checkpoint.ref, year)
