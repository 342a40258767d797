"""Totals and ratios of the example year agree with a plain re-computation, on both databases.

The first half of the year is recorded and drained; the digest is asked for quarters' last days
and the days after, the overview for the day that the records end on.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from programmes import current_programme
from replay_measures import Expected, expected_years
from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.clock import StoppedClock, at
from dondoc.examples import SAMPLE_ACTS, SAMPLE_PLAN
from dondoc.services.advance.drain import advance
from dondoc.services.boards.overview.page import overview
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.sample.fill import fill
from dondoc.services.sample.script import read_script
from dondoc.store.database import reading
from models.rules.measures import Measure
from models.rules.roles import Mandate

pytestmark = pytest.mark.slow

END = date(2022, 7, 20)
DAYS = (date(2022, 3, 31), date(2022, 4, 1), date(2022, 6, 30), date(2022, 7, 1), END)


@pytest.fixture
def filled(engine: Engine, tmp_path: Path) -> Iterator[Session]:
    """The example until the end, all of it drained."""
    fill(engine, SAMPLE_PLAN, read_script(SAMPLE_ACTS), at(END, 20), tmp_path)
    advance(engine, StoppedClock(at(END, 20)))
    with reading(engine) as session:
        yield session


def as_expected(measure: Measure) -> Expected:
    return Expected(
        measure.target, measure.planned, measure.actual, measure.percent, measure.used,
        measure.units, measure.complete,
    )  # fmt: skip


def test_every_years_figure_is_what_a_plain_computation_gives(filled: Session) -> None:
    programme = current_programme(filled, 2022)
    compared = 0
    for day in DAYS:
        expected = expected_years(day)
        for number in (1, 2, 3, 4):
            found = figures(filled, programme, Quarter(2022, number), day, None)
            for indicator in found.indicators:
                if indicator.year is not None:
                    assert as_expected(indicator.year) == expected[indicator.code], (
                        day,
                        number,
                        indicator.code,
                    )
                    compared += 1
    assert compared > 200
    page = overview(filled, _committee(programme.key), programme, at(END, 20))
    assert page is not None and page.shared
    expected = expected_years(END)
    for shared in page.shared:
        if shared.measure is not None:
            assert as_expected(shared.measure) == expected[shared.code], shared.code


def _committee(programme_id: int) -> Viewer:
    held = frozenset({Mandate.STANDING_COMMITTEE})
    return Viewer(1, "TV", "Thường vụ", "vi", END, programme_id, 2022, mandates=held)
