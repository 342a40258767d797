"""What to show of the register of reminders, as conditions of its query."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case
from sqlmodel import col

from dondoc.services.organisation.viewer import Viewer
from dondoc.services.work.references import meant
from models.assignment import Assignment, Checkpoint
from models.message import Message, MessageLine
from models.nudge import Nudge, NudgeKind
from models.person import Person


@dataclass(frozen=True)
class Filters:
    """What to show: every one given must hold.

    `ref`: an assignment's or a checkpoint's, as units are called on `day` (None: the viewer's, or
    as it was assigned); `person`: a person's code; `state`: waiting, moot,
    queued, sent or failed; `channel`: by which the message went. `units`: keys, of one or several.
    `people`: keys of those who may have been told. `viewer`: whose units' rows alone are shown;
    None for the office's own tools.
    """

    ref: str | None = None
    day: date | None = None
    units: tuple[int, ...] | None = None
    person: str | None = None
    decided_from: date | None = None
    decided_to: date | None = None
    kind: NudgeKind | None = None
    state: str | None = None
    channel: str | None = None
    step: str | None = None
    people: tuple[int, ...] | None = None
    viewer: Viewer | None = None


STATE = case(
    (col(Message.id).is_(None), Nudge.state),
    (col(MessageLine.dropped) != "", "moot"),
    else_=Message.state,
)
"""What became of a nudge in a message, or of one that is in none."""


def conditions(filters: Filters) -> list[Any]:
    """That a row matches."""
    pairs: list[tuple[Any, Any]] = [
        (col(Person.code), filters.person.strip() if filters.person else None),
        (STATE, filters.state),
        (col(Message.channel), filters.channel),
    ]
    rest = [column == value for column, value in pairs if value is not None]
    if filters.units is not None:
        rest.append(col(Assignment.unit_id).in_(filters.units))
    if filters.ref is not None:
        assignment, _, label = filters.ref.strip().partition("/")
        day = filters.day or (filters.viewer.day if filters.viewer else None)
        own = col(Assignment.ref) == assignment
        rest.append(own if day is None else meant(assignment, day))
        if label:
            rest.append(col(Checkpoint.label) == label)
    if filters.people is not None:
        rest.append(col(Person.id).in_(filters.people))
    if filters.viewer is not None and not filters.viewer.sees_all:
        rest.append(col(Assignment.unit_id).in_(filters.viewer.boards))
    return rest + of_nudge(Nudge, filters)


def of_nudge(nudge: Any, filters: Filters) -> list[Any]:
    """The conditions on a nudge alone; `nudge`: the table, or another name of it."""
    rest = []
    if filters.kind is not None:
        rest.append(nudge.kind == filters.kind)
    if filters.step is not None:
        rest.append(nudge.step == filters.step)
    if filters.decided_from is not None:
        rest.append(nudge.decided_on >= filters.decided_from)
    if filters.decided_to is not None:
        rest.append(nudge.decided_on <= filters.decided_to)
    return rest
