"""The example year until its end, all of it drained: filled once for all tests of a run."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from made_once import made_once
from sqlalchemy import Engine

from dondoc.clock import StoppedClock, at
from dondoc.examples import SAMPLE_ACTS, SAMPLE_PLAN
from dondoc.services.advance.drain import advance
from dondoc.services.sample.fill import fill
from dondoc.services.sample.script import read_script
from dondoc.store.database import open_engine

END = date(2022, 12, 31)
_FILE = "year.sqlite"


@contextmanager
def replayed_year(template: Path, factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine of a copy; `template`: an empty database with all steps."""

    def fill_year(home: Path) -> None:
        home.mkdir()
        shutil.copy(template, home / _FILE)
        engine = open_engine(f"sqlite:///{home / _FILE}")
        fill(engine, SAMPLE_PLAN, read_script(SAMPLE_ACTS), at(END, 20), home)
        advance(engine, StoppedClock(at(END, 20)))
        engine.dispose()

    home = made_once(factory, "replayed-year", fill_year)
    copied = shutil.copy(home / _FILE, factory.mktemp("year") / _FILE)
    engine = open_engine(f"sqlite:///{copied}")
    yield engine
    engine.dispose()
