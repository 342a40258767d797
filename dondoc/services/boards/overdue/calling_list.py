"""Whom to call about which rows: unit by unit, each official with the number and the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.boards.overdue.telephones import telephones_of
from dondoc.services.work.answering.responsible import Answering
from dondoc.services.work.checkpoint_rows import CheckpointRow
from models.rules.due_parts import OPEN

MAX_CALLS = 200
"""So many rows are put on a calling list: more than that nobody calls about in a morning."""


@dataclass(frozen=True)
class PersonToCall:
    """Somebody who answers for the work below. `telephone`: '' where none is known."""

    answering: Answering
    telephone: str


@dataclass(frozen=True)
class CallToMake:
    """One call: whom of a unit, the first who answers first, and about which rows."""

    unit_id: int
    unit: str
    people: tuple[PersonToCall, ...]
    rows: tuple[CheckpointRow, ...]


def calling_list(scope: BoardQuestion, rows: Sequence[CheckpointRow]) -> list[CallToMake]:
    """The calls in the order of the rows; nobody is called about what was reported."""
    some = [row for row in rows if row.part in OPEN]
    numbers = telephones_of(scope, (each.person_id for row in some for each in row.officials))
    return [
        CallToMake(
            unit_id,
            about[0].unit,
            tuple(PersonToCall(each, numbers.get(each.person_id, "")) for each in officials),
            about,
        )
        for (unit_id, officials), group in groupby(some, lambda row: (row.unit_id, row.officials))
        if (about := tuple(group))
    ]
