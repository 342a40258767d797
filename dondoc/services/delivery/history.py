"""What history and the secretariat are told of deliveries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.history.events import append
from dondoc.services.reminders.nudges import write
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.event import EventKind
from models.joins import ASSIGNMENT_OF_CHECKPOINT, CHECKPOINT_OF_NUDGE
from models.message import MessageLine
from models.nudge import Nudge
from models.rules.checkpoints import local_date

NO_ADDRESS = "deliver.no_address"
FELL_BACK = "deliver.fell_back"


@dataclass(frozen=True, slots=True)
class MessageEnd:
    """What became of a message. `answer`: the provider's, without the address."""

    message_id: int
    person_id: int
    channel: str
    message_ref: str | None
    attempts: int
    answer: str = ""


@dataclass(frozen=True, slots=True)
class LineEnd:
    """One line's place. `line_id` and `nudge_id` say which line."""

    line_id: int
    nudge_id: int
    checkpoint_id: int
    programme_id: int


LineEnds = Mapping[int, Sequence[LineEnd]]
"""What messages are about, by their ids."""


def lines_of(session: Session, message_ids: Iterable[int], *left_out: str) -> LineEnds:
    """What these messages say; what was left out only for one of these reasons."""
    columns = (
        col(MessageLine.message_id), col(MessageLine.id), col(Nudge.id), col(Checkpoint.id),
        col(Assignment.programme_id),
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Nudge, col(Nudge.id) == col(MessageLine.nudge_id))
        .join(*CHECKPOINT_OF_NUDGE)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(among(session, col(MessageLine.message_id), message_ids))
        .where(col(MessageLine.dropped).in_(("", *left_out)))
        .order_by(col(MessageLine.id))
    )
    line_ends: dict[int, list[LineEnd]] = defaultdict(list)
    for message_id, *fields in session.connection().execute(query).all():
        line_ends[message_id].append(LineEnd(*fields))
    return line_ends


def event_of(
    message_end: MessageEnd, line_ends: Sequence[LineEnd], kind: EventKind, why: str = ""
) -> dict[str, Any]:
    """An event about a message; of one programme and one item where it is about no more."""
    programmes = {end.programme_id for end in line_ends}
    checkpoints = sorted({line.checkpoint_id for line in line_ends})
    return {
        "kind": kind,
        "programme_id": programmes.pop() if len(programmes) == 1 else None,
        "checkpoint_id": checkpoints[0] if len(checkpoints) == 1 else None,
        "reason": why,
        "data": {
            "message": message_end.message_id,
            "person": message_end.person_id,
            "channel": message_end.channel,
            "message_ref": message_end.message_ref,
            "attempts": message_end.attempts,
            "answer": message_end.answer,
            "checkpoints": checkpoints,
        },
    }


def tell_no_address(session: Session, part: Sequence[MessageEnd], now: datetime) -> None:
    """Messages that have no address left to go to."""
    if not part:
        return
    lines_of_messages = lines_of(session, [end.message_id for end in part], NO_ADDRESS)
    events = [
        event_of(
            message_end,
            lines_of_messages.get(message_end.message_id, ()),
            EventKind.UNDELIVERED,
            NO_ADDRESS,
        )
        for message_end in part
    ]
    append(session, now, events)
    about = {end.person_id: lines_of_messages.get(end.message_id, ()) for end in part}
    tell_secretariat(session, about, now, write.NO_ADDRESS)


def tell_secretariat(
    session: Session, about: Mapping[int, Sequence[LineEnd]], now: datetime, why: str
) -> None:
    """Lets the secretariat know whom letters do not reach, once a month.

    `about`: per person what they should have heard of.
    """
    known_causes = write.unreachable_written(session, local_date(now))
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for person_id, line_ends in about.items():
        if line_ends and write.unreachable_cause(person_id, why) not in known_causes:
            first = min(line_ends, key=lambda line: line.checkpoint_id)
            row = write.unreachable_row(person_id, first.checkpoint_id, now, why)
            rows[first.programme_id].append(row)
    for programme_id, part in rows.items():
        write.insert_portion(session, programme_id, part, now)
