"""Pure parts of reminding: the next step, the facts that overtake, the pauses."""

import random
from datetime import date, timedelta

import pytest
from next_rung import next_rung

from dondoc.services.delivery.policy import Policy
from dondoc.services.reminders.nudges.reasons import Reason, moot_reason
from dondoc.services.work.checkpoint_states import CheckpointState
from models.nudge import NudgeKind
from models.rules.ladder import Firmness, Step
from models.rules.roles import Audience
from models.rules.stages import Stage, Standing

ONCE = Step(-3, Audience.LEAD, Firmness.REMIND)
AGAIN = Step(3, Audience.LEAD, Firmness.DEMAND, every=3)
STATE = CheckpointState(
    1, 1, "Q1", Stage.IN_PROGRESS, Standing.LIVE, date(2022, 1, 1), date(2022, 3, 31), 0,
    None, None, "A@B", 1, "", 1, None, False, False, 0, None, None, "", "", None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("days_after", "expected"), [(-9, -3), (-3, 3), (0, 3), (3, 6), (4, 6), (5, 6), (6, 9)]
)
def test_the_next_step_lies_ahead(days_after: int, expected: int) -> None:
    assert next_rung([ONCE, AGAIN], days_after) == expected


def test_there_is_no_next_step_after_the_last() -> None:
    assert next_rung([ONCE], -3) is None


def reason(kind: NudgeKind, cause: str) -> Reason:
    day = date(2022, 3, 22)
    return Reason(1, 1, kind, Audience.LEAD, None, "-7", cause, Firmness.REMIND, day)


def changed(**values: object) -> CheckpointState:
    from dataclasses import replace

    return replace(STATE, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (STATE, ""),
        (changed(stage=Stage.REPORTED), "moot.reported"),
        (changed(stage=Stage.VERIFIED), "moot.settled"),
        (changed(stage=Stage.VERIFIED, undelivered=True), "moot.undelivered"),
        (changed(stage=Stage.EVALUATED, missing=True), "moot.missing"),
        (changed(stage=Stage.REPORTED, undelivered=True), "moot.reported"),
        (changed(standing=Standing.WITHDRAWN), "moot.withdrawn"),
        (changed(standing=Standing.HANDED_OVER), "moot.handed_over"),
        (changed(due_revision=1), "moot.due_changed"),
    ],
)
def test_facts_overtake_a_step(state: CheckpointState, expected: str) -> None:
    assert moot_reason(reason(NudgeKind.DEADLINE, "due:0"), state) == expected


def test_nothing_overtakes_a_refusal() -> None:
    state = changed(standing=Standing.WITHDRAWN)
    assert moot_reason(reason(NudgeKind.REFUSED, "submission:1"), state) == ""


def test_pauses_double_up_to_a_limit_and_respect_the_server() -> None:
    policy = Policy(chance=random.Random(1))
    pauses = [policy.pause(number, None) for number in (1, 2, 3, 30)]
    assert timedelta(minutes=1) < pauses[0] < timedelta(minutes=3)
    assert pauses[0] < pauses[1] < pauses[2] < pauses[3] <= 1.2 * policy.longest_pause
    assert policy.pause(1, timedelta(hours=9)) == timedelta(hours=9)
