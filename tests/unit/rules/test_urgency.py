"""What nobody can switch off, what may wait for the weekly letter, and what may be muted."""

import pytest

from models.nudge import NudgeKind
from models.rules import urgency as rule
from models.rules.ladder import Firmness
from models.rules.urgency import Urgency, urgency


@pytest.mark.parametrize("firmness", [Firmness.URGE, Firmness.DEMAND, Firmness.ESCALATE])
def test_what_is_due_or_overdue_cannot_be_switched_off(firmness: Firmness) -> None:
    assert urgency(NudgeKind.DEADLINE.value, firmness) is Urgency.MANDATORY


def test_an_early_mild_step_and_the_opening_of_a_window_are_optional() -> None:
    assert urgency(NudgeKind.DEADLINE.value, Firmness.REMIND) is Urgency.OPTIONAL
    assert urgency(NudgeKind.OPENED.value, Firmness.REMIND) is Urgency.OPTIONAL


def test_a_new_assignment_may_wait_but_not_be_switched_off() -> None:
    assert urgency(NudgeKind.ASSIGNED.value, Firmness.REMIND) is Urgency.MAY_WAIT


@pytest.mark.parametrize("kind", sorted(set(NudgeKind) - {NudgeKind.DEADLINE, NudgeKind.OPENED}))
@pytest.mark.parametrize("firmness", Firmness)
def test_no_other_kind_is_ever_optional(kind: NudgeKind, firmness: Firmness) -> None:
    assert urgency(kind.value, firmness) is not Urgency.OPTIONAL


def test_every_kind_that_may_wait_or_be_muted_exists() -> None:
    known = {one.value for one in NudgeKind}
    assert known >= rule._OPTIONAL | rule._MAY_WAIT
