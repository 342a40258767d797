"""What a portion of claimed messages says, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.remind.reasons import Reason, as_reason
from models.assignment import Assignment, Checkpoint
from models.message import Message, MessageLine
from models.nudge import Nudge
from models.person import Person


@dataclass
class Loaded:
    """A message with its lines (ids by reason), reader and programme; None: it has no lines."""

    message: Message
    reader: Person
    programme_id: int | None = None
    lines: dict[Reason, int] = field(default_factory=dict)


def load(session: Session, ids: Sequence[int]) -> list[Loaded]:
    """The messages in the order of their ids, cut loose from the session."""
    query = select(Message, Person).join(Person, col(Person.id) == col(Message.person_id))
    query = query.where(col(Message.id).in_(ids)).order_by(col(Message.id))
    found = {message.key: Loaded(message, person) for message, person in session.execute(query)}
    for message_id, line_id, nudge, programme_id in session.execute(_lines(ids)):
        loaded = found[message_id]
        loaded.lines[as_reason(nudge)] = line_id
        loaded.programme_id = programme_id
    return list(found.values())


def _lines(ids: Sequence[int]) -> Any:
    return (
        select(
            col(MessageLine.message_id), col(MessageLine.id), Nudge, col(Assignment.programme_id)
        )
        .join(Nudge, col(Nudge.id) == col(MessageLine.nudge_id))
        .join(Checkpoint, col(Checkpoint.id) == col(Nudge.checkpoint_id))
        .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
        .where(col(MessageLine.message_id).in_(ids), col(MessageLine.dropped) == "")
        .order_by(col(Nudge.id))
    )


def by_programme(loaded: Sequence[Loaded]) -> dict[int | None, list[Loaded]]:
    """Messages of one programme are read together; a message is of one programme."""
    found: dict[int | None, list[Loaded]] = defaultdict(list)
    for one in loaded:
        found[one.programme_id].append(one)
    return found
