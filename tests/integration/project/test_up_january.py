"""`dondoc up` in the first days of a year: real Prefect, real processes, the clock in January."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from january import LAST, THIS, of_year
from plan_load_drafts import put
from running_home import Home
from samples import sample_in_the_morning

from dondoc.clock import at
from dondoc.settings import Settings
from dondoc.workplace import open_workplace

pytestmark = [pytest.mark.prefect, pytest.mark.timeout(400), pytest.mark.slow]

FIRST, FIFTH, TENTH = date(2027, 1, 1), date(2027, 1, 5), date(2027, 1, 10)


Office = Callable[..., Home]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Makes a data folder whose clock stands on a day, with a programme of each year."""
    # What is sealed here is opened there: the key lies in the folder.
    monkeypatch.delenv("DONDOC_SECRET_KEY", raising=False)
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path / "home"))
    return partial(_office, tmp_path / "home")


def _office(folder: Path, day: date, *years: int) -> Home:
    home = Home(folder)
    folder.mkdir()
    workplace = open_workplace(Settings(home=folder), "sample")
    for year in years:
        put(workplace.engine, of_year(year), at(date(year - 1, 12, 20)))
    sample_in_the_morning(workplace, day).engine.dispose()
    return home


def test_it_comes_up_on_the_first_of_january_with_both_years(office: Office) -> None:
    home = office(FIRST, LAST, THIS)
    home.once()
    assert f"Báo cáo tổng hợp kỳ {LAST}-Q1, {LAST}-Q2, {LAST}-H1, {LAST}-Q3: đã lập." in home.said
    assert f"Chương trình năm {THIS}." in home.said
    assert f"Năm {LAST}: 12 mốc quá hạn" in home.said
    assert list((home.folder / "digests").glob(f"{LAST}-Q3-20270101.*.html"))


@pytest.mark.parametrize(
    ("day", "years", "quarter"),
    [
        (FIRST, (LAST,), f"{LAST}-Q3: đã lập"),
        (FIFTH, (LAST, THIS), f"{LAST}-Q4, {LAST}: đã lập"),
        (FIFTH, (THIS,), "hôm nay không có kỳ nào đến lượt lập"),
        (TENTH, (LAST, THIS), f"{LAST}-Q4, {LAST}: đã lập"),
    ],
)
def test_it_comes_up_on_the_days_after_it(
    office: Office, day: date, years: tuple[int, ...], quarter: str
) -> None:
    home = office(day, *years)
    home.once()
    said = next(line for line in home.said.splitlines() if line.startswith("Báo cáo tổng hợp"))
    assert quarter in said
    assert f"Tính đến ngày {day:%d/%m/%Y}" in home.said


@pytest.mark.parametrize("day", [FIRST, FIFTH, TENTH])
def test_it_comes_up_with_no_programme_at_all(office: Office, day: date) -> None:
    office(day).once()
