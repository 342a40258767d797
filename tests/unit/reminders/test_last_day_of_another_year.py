"""The last day in time of what is due on 31/12 lies in January: its year is said."""

from datetime import date

from dondoc.rendering.formats import weekday
from dondoc.services.reminders.letters.dates import _due_words

NEW_YEARS_EVE, LAST_DAY = date(2023, 12, 31), date(2024, 1, 2)


def test_a_last_day_says_its_year_where_the_due_date_has_another() -> None:
    assert weekday(LAST_DAY, "vi", NEW_YEARS_EVE) == "thứ Ba 2/1/2024"
    assert weekday(date(2023, 10, 2), "vi", date(2023, 9, 30)) == "thứ Hai 2/10"
    assert weekday(LAST_DAY, "vi") == "thứ Ba 2/1"


def test_a_letter_of_last_january_does_not_read_as_if_it_were_over() -> None:
    said = _due_words(249, False, LAST_DAY, NEW_YEARS_EVE, "vi")
    assert "thứ Ba 2/1/2024" in said and "Chủ nhật 31/12 " in said
