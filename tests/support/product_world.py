"""One product of a district, played day by day, and what every page counts of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from factory import START, district
from sqlalchemy import Engine
from sqlmodel import Session, select

from dondoc.clock import StoppedClock, at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.boards.my_work.my_work import my_work
from dondoc.services.boards.my_work.query import WorkSection
from dondoc.services.boards.overdue import board_rows, totals
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overview.page import overview
from dondoc.services.boards.unit import unit_board
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.status import status
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.work.assignment_view import assignment_view
from dondoc.services.work.checkpoint_view import CheckpointView
from dondoc.store.database import reading, writing
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.due_parts import DuePart
from models.rules.indicators import Kind
from models.rules.totals import Counts

DUE = date(2022, 3, 31)
IN_TIME = date(2022, 3, 30)
LATE = date(2022, 4, 12)


class Product:
    """A unit's one product, day by day. `drains`: whether what is recorded is applied at once."""

    def __init__(self, engine: Engine, folder: Path, *, drains: bool) -> None:
        self.engine, self.folder, self.drains = engine, folder, drains
        self.clock = StoppedClock(at(START))
        with writing(engine) as session:
            self.ref = district(session).checkpoint(DUE, kind=Kind.PRODUCT, expected=None)

    def on(self, day: date) -> "Product":
        self.clock.set(at(day))
        return self

    def does(self, act: Act, by: str, **said: Any) -> "Product":
        with writing(self.engine) as session:
            Recorder(session, self.clock.now(), self.folder).record(
                ActInput(act, self.ref, by, **said)
            )
        if self.drains:
            advance(self.engine, self.clock)
        return self

    def not_delivered(self) -> "Product":
        """Reported in time as not delivered, and verified."""
        self.on(IN_TIME).does(Act.REPORT, "an", delivered=False)
        return self.does(Act.VERIFY, "dung", quality=Decimal(80))

    @contextmanager
    def looked_at(self) -> Iterator[tuple[Session, Programme]]:
        with reading(self.engine) as session:
            yield session, session.exec(select(Programme)).one()

    @property
    def view(self) -> CheckpointView:
        with self.looked_at() as (session, programme):
            seen = assignment_view(session, programme, self.ref, self.clock.now())
            return seen.checkpoints[0]

    def counted(self) -> set[tuple[str, Counts]]:
        """The counts by whoever counts them."""
        with self.looked_at() as (session, programme):
            now = self.clock.now()
            viewer = open_viewer(session, person(session, "dung"), programme, self.clock.today())
            page = overview(session, viewer, programme, now)
            assert page is not None
            board = unit_board(session, programme, viewer, 1)
            assert board is not None
            today = self.clock.today()
            digest = figures(session, programme, Quarter(2022, 1), today, None)
            return {
                ("status", status(session, programme, now).checkpoints),
                ("overview", page.counts),
                ("board", board.counts),
                ("digest", digest.counts),
            }

    def part(self) -> DuePart:
        """The one part of the overdue board that it is in, by its figures, its list and its row."""
        with self.looked_at() as (session, programme):
            viewer = open_viewer(session, person(session, "dung"), programme, self.clock.today())
            scope = open_scope(session, programme, viewer)
            parts = totals.figures(scope, BoardFilters()).parts
            counted = [part for part, size in parts.items() if size]
            listed = [
                part for part in parts if board_rows.page_of(scope, BoardFilters(shown=part), 1)
            ]
            assert counted == listed
            assert len(counted) == 1
            (row,) = board_rows.page_of(scope, BoardFilters(shown=DuePart.ALL), 1)
            assert row.part is counted[0]
            return counted[0]

    def section(self) -> WorkSection:
        """Where it stands on the official's own list."""
        with self.looked_at() as (session, programme):
            now = self.clock.now()
            viewer = open_viewer(session, person(session, "an"), programme, self.clock.today())
            (duty,) = my_work(session, programme, viewer, now).duties
            return duty.section


def person(session: Session, code: str) -> Person:
    return session.exec(select(Person).where(Person.code == code)).one()
