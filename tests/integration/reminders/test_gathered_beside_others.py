"""Gathering and scanning where another process is at the same work at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from remind_world import Q1_ENDS, World
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.reminders.gather import gather as gathering
from dondoc.services.reminders.nudges.write import (
    hold,
    insert_portion,
    unreachable_row,
    unsaid,
)
from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.person import Person
from models.rules.checkpoints import Act

LOADED, PLUS_3 = date(2022, 1, 4), date(2022, 4, 5)
DEADLOCK, DISK_FULL = "40P01", "53100"


class OfServerError(Exception):
    """What the driver raises: the server's code for it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.sqlstate = code


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS, Q1_ENDS)


def ended_once(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """The first writing of letters is ended by the server when all lines are written."""
    real, left = gathering.write_letters, [1]

    def ended(*arguments: Any) -> int:
        lines = real(*arguments)
        if left.pop() if left else 0:
            raise DBAPIError("INSERT", None, OfServerError(code))
        return lines

    monkeypatch.setattr(gathering, "write_letters", ended)


def test_a_gathering_that_the_server_ended_because_of_another_is_done_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended_once(monkeypatch, DEADLOCK)
    result = world.remind(PLUS_3)
    told = world.told()
    assert {reader: len(refs) for reader, refs in told.items()} == {"an": 4, "chi": 2}
    assert (result.messages, result.lines) == (len(world.messages()), 6) == (2, 6)
    assert world.gather(PLUS_3).lines == 0


def test_a_gathering_that_cannot_be_written_says_so_and_the_next_tells_everybody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended_once(monkeypatch, DISK_FULL)
    with pytest.raises(DBAPIError):
        world.remind(PLUS_3)
    assert world.told() == {}
    assert world.gather(PLUS_3).lines == 6


def waits_for_whoever_decides(world: World, work: Callable[[], Any]) -> Any:
    """What some work gives, which must not end while another holds reminding."""
    with ThreadPoolExecutor(1) as pool:
        with writing(world.engine) as session:
            session.connection()  # SQLite holds everybody off from here
            hold(session)
            after = pool.submit(work)
            while not (wait([after], timeout=0.7).done or _is_kept_waiting(world.engine)):
                pass
            assert not after.done()
        return after.result(60)


def _is_kept_waiting(engine: Engine) -> bool:
    """SQLite does not say so: whoever has not ended by now is."""
    if engine.dialect.name != "postgresql":
        return True
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    waiting += " AND datname = current_database()"
    with engine.connect() as connection:
        return bool(connection.scalar(text(waiting)))


def test_a_scan_notes_whom_it_greeted_only_after_whoever_decides_now(world: World) -> None:
    """Of two that end at once, the later to write must know what the other has greeted."""
    world.scan(LOADED)
    assert waits_for_whoever_decides(world, lambda: world.scan(LOADED)).total == 0


def test_letters_are_written_only_after_whoever_gathers_now(world: World) -> None:
    """Both would find that nobody has a letter yet."""
    world.scan(PLUS_3)
    assert waits_for_whoever_decides(world, lambda: world.gather(PLUS_3)).lines == 6


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)  # SQLite lets one write at a time
def test_an_act_is_recorded_while_somebody_decides_on_reminders(world: World) -> None:
    """Deciding may take its time: only the pages of the ledger are written one after the other."""
    with ThreadPoolExecutor(1) as pool, writing(world.engine) as session:
        hold(session)
        pool.submit(world.act, Act.ACKNOWLEDGE, "an", LOADED).result(20)


def test_whom_another_run_has_told_of_is_not_told_of_for_another_item(world: World) -> None:
    moment = at(PLUS_3)
    with writing(world.engine) as session:
        first, other = session.scalars(select(col(Checkpoint.id)).order_by(col(Checkpoint.id)))
        an, chi = session.scalars(select(col(Person.id)).order_by(col(Person.id)).limit(2))
        insert_portion(session, world.programme_id, [unreachable_row(an, first, moment)], moment)
        rows = [unreachable_row(person, other, moment) for person in (an, chi)]
        assert unsaid(session, rows, PLUS_3) == rows[1:]
        assert unsaid(session, rows, PLUS_3.replace(month=5)) == rows
