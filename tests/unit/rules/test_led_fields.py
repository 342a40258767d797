"""Which work is of the field that a leader leads."""

from datetime import date

import pytest

from models.rules.led_fields import FieldOfWork, why_not_field

DISTRICT, COMMUNE, OTHER = 1, 2, 3
PARENTS = {COMMUNE: DISTRICT}
FIRST, LAST = date(2022, 2, 1), date(2022, 3, 31)


@pytest.mark.parametrize(
    ("unit", "category", "due", "held"),
    [
        (DISTRICT, "Kinh tế", FIRST, True),
        (COMMUNE, "Kinh tế", LAST, True),
        (OTHER, "Kinh tế", FIRST, False),
        (DISTRICT, "Văn hóa", FIRST, False),
        (DISTRICT, "Kinh tế", date(2022, 1, 31), False),
        (DISTRICT, "Kinh tế", date(2022, 4, 1), False),
    ],
)
def test_work_of_the_unit_and_below_of_the_group_and_the_days(
    unit: int, category: str, due: date, held: bool
) -> None:
    field = FieldOfWork(DISTRICT, "Kinh tế", FIRST, LAST)
    assert field.holds(unit, category, due, PARENTS) is held


def test_without_a_group_all_work_is_of_it_and_it_lasts_until_it_ends() -> None:
    field = FieldOfWork(COMMUNE, "", FIRST, None)
    assert field.holds(COMMUNE, "Văn hóa", date(2022, 12, 31), PARENTS)
    assert not field.holds(DISTRICT, "Văn hóa", FIRST, PARENTS)  # above it, not below


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (FIRST, None, ""),
        (FIRST, FIRST, ""),
        (FIRST, date(2022, 1, 31), "days_crossed"),
        (date(2022, 4, 13), None, "not_begun"),
        (date(2022, 4, 12), None, ""),
    ],
)
def test_days_that_are_none_are_refused(first: date, last: date | None, why: str) -> None:
    assert why_not_field(first, last, date(2022, 4, 12)) == ((why,) if why else ())


def test_all_that_is_wrong_with_the_days_is_told_and_nothing_of_what_is_not_known() -> None:
    late, earlier = date(2022, 4, 13), date(2022, 4, 12)
    assert why_not_field(late, earlier, earlier) == ("not_begun", "days_crossed")
    assert why_not_field(None, earlier, earlier) == ()
