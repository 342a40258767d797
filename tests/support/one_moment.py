"""A sample on PostgreSQL that stands before or after a drain, and steps over between statements."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import postgres_server
import pytest
from needs import missing
from sites import Site, open_site
from sqlalchemy import Connection, Engine, event, text
from two_databases import copy_rows

from dondoc.clock import Clock, StoppedClock, at
from dondoc.examples import SAMPLE_ACTS
from dondoc.services.reminders.explain import kept_dry_run
from dondoc.services.sample.fill import SAMPLE_DAY
from dondoc.services.sample.script import perform, read_script
from dondoc.settings import Settings
from dondoc.store import cache
from dondoc.store.database import open_engine
from dondoc.web.app import create_app
from dondoc.workplace import Workplace, open_workplace
from models.tables import metadata

DAY = date(2022, 6, 10)
"""A Friday on which what was recorded since 20/5 is not drained yet."""
ALARMS = ("min(submission.recorded_at)", "checkpoint.returned_waits !=")
"""Of the statements that find what waits too long, and what cannot be read.

An alarm over every page is not of the page.
"""

T = TypeVar("T")


@dataclass(frozen=True)
class StandingWorkplace(Workplace):
    """A workplace whose clock stands, so that a page is the same however late it is asked for."""

    def clock(self, as_of: date | None = None) -> Clock:
        return StoppedClock(at(as_of or DAY, 9, 30))


class Drained:
    """The rows of every table before and after a drain; the database is put to one or the other.

    They lie in a schema of the database itself, so that stepping over takes milliseconds.
    """

    def __init__(self, engine: Engine, drain: Callable[[], None]) -> None:
        self.engine = engine
        self.tables = {
            table.name: [one.name for one in table.primary_key] for table in metadata.sorted_tables
        }
        with engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA apart"))
            self._keep(connection, "before")
        drain()
        with engine.begin() as connection:
            self._keep(connection, "after")
            self.changed = [name for name in self.tables if self._differs(connection, name)]
        self.go("before")

    def go(self, state: str) -> None:
        """As one transaction of somebody else's."""
        with self.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text("SET LOCAL lock_timeout = '5s'"))
            for name in self.changed:
                for statement in self._steps(name, state):
                    connection.execute(text(statement))

    def _steps(self, name: str, state: str) -> Iterator[str]:
        """As a drain writes: what it changes stays the same row, to which others may refer."""
        keys = self.tables[name]
        same = " AND ".join(f"t.{key} = s.{key}" for key in keys)
        listed = ", ".join(f"{{0}}.{key}" for key in keys)
        differs = f"({listed}) IN (SELECT {', '.join(keys)} FROM apart.differs_{name})"
        wanted = f"apart.{state}_{name} s"
        there = f"EXISTS (SELECT 1 FROM {wanted} WHERE {same})"
        yield f"DELETE FROM {name} t WHERE {differs.format('t')} AND NOT {there}"
        columns = [one.name for one in metadata.tables[name].c if one.name not in keys]
        sets = ", ".join(f"{column} = s.{column}" for column in columns)
        yield f"UPDATE {name} t SET {sets} FROM {wanted} WHERE {same} AND {differs.format('t')}"
        new = f"NOT EXISTS (SELECT 1 FROM {name} t WHERE {same})"
        yield f"INSERT INTO {name} SELECT s.* FROM {wanted} WHERE {new} AND {differs.format('s')}"

    def forget_later(self) -> None:
        """Takes away the nudges, and their events, that were made since the drain."""
        with self.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for name in ("nudge", "event"):
                newest = f"(SELECT max(id) FROM apart.after_{name})"
                connection.execute(text(f"DELETE FROM {name} WHERE id > {newest}"))

    def later_nudges(self) -> dict[str, set[tuple[Any, ...]]]:
        """What makes them the same nudge, by kind."""
        query = "SELECT kind, checkpoint_id, audience, step, cause FROM nudge"
        made: dict[str, set[tuple[Any, ...]]] = {}
        with self.engine.begin() as connection:
            newest = "(SELECT max(id) FROM apart.after_nudge)"
            for kind, *rest in connection.execute(text(f"{query} WHERE id > {newest}")):
                made.setdefault(kind, set()).add(tuple(rest))
        return made

    def reads(self, statement: str) -> bool:
        """Whether a statement asks for anything that the drain changes.

        The ledger is no fact but a chain: whoever writes asks for its last page, under its lock.
        """
        facts = [name for name in self.changed if not name.startswith("ledger_")]
        return any(re.search(rf"\b{name}\b", statement) for name in facts)

    def _keep(self, connection: Connection, state: str) -> None:
        for name in self.tables:
            connection.execute(text(f"CREATE TABLE apart.{state}_{name} AS TABLE {name}"))

    def _differs(self, connection: Connection, name: str) -> bool:
        keys = ", ".join(self.tables[name])
        before = f"SELECT {keys}, t::text AS whole FROM apart.before_{name} t"
        after = f"SELECT {keys}, t::text AS whole FROM apart.after_{name} t"
        connection.execute(
            text(
                f"CREATE TABLE apart.differs_{name} AS SELECT DISTINCT {keys} FROM"
                f" (({before} EXCEPT {after}) UNION ALL ({after} EXCEPT {before})) AS both_ways"
            )
        )
        return bool(connection.scalar(text(f"SELECT count(*) FROM apart.differs_{name}")))


