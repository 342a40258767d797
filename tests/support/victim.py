"""A sample on PostgreSQL whose server ends a transaction because of another, at a statement."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import postgres_server
import pytest
from needs import missing
from sites import Site, open_site
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import ExecuteStyle
from two_databases import copy_rows

from dondoc.services.reminders.explain import kept_dry_run
from dondoc.services.sample.fill import SAMPLE_DAY
from dondoc.settings import Settings
from dondoc.store import cache
from dondoc.web.app import create_app
from dondoc.workplace import make_sample, open_workplace
from models.tables import metadata

DEADLOCK, NOT_SERIAL = "40P01", "40001"
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
_OF_A_VISIT = {"account_session", "setting"}


@dataclass(eq=False)
class Victim:
    """Raises at the writing statement of that number, once; `writes`: those that there were."""

    code: str = ""
    at: int = -1
    writes: int = 0
    raised: list[str] = field(default_factory=list)

    def __call__(
        self, _c: Connection, _cursor: Any, statement: str, given: Any, context: Any, _many: bool
    ) -> tuple[str, Any]:
        if not _WRITES.match(statement):
            return statement, given
        number, self.writes = self.writes, self.writes + 1
        if number != self.at or self.raised:
            return statement, given
        self.raised.append(statement)
        many = context.execute_style is ExecuteStyle.EXECUTEMANY
        raising = f"RAISE EXCEPTION USING ERRCODE = '{self.code}', MESSAGE = 'another one'"
        return f"DO $$ BEGIN {raising}; END $$", [()] if many else ()


@dataclass
class Forced:
    """A site whose rows can be put back to where they were."""

    site: Site
    plain: Engine

    def reset(self) -> None:
        """Everything as it was at first."""
        cache.forget()
        kept_dry_run._cache.forget()
        with self.plain.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in metadata.sorted_tables:
                name = table.name
                if self._digest(connection, name) != self._digest(connection, f"apart.{name}"):
                    connection.execute(text(f"DELETE FROM {name}"))
                    connection.execute(text(f"INSERT INTO {name} SELECT * FROM apart.{name}"))

    def counts(self) -> dict[str, int]:
        """How many rows each table has, but for those that any look changes."""
        with self.plain.connect() as connection:
            return {
                table.name: connection.scalar(text(f"SELECT count(*) FROM {table.name}")) or 0
                for table in metadata.sorted_tables
                if table.name not in _OF_A_VISIT
            }

    @contextmanager
    def ending(self, victim: Victim) -> Iterator[Victim]:
        """Within the block the server does as the victim says."""
        engine = self.site.workplace.engine
        event.listen(engine, "before_cursor_execute", victim, retval=True)
        try:
            yield victim
        finally:
            event.remove(engine, "before_cursor_execute", victim)

    def keep(self) -> None:
        """Remembers the rows as they are."""
        with self.plain.begin() as connection:
            connection.execute(text("CREATE SCHEMA apart"))
            for table in metadata.sorted_tables:
                name = table.name
                connection.execute(text(f"CREATE TABLE apart.{name} AS TABLE {name}"))

    def _digest(self, connection: Connection, name: str) -> object:
        whole = "md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
        return connection.scalar(text(f"SELECT {whole} FROM {name} t"))


@pytest.fixture(scope="module")
def forced(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forced]:
    """The sample on a PostgreSQL of its own."""
    programs = postgres_server.programs()
    if programs is None:
        missing("PostgreSQL")
        return
    folder = tmp_path_factory.mktemp("forced")
    plain = open_site(sample_home, folder / "plain")
    with postgres_server.running(programs) as url:
        shutil.copytree(sample_home, folder / "moved")
        settings = Settings(home=folder / "moved", embedded="sample", database_url=url)
        workplace = open_workplace(settings, "sample")
        copy_rows(plain.workplace.engine, workplace.engine)
        plain.workplace.engine.dispose()
        workplace = make_sample(workplace, SAMPLE_DAY)
        made = Forced(Site(workplace, create_app(workplace)), create_engine(workplace.engine.url))
        made.keep()
        yield made
        made.plain.dispose()
        workplace.engine.dispose()
