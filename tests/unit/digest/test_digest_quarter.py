"""Quarters as people type them."""

from datetime import date

import pytest

from dondoc.errors import BadInput
from dondoc.services.figures.quarter import (
    Quarter,
    parse_period,
    parse_quarter,
    quarter_of,
    quarter_to_report,
)


@pytest.mark.parametrize("typed", ["2022-Q1", "2022q1", "Q1/2022", " q1-2022 "])
def test_it_reads_the_usual_spellings(typed: str):
    assert parse_quarter(typed) == Quarter(2022, 1)


@pytest.mark.parametrize("typed", ["", "2022", "2022-Q5", "quý I", "Q1"])
def test_it_refuses_what_is_no_quarter(typed: str):
    with pytest.raises(BadInput) as error:
        parse_quarter(typed)
    assert error.value.key == "digest.error.bad_quarter"


@pytest.mark.parametrize("typed", ["0000", "0000-Q1", "0000-H1", "9999", "9999-Q4", "Q4/9999"])
def test_a_year_that_no_calendar_has_is_refused_and_not_stumbled_over(typed: str):
    with pytest.raises(BadInput) as error:
        parse_period(typed)
    assert error.value.params["found"] == typed


def test_it_knows_its_first_and_last_day():
    quarters = [Quarter(2024, number) for number in (1, 2, 3, 4)]
    assert [quarter.end for quarter in quarters] == [
        date(2024, 3, 31),
        date(2024, 6, 30),
        date(2024, 9, 30),
        date(2024, 12, 31),
    ]
    assert quarters[1].start == date(2024, 4, 1)
    assert date(2024, 6, 30) in quarters[1]
    assert date(2024, 7, 1) not in quarters[1]


def test_every_day_lies_in_the_quarter_that_it_names():
    assert quarter_of(date(2022, 3, 31)) == Quarter(2022, 1)
    assert quarter_of(date(2022, 4, 1)) == Quarter(2022, 2)
    assert quarter_of(date(2022, 12, 31)) == Quarter(2022, 4)


def test_it_is_written_the_way_it_is_read():
    assert parse_quarter(str(Quarter(2022, 3))) == Quarter(2022, 3)
    assert Quarter(2022, 4).roman == "IV"


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2022, 4, 1), "2022-Q1"),
        (date(2022, 4, 10), "2022-Q1"),
        (date(2022, 4, 11), "2022-Q2"),
        (date(2022, 1, 5), "2022-Q1"),
        (date(2021, 12, 5), "2022-Q1"),
        (date(2023, 1, 5), "2022-Q4"),
        (date(2023, 6, 1), "2022-Q4"),
    ],
)
def test_a_unit_writes_about_the_quarter_that_has_just_ended(day: date, quarter: str):
    assert str(quarter_to_report(day, 2022)) == quarter
