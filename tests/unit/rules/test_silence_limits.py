"""What a database lists as silent is what the rule lets anybody record."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from models.rules.calendar import calendar_of
from models.rules.due_dates import last_silent
from models.rules.terms import cut_off_on

CALENDAR = calendar_of((2021, 2024), [date(2022, 4, 11), date(2022, 5, 2)], [date(2022, 4, 16)])
DAYS = st.dates(date(2022, 1, 10), date(2022, 11, 30))


@given(due=DAYS, today=DAYS, days=st.integers(0, 20))
def test_the_limit_of_the_list_and_the_cut_off_agree_on_every_day(
    due: date, today: date, days: int
) -> None:
    assert (due <= last_silent(days, today, CALENDAR)) == (today > cut_off_on(due, days, CALENDAR))
