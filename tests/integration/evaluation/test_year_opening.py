"""Opening a year, a month and a quarter beside each other, on SQLite."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from year_world import begin_year, states

from dondoc.errors import BadInput
from dondoc.services.evaluation.course.errors import EntryError
from dondoc.store.database import open_engine
from models.rules.scoring.years import YearPartState


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


def test_months_quarters_and_the_year_are_opened_one_kind_a_year(
    engine: Engine, tmp_path: Path
) -> None:
    world = begin_year(engine, tmp_path)
    with pytest.raises(BadInput, match="no_periods"):
        world.opens_year()
    world.opened(date(2022, 4, 12), period="03")
    with pytest.raises(EntryError, match="other_kind"):
        world.opened(date(2022, 4, 12), period="Q1")
    with pytest.raises(EntryError, match="other_kind"):
        world.opened(date(2022, 7, 12), period="Q2")
    with pytest.raises(BadInput, match="year_not_yet"):
        world.opens_year(date(2022, 9, 30))
    world.opens_year(date(2022, 10, 3))
    assert len(states(world)) == 12
    assert states(world)[2] is YearPartState.NOT_PUBLISHED
    with pytest.raises(EntryError, match="open_already"):
        world.opens_year()
