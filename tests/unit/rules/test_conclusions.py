"""How a conclusion of a meeting stands on a day."""

from datetime import date, timedelta

import pytest

from models.rules.conclusions import ConclusionState, conclusion_state

LAST = date(2022, 5, 25)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("answered", "today", "accepted", "state"),
    [
        (None, LAST, False, ConclusionState.OPEN),
        (None, LAST + DAY, False, ConclusionState.LATE),
        (LAST, LAST + 9 * DAY, False, ConclusionState.ANSWERED),
        (LAST, LAST + 9 * DAY, True, ConclusionState.DONE_IN_TIME),
        (LAST + DAY, LAST + 9 * DAY, True, ConclusionState.DONE_LATE),
    ],
)
def test_the_day_of_the_answer_counts_and_not_that_of_its_acceptance(
    answered: date | None, today: date, accepted: bool, state: ConclusionState
) -> None:
    assert conclusion_state(LAST, answered, today, accepted=accepted) is state


def test_an_act_is_done_by_being_recorded() -> None:
    assert conclusion_state(None, None, LAST, accepted=False) is ConclusionState.RECORDED
