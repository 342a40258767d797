"""A share is rounded for people, but never to nothing nor to all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.rendering import formats
from models.rules.measures import (
    part_of,
    rounded,
)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(4999, 5000, "99.98"), (1, 3000, "0.03"), (0, 7, "0"), (7, 7, "100"), (1, 3, "33.3"),
     (99996, 100_000, "99.996"), (2, 3, "66.7")],
)  # fmt: skip
def test_a_share_is_rounded_but_never_to_nothing_nor_to_all(part: int, whole: int, shown: str):
    assert rounded(part_of(part, whole)) == Decimal(shown)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_only_all_is_a_hundred_and_only_nothing_is_zero(part: int, more: int) -> None:
    short = rounded(part_of(part, part + more))
    assert short is not None and 0 < short < 100


def test_of_nothing_there_is_no_share() -> None:
    assert part_of(0, 0) is None and rounded(None) is None


@pytest.mark.parametrize(
    ("percent_of", "vi", "en"),
    [
        ("99.98", ">99,9%", ">99.9%"),
        ("0.033", "<0,1%", "<0.1%"),
        ("0", "0%", "0%"),
        ("100", "100%", "100%"),
        ("100.02", ">100%", ">100%"),
        ("99.94", "99,9%", "99.9%"),
        ("33.333", "33,3%", "33.3%"),
    ],
)
def test_no_page_writes_all_or_nothing_for_what_is_neither(percent_of: str, vi: str, en: str):
    assert formats.percent(Decimal(percent_of)) == vi
    assert formats.percent(Decimal(percent_of), "en") == en
