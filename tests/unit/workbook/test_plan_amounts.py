"""Numbers as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.services.workbook.amounts import (
    AmountError,
    format_amount,
    is_blank,
    parse_amount,
    style_hint,
)
from dondoc.services.workbook.grid import CellError, Percent

STORABLE = st.decimals(0, 10**12, places=4, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("18.713", "18713"),
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1234,125", "1234.125"),
        ("95%", "95"),
        ("94,5 %", "94.5"),
        (" 2 000 ", "2000"),
        ("2\u00a0000", "2000"),
        ("−3", "-3"),
        ("0", "0"),
        ("007", "7"),
    ],
)
def test_it_reads_vietnamese_and_unambiguous_english_numbers(text, number):
    assert parse_amount(text) == Decimal(number)


def test_it_asks_when_a_comma_could_mean_either():
    with pytest.raises(AmountError) as caught:
        parse_amount("1,234")

    assert caught.value.key == "plan.error.ambiguous_number"


def test_the_sheet_decides_what_three_digits_after_a_mark_mean():
    assert parse_amount("1,234", "en") == 1234
    assert parse_amount("1,234", "vi") == Decimal("1.234")
    assert parse_amount("18.713", "en") == Decimal("18.713")


def test_the_hint_comes_from_cells_that_read_only_one_way():
    assert style_hint(["1,234", "1,234.5"]) == "en"
    assert style_hint(["1,234", "2,5"]) == "vi"
    assert style_hint(["1,234", "18.713", 5.0, None]) is None
    assert style_hint(["2,5", "2.5"]) is None


@pytest.mark.parametrize("value", ["", " ", "-", "–", "—", "x", "X", "...", "N/A", None])
def test_a_blank_is_not_zero(value):
    assert is_blank(value)
    assert parse_amount(value) is None
    assert parse_amount("0") == 0 and not is_blank(0)


def test_a_percent_cell_gives_what_it_shows():
    assert parse_amount(Percent(0.95)) == 95
    assert parse_amount(Percent(0.0055)) == Decimal("0.55")
    assert parse_amount(Percent(1.2)) == 120


def test_noise_of_binary_fractions_is_no_decimal():
    assert parse_amount(0.1 + 0.2) == Decimal("0.3")
    assert parse_amount(2000.0) == 2000


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("1,23456", "plan.error.too_many_decimals"),
        (1 / 3, "plan.error.too_many_decimals"),
        ("12 người", "plan.error.bad_number"),
        ("1.2.3", "plan.error.bad_number"),
        ("1,2.3,4", "plan.error.bad_number"),
        ("12,", "plan.error.bad_number"),
        (True, "plan.error.bad_number"),
        (CellError("#DIV/0!"), "plan.error.bad_number"),
        (float("inf"), "plan.error.bad_number"),
        (1e15, "plan.error.number_too_large"),
    ],
)
def test_it_refuses_what_it_cannot_store(value, key):
    with pytest.raises(AmountError) as caught:
        parse_amount(value)

    assert caught.value.key == key


@given(STORABLE, st.sampled_from(["vi", "en"]))
def test_what_is_written_with_marks_is_read_back(number, style):
    assert parse_amount(format_amount(number, style), style) == number


@given(STORABLE)
def test_a_plain_decimal_with_four_places_needs_no_hint(number):
    assert parse_amount(f"{number:.4f}") == number
    assert parse_amount(f"{number:.4f}".replace(".", ",")) == number


@given(st.text(alphabet="0123456789.,-+% x", max_size=12))
def test_any_text_is_a_number_a_blank_or_refused(text):
    try:
        number = parse_amount(text)
    except AmountError:
        return
    assert number is None or number == number.quantize(Decimal("0.0001"))
