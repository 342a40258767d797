"""Codes of people: what may be one, and which two are the same."""

import unicodedata

import pytest

from models.rules.person_codes import folded, may_be_code


@pytest.mark.parametrize("code", ["CB-LT2", "cb.lt_2", "Đ1", "12", "9-a", "A" * 40])
def test_it_begins_with_a_letter_or_a_digit(code: str):
    assert may_be_code(code)


@pytest.mark.parametrize(
    "code",
    ["", "A", "..", ".a", "-ab", "_ab", "a..b", "a b", "a/b", "a@b", "A" * 41, "a\n", "ＣＢ1"],
)
def test_what_stands_badly_in_an_address_is_none(code: str):
    assert not may_be_code(code)


def test_case_and_composition_do_not_tell_two_codes_apart():
    assert folded("CB-Lập2") == folded(unicodedata.normalize("NFD", " cb-LẬP2 "))
    assert folded("CB-LT2") != folded("CB-LT3")


def test_wide_letters_are_the_plain_ones():
    assert folded("ＣＢ-ＬＴ2") == folded("CB-LT2")