Asked = list[tuple[object, str]]
"""Statements, each with the transaction in which it was asked."""


@dataclass
class Moment:
    """A site on PostgreSQL, and the drain that may commit at any statement."""

    site: Site
    drained: Drained

    def looks(
        self, look: Callable[[], T], *, inject: bool = True, alarms: tuple[str, ...] = ALARMS
    ) -> "Looks":
        """What is seen before and after, and whenever the drain commits between two statements."""
        before, first = self._at("before", look)
        after, second = self._at("after", look)
        readings = max(self._readings(first, alarms), self._readings(second, alarms))
        # Before any other statement it is as if it committed before the next of these.
        asked = [n for n, (_, one) in enumerate(first) if self.drained.reads(one)][1:]
        injected = {n: self._injected(n, look) for n in asked if inject}
        self.drained.go("before")
        return Looks(before, after, injected, readings)

    def _readings(self, asked: Asked, alarms: tuple[str, ...]) -> int:
        """In how many transactions something is asked for that the drain changes."""
        reading = {id(place) for place, one in asked if self.drained.reads(one)}
        alarmed = {id(place) for place, one in asked if any(alarm in one for alarm in alarms)}
        return len(reading - alarmed)

    def _at(self, state: str, look: Callable[[], T]) -> tuple[T, Asked]:
        self.drained.go(state)
        asked: Asked = []
        with _before_each(self.site.workplace.engine, lambda *one: asked.append(one)):
            return anew(look), asked

    def _injected(self, number: int, look: Callable[[], T]) -> T:
        self.drained.go("before")
        count = 0

        def step(*_: object) -> None:
            nonlocal count
            if count == number:
                self.drained.go("after")
            count += 1

        with _before_each(self.site.workplace.engine, step):
            return anew(look)


@dataclass(frozen=True)
class Looks:
    """`injected`: by the number of the statement before which the drain committed."""

    before: Any
    after: Any
    injected: dict[int, Any]
    readings: int

    @property
    def mixed(self) -> list[int]:
        """The statements at which something was seen that was never so."""
        return [k for k, seen in self.injected.items() if seen not in (self.before, self.after)]


@pytest.fixture(scope="module")
def drain(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moment]:
    """The sample of 20/5 with three weeks of acts that are not drained yet."""
    programs = postgres_server.programs()
    if programs is None:
        missing("PostgreSQL")
        return
    folder = tmp_path_factory.mktemp("moment")
    with postgres_server.running(programs) as url, _filled(sample_home, folder, url) as made:
        yield made


@contextmanager
def _filled(sample_home: Path, folder: Path, url: str) -> Iterator[Moment]:
    plain = open_site(sample_home, folder / "plain")
    settings = Settings(home=folder / "plain", embedded="sample", database_url=url)
    opened = open_workplace(settings, "sample")
    copy_rows(plain.workplace.engine, opened.engine)
    plain.workplace.engine.dispose()
    workplace = StandingWorkplace(settings, opened.engine, sample=True, offset=timedelta())
    acts = read_script(SAMPLE_ACTS)
    since, until = at(SAMPLE_DAY, 0), workplace.clock().now()
    perform(opened.engine, [act for act in acts if since <= act.at < until], workplace.evidence)
    site = Site(workplace, create_app(workplace))
    other = open_engine(url)
    try:
        yield Moment(site, Drained(other, site.advance))
    finally:
        other.dispose()
        opened.engine.dispose()


def anew(look: Callable[[], T]) -> T:
    """With nothing kept from before, so that everything is asked for."""
    cache.forget()
    kept_dry_run._cache.forget()
    return look()


@contextmanager
def _before_each(engine: Engine, note: Callable[[object, str], None]) -> Iterator[None]:
    def before(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        note(connection.get_transaction(), statement)

    event.listen(engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", before)
