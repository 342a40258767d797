"""Where something is missing there is no total, and the reasons are given (cases G02 and G06)."""

from fractions import Fraction

import pytest
from scoring_rules import exact, failed, late, line, reading

from models.rules.scoring.readings import LeaderFormula
from models.rules.scoring.results import (
    LeaderParts,
    MissingReason,
    NoTotal,
    PeriodFacts,
    TotalPoints,
    total_of,
)

HEAD = (line("drafts", 2, 5, 5, failed(), failed()), line("inspections", 5, 4, 4))
WORK = (line("T1", 400, 2, 2, late()), line("T2", 100, 10, 9, failed()))


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ({"uniting": None}, "uniting_missing"),
        ({"subordinates": None}, "subordinates_missing"),
        ({"organising": None}, "organising_missing"),
    ],
)
def test_it_gives_no_total_while_a_part_of_a_leader_is_missing(
    part: dict[str, None], reason: str
) -> None:
    leader = LeaderParts(**{"subordinates": True, "organising": True, "uniting": True, **part})
    missing = total_of(PeriodFacts(HEAD, exact("27.5"), leader), reading())
    assert isinstance(missing, NoTotal)
    assert missing.reasons == (MissingReason(reason),)
    assert [each.completed for each in missing.lines] == [10, 20]


def test_it_gives_no_total_where_nothing_was_assigned() -> None:
    missing = total_of(PeriodFacts((), exact("26.5")), reading())
    assert missing == NoTotal((MissingReason.NOTHING_ASSIGNED,), ())
    nobody = LeaderParts(None, None, None)
    assert total_of(PeriodFacts((), None, nobody), reading()) == NoTotal(
        (
            MissingReason.NOTHING_ASSIGNED,
            MissingReason.SUBORDINATES_MISSING,
            MissingReason.ORGANISING_MISSING,
            MissingReason.UNITING_MISSING,
            MissingReason.GENERAL_MISSING,
        ),
        (),
    )


def test_a_leader_may_be_scored_by_three_parts_alone() -> None:
    three = reading(leader_formula=LeaderFormula.MEAN_OF_THREE)
    scored = total_of(PeriodFacts(HEAD, exact("27.5"), LeaderParts(None, None, None)), three)
    assert isinstance(scored, TotalPoints)
    assert scored.result.share == Fraction(17, 18)


@pytest.mark.parametrize(
    ("general", "reason"),
    [
        (None, "general_missing"),
        ("30.01", "general_out_of_range"),
        ("-0.01", "general_out_of_range"),
    ],
)
def test_it_gives_no_total_without_general_points_that_can_be(
    general: str | None, reason: str
) -> None:
    points = None if general is None else exact(general)
    missing = total_of(PeriodFacts(WORK, points), reading())
    assert isinstance(missing, NoTotal)
    assert missing.reasons == (MissingReason(reason),)
    assert total_of(PeriodFacts((), points), reading()) == NoTotal(
        (MissingReason.NOTHING_ASSIGNED, MissingReason(reason)), ()
    )


@pytest.mark.parametrize("general", ["0", "30"])
def test_it_takes_general_points_up_to_the_bounds(general: str) -> None:
    scored = total_of(PeriodFacts(WORK, exact(general)), reading())
    assert isinstance(scored, TotalPoints)
