"""The sample of results that others look at again can be drawn again, and nobody sees their own."""

import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from models.rules.recheck_sample import (
    DrawnResult,
    Rechecker,
    VerifiedResult,
    assigned,
    drawn,
    may_recheck,
    size_of,
)

LEAST = 3
SHARES = st.fractions(0, 1)
SEEDS = st.text("abc123", min_size=1, max_size=4)
RESULTS = st.lists(
    st.builds(
        VerifiedResult,
        ref=st.integers(0, 60).map(lambda number: f"R{number}"),
        unit=st.integers(1, 5),
        verified_by=st.integers(90, 92),
        barred=st.frozensets(st.integers(1, 7), max_size=2),
    ),
    max_size=30,
    unique_by=lambda each: each.ref,
)
RECHECKERS = st.lists(
    st.builds(
        Rechecker,
        person=st.integers(86, 92),
        unit=st.integers(1, 8),
        units=st.frozensets(st.integers(1, 8), max_size=2),
    ),
    max_size=8,
    unique_by=lambda each: (each.person, each.unit),
)


@given(RESULTS, SHARES, SEEDS, st.randoms(use_true_random=False))
def test_the_same_seed_and_facts_give_the_same_rows_in_whatever_order(
    results: list[VerifiedResult], share: Fraction, seed: str, chance: random.Random
) -> None:
    mixed = list(results)
    chance.shuffle(mixed)
    assert drawn(mixed, share, seed, LEAST) == drawn(results, share, seed, LEAST)


@given(RESULTS, RECHECKERS, SEEDS, st.randoms(use_true_random=False))
def test_whom_each_is_sent_to_does_not_hang_on_the_order_of_people(
    results: list[VerifiedResult], people: list[Rechecker], seed: str, chance: random.Random
) -> None:
    sample = drawn(results, Fraction(1), seed, LEAST)
    mixed = list(people)
    chance.shuffle(mixed)
    assert assigned(sample, mixed, seed) == assigned(sample, people, seed)


@given(RESULTS, SHARES, SEEDS)
def test_every_unit_with_enough_results_has_one(
    results: list[VerifiedResult], share: Fraction, seed: str
) -> None:
    sample = drawn(results, share, seed, LEAST)
    for unit in {each.unit for each in results}:
        count = sum(each.unit == unit for each in results)
        ours = sum(each.unit == unit for each in sample)
        assert ours == size_of(count, share, LEAST)
        assert ours >= (count >= LEAST)
        assert ours <= count


@given(RESULTS, SHARES, SHARES, SEEDS)
def test_a_greater_share_adds_rows_and_takes_none_away(
    results: list[VerifiedResult], one: Fraction, other: Fraction, seed: str
) -> None:
    less, more = sorted((one, other))
    assert set(drawn(results, less, seed, LEAST)) <= set(drawn(results, more, seed, LEAST))


@given(RESULTS, RECHECKERS, SEEDS)
def test_nobody_looks_again_at_what_is_their_units_or_what_they_verified(
    results: list[VerifiedResult], people: list[Rechecker], seed: str
) -> None:
    for each in assigned(drawn(results, Fraction(1), seed, 1), people, seed):
        ready = [one for one in people if may_recheck(one, each.result)]
        if each.rechecker is None:
            assert not ready
            continue
        theirs = each.rechecker.units | {each.rechecker.unit}
        assert each.rechecker.person != each.result.verified_by
        assert each.result.unit not in theirs
        assert not theirs & each.result.barred


def test_half_a_result_is_rounded_up_and_nothing_of_few() -> None:
    assert size_of(5, Fraction(1, 10), LEAST) == 1
    assert size_of(15, Fraction(1, 10), LEAST) == 2
    assert size_of(14, Fraction(1, 10), LEAST) == 1
    assert size_of(2, Fraction(1, 10), LEAST) == 0
    assert size_of(3, Fraction(0), LEAST) == 1
    assert size_of(4, Fraction(1), LEAST) == 4


def test_the_load_is_spread() -> None:
    results = [VerifiedResult(f"R{n}", 1, 90) for n in range(6)]
    people = [Rechecker(n, n, frozenset({n})) for n in (2, 3, 4)]
    sent = assigned(drawn(results, Fraction(1), "x", 1), people, "x")
    whom = [each.rechecker.person for each in sent if each.rechecker]
    assert {whom.count(person) for person in (2, 3, 4)} == {2}


def test_another_seed_draws_otherwise() -> None:
    results = [VerifiedResult(f"R{n}", 1, 90) for n in range(40)]
    samples = {drawn(results, Fraction(1, 10), seed, 1) for seed in "abcdef"}
    assert len(samples) > 1


def test_where_nobody_may_it_is_drawn_all_the_same() -> None:
    result = VerifiedResult("R", 1, 90)
    assert assigned([result], [Rechecker(2, 1, frozenset({1}))], "x") == (
        DrawnResult(result, None),
    )
