"""The overview of a year that has not begun."""

from pathlib import Path

import pytest
from two_years import DECEMBER, JANUARY, NEXT, RUNNING, load_next_year, site_on

MOVED = 'id="moved"'


@pytest.mark.parametrize(
    ("day", "year", "moved"),
    [(DECEMBER, NEXT, False), (DECEMBER, RUNNING, True), (JANUARY, NEXT, True)],
)
def test_it_tells_of_nothing_that_moved_after_a_day_that_is_still_ahead(
    sample_home: Path, tmp_path: Path, day: object, year: int, moved: bool
) -> None:
    site = site_on(sample_home, tmp_path / "home", day)  # type: ignore[arg-type]
    load_next_year(site)
    page = site.client("CB-VPTU3").get(f"/overview?year={year}").text
    assert (MOVED in page) is moved
    assert ">0/0<" not in page
    assert ("chưa có mốc nào đến hạn" in page) is (year == NEXT)
