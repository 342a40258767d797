"""When a checkpoint may be reported, and when a day is over."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from stages_of_one import ASSIGNED, OPENS

from models.rules.checkpoints import CheckpointFacts, end_of
from models.rules.stages import Stage, Standing

ONE_DAY = date.resolution


def test_it_may_be_reported_from_the_day_on_which_it_opens() -> None:
    assert not ASSIGNED.may_be_reported(OPENS - ONE_DAY)
    assert ASSIGNED.may_be_reported(OPENS)


@pytest.mark.parametrize(
    "facts",
    [replace(ASSIGNED, stage=Stage.REPORTED), replace(ASSIGNED, standing=Standing.WITHDRAWN)],
)
def test_what_is_reported_or_withdrawn_may_not(facts: CheckpointFacts) -> None:
    assert not facts.may_be_reported(OPENS)


def test_a_day_is_over_at_midnight_in_viet_nam() -> None:
    assert end_of(date(2022, 3, 31)) == datetime(2022, 3, 31, 17, tzinfo=UTC)
