"""A checkpoint on its way through the stages, act by act."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from factory import district
from sqlalchemy import Engine
from sqlmodel import func, select

from dondoc.clock import StoppedClock, at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import Advanced, advance
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.rules.checkpoints import Act
from models.rules.stages import Stage

DUE = date(2022, 3, 31)
OPENS = date(2022, 1, 10)


class Story:
    """Acts on one checkpoint, day by day, against a real database."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self.clock = StoppedClock(at(date(2022, 1, 1)))
        with writing(engine) as session:
            self.ref = district(session).checkpoint(DUE, OPENS)

    def on(self, day: date) -> "Story":
        self.clock.set(at(day))
        return self

    def does(self, act: Act, by: str, **said: Any) -> None:
        with writing(self.engine) as session:
            Recorder(session, self.clock.now(), self.folder).record(
                ActInput(act, self.ref, by, **said)
            )

    def advances(self) -> Advanced:
        return advance(self.engine, self.clock)

    @contextmanager
    def checkpoint(self) -> Iterator[Checkpoint]:
        with reading(self.engine) as session:
            yield session.exec(select(Checkpoint)).one()

    @property
    def stage(self) -> Stage:
        with self.checkpoint() as checkpoint:
            return checkpoint.stage


def count_of(engine: Engine, what: Any) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(what)).one()
