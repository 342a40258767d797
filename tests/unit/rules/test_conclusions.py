"""How a meeting and a conclusion of it stand on a day, and which one cannot be taken back."""

from datetime import date, timedelta

import pytest

from models.rules.conclusions import (
    ConclusionKind,
    ConclusionState,
    conclusion_state,
    why_it_stays,
)
from models.rules.meetings import MeetingState, meeting_state

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


@pytest.mark.parametrize(
    ("kind", "accepted", "in_plan", "why"),
    [
        (ConclusionKind.TASK, False, False, ""),
        (ConclusionKind.TASK, True, False, "meeting.error.accepted"),
        (ConclusionKind.NEW_DATE, False, False, "meeting.error.date_set"),
        (ConclusionKind.URGE, False, False, "meeting.error.urged"),
        (ConclusionKind.ASSIGNMENT, False, True, "meeting.error.stands_in_plan"),
        (ConclusionKind.ASSIGNMENT, False, False, ""),
    ],
)
def test_what_something_came_of_is_not_taken_back(
    kind: ConclusionKind, accepted: bool, in_plan: bool, why: str
) -> None:
    assert why_it_stays(kind, accepted=accepted, in_plan=in_plan) == why


@pytest.mark.parametrize(
    ("today", "concluded", "called_off", "state"),
    [
        (LAST - DAY, False, False, MeetingState.AHEAD),
        (LAST, False, False, MeetingState.OPEN),
        (LAST, True, False, MeetingState.CONCLUDED),
        (LAST - DAY, False, True, MeetingState.CALLED_OFF),
        (LAST + DAY, True, True, MeetingState.CALLED_OFF),
    ],
)
def test_a_meeting_stands_by_its_day_its_conclusions_and_whether_it_is_held(
    today: date, concluded: bool, called_off: bool, state: MeetingState
) -> None:
    assert meeting_state(LAST, today, concluded=concluded, called_off=called_off) is state
