"""What to show of the register of reminders, as conditions of its query."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case
from sqlmodel import col

from dondoc.services.organisation.viewer import Viewer
from models.assignment import Assignment, Checkpoint
from models.message import Message, MessageLine
from models.nudge import Nudge, NudgeKind
from models.person import Person


@dataclass(frozen=True)
class Filters:
    """What to show: every one given must hold.

    `ref`: an assignment's or a checkpoint's; `person`: a person's code; `state`: waiting, moot,
    queued, sent or failed; `channel`: by which the message went. `people`: keys of those who may
    have been told. `viewer`: whose units' rows alone are shown; None for the office's own tools.
    """

    ref: str | None = None
    unit_id: int | None = None
    person: str | None = None
    decided_from: date | None = None
    decided_to: date | None = None
    kind: NudgeKind | None = None
    state: str | None = None
    channel: str | None = None
    most: int = 1000
    step: str | None = None
    people: tuple[int, ...] | None = None
    viewer: Viewer | None = None


STATE = case(
    (col(Message.id).is_(None), Nudge.state),
    (col(MessageLine.dropped) != "", "moot"),
    else_=Message.state,
)
"""What became of a nudge in a message, or of one that is in none."""


def conditions(given: Filters) -> list[Any]:
    """That a row matches."""
    wanted: list[tuple[Any, Any]] = [
        (col(Assignment.unit_id), given.unit_id),
        (col(Person.code), given.person.strip() if given.person else None),
        (STATE, given.state),
        (col(Message.channel), given.channel),
    ]
    found = [column == value for column, value in wanted if value is not None]
    if given.ref is not None:
        assignment, _, label = given.ref.strip().partition("/")
        found.append(col(Assignment.ref) == assignment)
        if label:
            found.append(col(Checkpoint.label) == label)
    if given.people is not None:
        found.append(col(Person.id).in_(given.people))
    if given.viewer is not None and not given.viewer.sees_all:
        found.append(col(Assignment.unit_id).in_(given.viewer.boards))
    return found + of_nudge(Nudge, given)


def of_nudge(nudge: Any, given: Filters) -> list[Any]:
    """The conditions on a nudge alone; `nudge`: the table, or another name of it."""
    found = []
    if given.kind is not None:
        found.append(nudge.kind == given.kind)
    if given.step is not None:
        found.append(nudge.step == given.step)
    if given.decided_from is not None:
        found.append(nudge.decided_on >= given.decided_from)
    if given.decided_to is not None:
        found.append(nudge.decided_on <= given.decided_to)
    return found
