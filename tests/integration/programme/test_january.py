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
from dondoc.services.digest.publish import DigestOrder, publish_owed
from dondoc.services.figures.status import status
from dondoc.services.programme.at_work import programme_at_work
from dondoc.services.programme.programmes import programmes_at_work
from dondoc.settings import Settings
from dondoc.store.database import reading
from dondoc.workplace import Workplace

DAYS = (date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 10))
WORKED = DAYS[1]
"""The first working day: the third is a Sunday."""


def round_on(engine: Engine, folder: Path, day: date) -> list[str]:
    """What `dondoc up` does once; gives the quarters that it compiled a digest of."""
    workplace = Workplace(Settings(home=folder), engine, True, at(day) - at(day))
    now = at(day, 9)
    advance(engine, StoppedClock(now))
    with reading(engine) as session:
        known = bool(programmes_at_work(session))
    if known:
        remind(workplace, now)
    deliver_due(workplace, now)
    order = DigestOrder("", day, sample=True)
    made = publish_owed(engine, order, now, folder / "digests")
    return [each.figures.quarter for each in made]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("years", [(), (LAST,), (THIS,), (LAST, THIS)])
def test_an_office_comes_up_in_the_first_days_of_january(
    engine: Engine, tmp_path: Path, day: date, years: tuple[int, ...]
) -> None:
    for year in years:
        put(engine, of_year(year), at(date(year - 1, 12, 20)))
    closed = [f"{LAST}-Q1", f"{LAST}-Q2", f"{LAST}-H1", f"{LAST}-Q3"]
    closed += [f"{LAST}-Q4", f"{LAST}"] if day >= WORKED else []
    assert round_on(engine, tmp_path, day) == (closed if LAST in years else [])
    assert round_on(engine, tmp_path, day) == []
    if years:
        with reading(engine) as session:
            meant = programme_at_work(session, day)
            assert meant.year == years[-1]
            assert status(session, meant, at(day, 9)).checkpoints.total > 0


def test_without_a_programme_a_command_says_so(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(BadInput, match=r"programme\.none"):
        programme_at_work(session, DAYS[0])
