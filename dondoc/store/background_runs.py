"""Work that is done in the background: whoever is at it says so from time to time in a row.

Where that stops (the process was ended), nothing was kept, and anybody may begin anew.
"""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Engine, update
from sqlmodel import Session, col

from dondoc.store.database import written
from models.base import Row
from models.rules.time_limits import passed_within

SILENT_AFTER = timedelta(seconds=60)
"""Whoever says nothing for so long is not at work any more."""


def is_at_work(beat_at: datetime, ended_at: datetime | None, wall: datetime) -> bool:
    """Whether somebody is still at it."""
    return ended_at is None and passed_within(beat_at, wall, SILENT_AFTER)


def say_how_far(
    engine: Engine, of: type[Row], run_id: int, wall: datetime, done: int, in_all: int
) -> None:
    """Whoever is at work says so."""
    written(engine, partial(set_run, of, run_id, beat_at=wall, done=done, in_all=in_all))


def say_at_work(engine: Engine, of: type[Row], run_id: int, wall: datetime) -> None:
    """Whoever is at work is still there; how far they are is as it was."""
    written(engine, partial(set_run, of, run_id, beat_at=wall))


def set_run(of: type[Row], run_id: int, session: Session, **values: object) -> None:
    """Writes what is said of a run. `of`: its table."""
    session.execute(update(of).where(col(of.id) == run_id).values(**values))
