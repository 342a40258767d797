"""Dates as people write them."""

from datetime import date, datetime

import pytest

from dondoc.services.workbook.days import DayError, parse_day
from dondoc.services.workbook.grid import CellError, Percent


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("31/12/2022", date(2022, 12, 31)),
        ("31-12-2022", date(2022, 12, 31)),
        ("1.2.2022", date(2022, 2, 1)),
        ("2022-12-31", date(2022, 12, 31)),
        ("2022-12-31 00:00:00", date(2022, 12, 31)),
        ("ngày 7 tháng 1 năm 2022", date(2022, 1, 7)),
        ("quý III/2022", date(2022, 9, 30)),
        ("Quý 1 năm 2022", date(2022, 3, 31)),
        ("Q3/2022", date(2022, 9, 30)),
        ("tháng 6/2022", date(2022, 6, 30)),
        ("Tháng 2 năm 2024", date(2024, 2, 29)),
        ("T6/2022", date(2022, 6, 30)),
        ("06/2022", date(2022, 6, 30)),
        ("17h00 ngày 30/6/2022", date(2022, 6, 30)),
        ("trước 17 giờ 30, ngày 30/6/2022", date(2022, 6, 30)),
        ("2022/07/06", date(2022, 7, 6)),
        ("6-Jul-22", date(2022, 7, 6)),
        ("6-thg 7-22", date(2022, 7, 6)),
        ("15-thg7-2022", date(2022, 7, 15)),
        ("Thg 7-2022", date(2022, 7, 31)),
        ("Jul-22", date(2022, 7, 31)),
        (44926, date(2022, 12, 31)),
        (44926.0, date(2022, 12, 31)),
        (date(2022, 5, 1), date(2022, 5, 1)),
        (datetime(2022, 5, 1, 13, 30), date(2022, 5, 1)),  # noqa: DTZ001 - as cells hold them
        (None, None),
        ("-", None),
    ],
)
def test_it_reads_days_periods_and_serials(value, day):
    assert parse_day(value) == day


@pytest.mark.parametrize(
    "value",
    [
        "31/2/2022",
        "12/31/2022",
        "tháng 13/2022",
        "quý V/2022",
        "sớm",
        2022,
        44926.5,
        float("inf"),
        float("nan"),
        True,
        Percent(0.5),
        CellError("#N/A"),
    ],
)
def test_it_refuses_what_is_no_date(value):
    with pytest.raises(DayError):
        parse_day(value)


@pytest.mark.parametrize("value", ["Tháng 6, 12", "Tháng 6/12", "Quý I, 10"])
def test_two_digits_that_may_be_a_month_are_no_year(value):
    with pytest.raises(DayError):
        parse_day(value, 2026)


def test_months_from_one_to_the_other_end_with_the_other():
    """ "Tháng 6-12" was June of 2012."""
    assert parse_day("Tháng 6-12", 2026) == date(2026, 12, 31)
    assert parse_day("Tháng 6-26", 2026) == date(2026, 6, 30)
