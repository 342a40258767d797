"""The first days of a year: with no programme, last year's, this year's, and with both."""

from datetime import date
from pathlib import Path

import pytest
from january import LAST, THIS, of_year
from plan_load_drafts import put
from sqlalchemy import Engine

from dondoc.clock import StoppedClock, at
from dondoc.errors import BadInput
from dondoc.services.advance.drain import advance
from dondoc.services.delivery.remind import deliver_due, remind
from dondoc.services.digest.publish import DigestOrder, publish, quarter_due
from dondoc.services.figures.quarter import Quarter, quarter_to_report
from dondoc.services.figures.status import status
from dondoc.services.programme.at_work import programme_at_work
from dondoc.services.programme.programmes import programmes_at_work
from dondoc.settings import Settings
from dondoc.store.database import reading
from dondoc.workplace import Workplace

DAYS = (date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 10))
MONTHS = (date(2027, 1, 15), date(2027, 3, 31))


def round_on(engine: Engine, folder: Path, day: date) -> Quarter | None:
    """What `dondoc up` does once; gives the quarter that it compiled a digest of."""
    workplace = Workplace(Settings(home=folder), engine, True, at(day) - at(day))
    now = at(day, 9)
    advance(engine, StoppedClock(now))
    with reading(engine) as session:
        known = bool(programmes_at_work(session))
    if known:
        remind(workplace, now)
    deliver_due(workplace, now)
    quarter = quarter_due(engine, day)
    if quarter is not None:
        publish(engine, DigestOrder(str(quarter), day, sample=True), now, folder / "digests")
    return quarter


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("years", "quarter"),
    [
        ((), None),
        ((LAST,), Quarter(LAST, 4)),
        ((THIS,), Quarter(THIS, 1)),
        ((LAST, THIS), Quarter(LAST, 4)),
    ],
    ids=["none", "last", "this", "both"],
)
def test_an_office_comes_up_in_the_first_days_of_january(
    engine: Engine, tmp_path: Path, day: date, years: tuple[int, ...], quarter: Quarter | None
) -> None:
    for year in years:
        put(engine, of_year(year), at(date(year - 1, 12, 20)))
    assert round_on(engine, tmp_path, day) == quarter
    if years:
        with reading(engine) as session:
            meant = programme_at_work(session, day)
            assert meant.year == years[-1]
            assert status(session, meant, at(day, 9)).checkpoints.total > 0


def test_without_a_programme_a_command_says_so(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(BadInput, match=r"programme\.none"):
        programme_at_work(session, DAYS[0])


@pytest.mark.parametrize("day", MONTHS)
def test_last_years_digest_stays_the_latest_until_this_years_plan_is_there(day: date) -> None:
    assert quarter_to_report(day, [LAST]) == Quarter(LAST, 4)


def test_before_the_first_programme_begins_there_is_no_digest() -> None:
    assert quarter_to_report(date(2026, 12, 20), [THIS]) is None


def test_a_digest_is_of_the_quarter_of_ten_days_ago() -> None:
    both = [LAST, THIS]
    assert quarter_to_report(date(2027, 1, 10), both) == Quarter(LAST, 4)
    assert quarter_to_report(date(2027, 1, 11), both) == Quarter(THIS, 1)
