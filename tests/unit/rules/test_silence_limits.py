"""What a database lists as silent is what the rule lets anybody record."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.rules.calendar import calendar_of
from models.rules.due_dates import last_refusal_over, last_silent
from models.rules.terms import cut_off_on

TET = [date(2022, 1, 31), *(date(2022, 2, day) for day in range(1, 5))]
CALENDAR = calendar_of(
    (2021, 2024),
    [*TET, date(2022, 4, 11), date(2022, 5, 2)],
    [date(2022, 2, 12), date(2022, 4, 16)],
)
DAYS = st.dates(date(2022, 1, 10), date(2022, 11, 30))


@given(due=DAYS, today=DAYS, days=st.integers(0, 20))
def test_the_limit_of_the_list_and_the_cut_off_agree_on_every_day(
    due: date, today: date, days: int
) -> None:
    assert (due <= last_silent(days, today, CALENDAR)) == (today > cut_off_on(due, days, CALENDAR))


@given(refused=DAYS, today=DAYS, days=st.integers(0, 12))
def test_the_limit_of_refusals_and_the_days_that_they_leave_agree_on_every_day(
    refused: date, today: date, days: int
) -> None:
    over = today > CALENDAR.add(refused, days)
    assert (refused <= last_refusal_over(days, today, CALENDAR)) == over


def test_the_limit_of_refusals_is_exact_around_days_off_and_days_worked() -> None:
    for span in (TET[0], date(2022, 4, 11)):
        near = [span + timedelta(days=n) for n in range(-14, 21)]
        for today in near:
            limit = last_refusal_over(5, today, CALENDAR)
            assert today > CALENDAR.add(limit, 5)
            assert today <= CALENDAR.add(limit + timedelta(days=1), 5)
