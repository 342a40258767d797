"""The ladder of reminders: the rungs reached, the next day, and how firmness grows."""

from dataclasses import replace
from datetime import date

import pytest
from next_rung import next_rung

from dondoc.services.programme.rule_sets import default_ladder
from models.rules.calendar import calendar_of
from models.rules.ladder import Firmness, Step, ladder_for, rungs_reached, weakenings
from models.rules.roles import Audience

LEAD, HEAD = Audience.LEAD, Audience.UNIT_HEAD
OFTEN = Step(3, LEAD, Firmness.URGE, every=3)
SELDOM = Step(10, LEAD, Firmness.DEMAND, every=10)
PLAIN = calendar_of((2021, 2024), frozenset(), frozenset())
DUE = date(2022, 3, 31)  # a Thursday


def reached(days_after: int, *steps: Step) -> list[tuple[Audience, int, Firmness]]:
    today = PLAIN.add(DUE, days_after)
    return [
        (one.audience, one.day, one.firmness) for one in rungs_reached(steps, DUE, today, PLAIN)
    ]


@pytest.mark.parametrize(
    ("days_after", "day", "firmness"),
    [(3, 3, Firmness.URGE), (9, 9, Firmness.URGE), (10, 10, Firmness.DEMAND),
     (12, 10, Firmness.DEMAND), (20, 20, Firmness.DEMAND)],
)  # fmt: skip
def test_a_step_is_repeated_until_the_next_one(
    days_after: int, day: int, firmness: Firmness
) -> None:
    for order in ((OFTEN, SELDOM), (SELDOM, OFTEN)):
        assert reached(days_after, *order) == [(LEAD, day, firmness)]


def test_each_audience_has_its_own_steps() -> None:
    found = reached(4, OFTEN, Step(4, HEAD, Firmness.URGE))
    assert found == [(LEAD, 3, Firmness.URGE), (HEAD, 4, Firmness.URGE)]


@pytest.mark.parametrize(
    ("days_after", "expected"), [(0, 3), (3, 6), (8, 9), (9, 10), (10, 20), (25, 30)]
)
def test_the_next_day_is_the_next_step_or_the_next_repeat(days_after: int, expected: int) -> None:
    assert next_rung((SELDOM, OFTEN), days_after) == expected


def test_an_audience_without_further_steps_hears_no_more() -> None:
    once = Step(-3, LEAD, Firmness.REMIND)
    assert next_rung((once,), -5) == -3
    assert next_rung((once,), -3) is None


def test_a_milder_step_after_a_firmer_one_is_found() -> None:
    mild = Step(20, LEAD, Firmness.REMIND)
    assert weakenings((mild, SELDOM, OFTEN)) == ((SELDOM, mild),)
    assert weakenings((OFTEN, SELDOM, Step(20, HEAD, Firmness.REMIND))) == ()


def test_the_default_ladder_grows_firmer_and_reaches_everybody() -> None:
    ladder = default_ladder()
    assert weakenings(ladder) == ()
    assert {one.audience for one in ladder} == set(Audience) - {
        Audience.PARENT_HEAD
    }  # it stands in
    keys = [(one.audience, one.offset) for one in ladder]
    assert len(set(keys)) == len(keys)


def test_the_most_specific_steps_replace_the_others() -> None:
    everybody = Step(0, LEAD, Firmness.REMIND)
    category = replace(everybody, category="xây dựng Đảng")
    unit = replace(everybody, unit_id=4)
    both = replace(category, unit_id=4)
    steps = (everybody, category, unit, both)
    assert ladder_for(steps, "xây dựng Đảng", 4) == (both,)
    assert ladder_for(steps[:3], "xây dựng Đảng", 4) == (unit,)
    assert ladder_for(steps[:2], "xây dựng Đảng", 4) == (category,)
    assert ladder_for(steps, "kinh tế", 5) == (everybody,)
    assert ladder_for((unit,), "kinh tế", 5) == ()


@pytest.mark.parametrize(
    ("days_after", "rung"), [(2, None), (3, 3), (5, 3), (6, 6), (8, 6), (9, 9)]
)
def test_a_repeated_step_is_reached_in_its_rhythm(days_after: int, rung: int | None) -> None:
    assert OFTEN.rung(days_after) == rung
    assert replace(OFTEN, every=None).rung(days_after) == (None if days_after < 3 else 3)


def test_nothing_is_reached_on_a_day_off() -> None:
    saturday = date(2022, 4, 9)
    assert rungs_reached((OFTEN,), DUE, saturday, PLAIN) == ()


def test_as_firm_as_before_is_no_weakening() -> None:
    assert weakenings((OFTEN, replace(OFTEN, offset=9))) == ()
