"""Which programme is meant where nobody names a year."""

from collections.abc import Set
from datetime import date

import pytest

from models.rules.programme_at_work import year_at_work

DECEMBER, JANUARY, MARCH = date(2026, 12, 15), date(2027, 1, 2), date(2027, 3, 1)


def at_work(
    years: Set[int], day: date, begun: Set[int] = frozenset(), still_open: Set[int] = frozenset()
) -> int | None:
    return year_at_work(years, day, begun.__contains__, still_open.__contains__)


def test_next_years_plan_does_not_hide_the_running_year() -> None:
    assert at_work({2026, 2027}, DECEMBER, begun={2026}, still_open={2026, 2027}) == 2026


def test_the_year_of_the_day_is_at_work_even_when_all_of_it_is_judged() -> None:
    assert at_work({2026, 2027}, DECEMBER, begun={2026}, still_open={2027}) == 2026


def test_in_january_the_new_year_is_at_work_once_it_has_begun() -> None:
    assert at_work({2026, 2027}, JANUARY, begun={2026, 2027}, still_open={2026, 2027}) == 2027


def test_until_the_new_year_has_begun_what_is_open_of_last_year_is_at_work() -> None:
    assert at_work({2026, 2027}, JANUARY, begun={2026}, still_open={2026, 2027}) == 2026
    assert at_work({2026}, MARCH, begun={2026}, still_open={2026}) == 2026


def test_of_earlier_years_the_latest_with_open_work_is_at_work() -> None:
    assert at_work({2024, 2025}, MARCH, begun={2024, 2025}, still_open={2024, 2025}) == 2025
    assert at_work({2024, 2025}, MARCH, begun={2024, 2025}, still_open={2024}) == 2024


def test_the_year_of_the_day_comes_before_judged_years() -> None:
    assert at_work({2026, 2027}, JANUARY, begun={2026}) == 2027


@pytest.mark.parametrize(("years", "year"), [({2022, 2024}, 2024), ({2028, 2029}, 2028)])
def test_else_it_is_the_latest_before_or_the_next_to_come(years: set[int], year: int) -> None:
    assert at_work(years, MARCH, begun={2022, 2024}) == year


def test_without_a_programme_there_is_none() -> None:
    assert at_work(set(), MARCH) is None


def test_a_programme_alone_is_meant_without_asking_for_its_checkpoints() -> None:
    def never(_year: int) -> bool:
        raise AssertionError

    assert year_at_work({2027}, MARCH, never, never) == 2027
