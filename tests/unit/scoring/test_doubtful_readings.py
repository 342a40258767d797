"""Readings that nobody would defend are flagged."""

import pytest
from scoring_rules import exact, reading

from models.rules.evaluation import Grade
from models.rules.scoring.doubtful_readings import doubtful_readings
from models.rules.scoring.readings import (
    DeductionFloor,
    Denominator,
    LatenessRule,
    NothingAssigned,
    Surplus,
)

HIGH = ((Grade.EXCELLENT, exact(101)), (Grade.GOOD, exact("100.01")))


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({}, []),
        ({"lateness": LatenessRule.FIVE_DAYS}, []),
        ({"deduction": exact(20)}, []),
        ({"deduction": exact(30)}, []),
        ({"deduction": exact(0)}, []),
        ({"surplus": Surplus.TOTAL}, []),
        ({"denominator": Denominator.COMPLETED}, ["nothing_done_is_good", "more_done_can_cost"]),
        ({"nothing_assigned": NothingAssigned.HUNDRED}, ["nothing_assigned_is_good"]),
        ({"nothing_assigned": NothingAssigned.ZERO}, []),
        ({"bands": HIGH}, ["all_done_is_not_good"]),
        ({"deduction_floor": DeductionFloor.NONE}, ["below_zero_takes_from_others"]),
        ({"surplus": Surplus.UNCUT}, ["total_above_all"]),
    ],
)
def test_it_flags_what_nobody_would_defend(changes: dict[str, object], flags: list[str]) -> None:
    assert list(doubtful_readings(reading(**changes))) == flags


def test_general_points_alone_can_be_good() -> None:
    bands = ((Grade.EXCELLENT, exact(90)), (Grade.GOOD, exact(30)))
    flags = doubtful_readings(reading(bands=bands, nothing_assigned=NothingAssigned.ZERO))
    assert flags == ("nothing_done_is_good", "nothing_assigned_is_good")
