"""Which part of a board a checkpoint belongs to, by what is to be done about it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from models.rules.due import DueFacts, DueState
from models.rules.due_parts import OPEN, PARTS, DuePart, part_of
from models.rules.stages import Stage

DUE, SENT = date(2022, 6, 30), datetime(2022, 6, 29, 3, tzinfo=UTC)
UNREPORTED = DueFacts(Stage.IN_PROGRESS, DUE, None)
REPORTED = DueFacts(Stage.REPORTED, DUE, SENT)
VERIFIED = replace(REPORTED, stage=Stage.VERIFIED)


@pytest.mark.parametrize(
    ("facts", "state", "due_soon", "part"),
    [
        (UNREPORTED, DueState.OVERDUE, False, DuePart.OVERDUE),
        (UNREPORTED, DueState.OPEN_IN_TIME, True, DuePart.DUE_SOON),
        (UNREPORTED, DueState.OPEN_IN_TIME, False, DuePart.IN_TIME),
        (REPORTED, DueState.OVERDUE, False, DuePart.WAITING),
        (REPORTED, DueState.OPEN_IN_TIME, False, DuePart.WAITING),
        (VERIFIED, DueState.DONE_LATE, False, DuePart.DONE),
        (replace(VERIFIED, missing=True), DueState.OVERDUE, False, DuePart.MISSING),
        (replace(VERIFIED, undelivered=True), DueState.OVERDUE, False, DuePart.UNDELIVERED),
    ],
)
def test_a_checkpoint_is_in_one_part(
    facts: DueFacts, state: DueState, due_soon: bool, part: DuePart
) -> None:
    assert part_of(facts, state, due_soon=due_soon) is part
    assert part in PARTS


def test_only_what_nobody_reported_is_open() -> None:
    assert {DuePart.OVERDUE, DuePart.DUE_SOON, DuePart.IN_TIME} == OPEN & set(PARTS)
