"""A rule set of one's own judges whole quarters, from one that begins on its day or later."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.own_rules import (
    JudgingTime,
    NotInForceReason,
    OwnRulesStep,
    VersionStep,
    first_judged,
    judging_times,
    quarter_last,
    version_on,
    why_not_backwards,
    why_not_from,
)

IN, OUT = OwnRulesStep.PUT_IN_FORCE, OwnRulesStep.ENDED
APRIL, JULY = date(2022, 4, 1), date(2022, 7, 1)


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2022, 4, 1), date(2022, 4, 1)),
        (date(2022, 4, 2), date(2022, 7, 1)),
        (date(2022, 12, 31), date(2023, 1, 1)),
    ],
)
def test_the_first_quarter_that_begins_then_or_later(day: date, first: date) -> None:
    assert first_judged(day) == first


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)))
def test_a_quarter_ends_before_the_next_begins(day: date) -> None:
    last = quarter_last(day)
    assert day <= last
    assert first_judged(last + timedelta(days=1)) == last + timedelta(days=1)


def test_a_newer_version_takes_its_place_with_a_whole_quarter() -> None:
    steps = [VersionStep(1, IN, APRIL), VersionStep(2, IN, date(2022, 5, 9))]
    assert judging_times(steps, {}) == (
        JudgingTime(1, APRIL, date(2022, 6, 30)),
        JudgingTime(2, JULY, None),
    )


def test_what_was_planned_before_is_gone_where_another_comes_first() -> None:
    steps = [VersionStep(1, IN, JULY), VersionStep(2, IN, APRIL)]
    assert judging_times(steps, {}) == (JudgingTime(2, APRIL, None),)


def test_an_ended_one_judges_the_quarter_of_its_last_day() -> None:
    steps = [VersionStep(1, IN, APRIL), VersionStep(1, OUT, date(2022, 8, 15))]
    assert judging_times(steps, {}) == (JudgingTime(1, APRIL, date(2022, 9, 30)),)


def test_one_that_ends_by_its_own_words_ends_by_itself() -> None:
    assert judging_times([VersionStep(1, IN, APRIL)], {1: date(2022, 12, 31)}) == (
        JudgingTime(1, APRIL, date(2022, 12, 31)),
    )


def test_a_trial_judges_nobody() -> None:
    assert judging_times([VersionStep(1, OwnRulesStep.TRIED, None)], {}) == ()


def test_the_version_of_a_day() -> None:
    times = (JudgingTime(1, APRIL, date(2022, 6, 30)), JudgingTime(2, JULY, None))
    found = [version_on(times, day) for day in (date(2022, 3, 31), APRIL, date(2022, 6, 30), JULY)]
    assert found == [None, 1, 1, 2]


TODAY = date(2022, 5, 20)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2022, 3, 31), NotInForceReason.ENDED_PERIOD),
        (date(2022, 4, 1), NotInForceReason.PAST),
        (date(2022, 5, 19), NotInForceReason.PAST),
        (TODAY, None),
        (date(2022, 6, 1), None),
        (date(2023, 1, 1), NotInForceReason.AFTER_VALID),
    ],
)
def test_never_backwards(day: date, why: NotInForceReason | None) -> None:
    valid = (date(2022, 5, 1), date(2022, 12, 31))
    assert why_not_from(day, TODAY, valid) is why


def test_never_before_it_says_itself() -> None:
    found = why_not_from(TODAY, TODAY, (date(2022, 6, 1), None))
    assert found is NotInForceReason.BEFORE_VALID


STEPS = st.lists(
    st.builds(
        VersionStep,
        st.integers(1, 3),
        st.sampled_from((IN, OUT)),
        st.dates(date(2022, 1, 1), date(2024, 12, 31)),
    ),
    max_size=6,
)


@given(STEPS, st.dates(date(2022, 1, 1), date(2024, 12, 31)))
def test_never_two_at_once_and_whole_quarters_alone(steps: list[VersionStep], day: date) -> None:
    times = judging_times(steps, {})
    assert sum(time.first <= day and (time.last is None or day <= time.last) for time in times) <= 1
    assert all(first_judged(time.first) == time.first for time in times)
    assert all(time.last is None or quarter_last(time.last) == time.last for time in times)


@given(STEPS, st.dates(date(2022, 1, 1), date(2024, 12, 31)), st.data())
def test_what_is_decided_later_changes_no_quarter_that_is_over(
    steps: list[VersionStep], today: date, data: st.DataObject
) -> None:
    """The rule that a day is never over is what keeps it so."""
    day = data.draw(st.dates(date(2022, 1, 1), date(2025, 12, 31)))
    kind = data.draw(st.sampled_from((IN, OUT)))
    if why_not_backwards(day, today) is not None:
        return
    before = judging_times(steps, {})
    after = judging_times([*steps, VersionStep(9, kind, day)], {})
    over = first_judged(today) - timedelta(days=1)
    for back in range(0, 400, 17):
        then = over - timedelta(days=back)
        assert version_on(before, then) == version_on(after, then)
