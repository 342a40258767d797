"""The coefficient of the day counts on which the quarter, or the work within it, began."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.product_catalogue import CountingFrom, DatedEntry, counting_day, entry_on

BEGAN, ASSIGNED = CountingFrom.QUARTER_BEGAN, CountingFrom.ASSIGNED


@pytest.mark.parametrize(
    ("assigned", "day", "why"),
    [
        (None, date(2022, 4, 1), BEGAN),
        (date(2022, 1, 20), date(2022, 4, 1), BEGAN),
        (date(2022, 4, 1), date(2022, 4, 1), BEGAN),
        (date(2022, 4, 2), date(2022, 4, 2), ASSIGNED),
        (date(2022, 6, 29), date(2022, 6, 29), ASSIGNED),
    ],
)
def test_the_day_that_counts(assigned: date | None, day: date, why: CountingFrom) -> None:
    assert counting_day(date(2022, 6, 30), assigned) == (day, why)


def test_what_was_recorded_last_of_what_has_begun() -> None:
    entries = [DatedEntry(1, date(2022, 4, 1)), DatedEntry(2, date(2022, 7, 1))]
    assert entry_on(entries, date(2022, 3, 31)) is None
    assert entry_on(entries, date(2022, 4, 1)) == entries[0]
    assert entry_on(entries, date(2022, 7, 1)) == entries[1]


@given(
    st.lists(st.dates(date(2022, 1, 1), date(2023, 12, 31)), max_size=5),
    st.dates(date(2022, 1, 1), date(2023, 12, 31)),
    st.dates(date(2022, 1, 1), date(2023, 12, 31)),
)
def test_what_comes_later_changes_no_day_before_it(
    days: list[date], more: date, asked: date
) -> None:
    entries = [DatedEntry(place, day) for place, day in enumerate(days)]
    if asked < more:
        assert entry_on([*entries, DatedEntry(99, more)], asked) == entry_on(entries, asked)
