"""The schema: what the migrations build is what the models say, on both databases."""

import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from product_world import Product
from sqlalchemy import Engine, Inspector, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from dondoc.errors import BadInput
from dondoc.i18n import translator
from dondoc.services.audit.verify import verify
from dondoc.store.database import reading
from dondoc.store.migrate import MIGRATIONS, is_current, upgrade
from models.rules.checkpoints import Act
from models.tables import metadata

FIRST_STEP = "20261128_undelivered"
"""What the first file calls itself."""


def test_it_builds_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_it_leaves_a_current_database_alone(engine: Engine) -> None:
    assert is_current(engine)
    upgrade(engine)
    assert is_current(engine)


def test_a_database_of_the_drafts_before_the_release_is_taken_as_it_is(
    engine: Engine,
) -> None:
    """The one step that they became is called as the last of them was."""
    back_to_the_first_step(engine)
    upgrade(engine)
    assert is_current(engine)


def back_to_the_first_step(engine: Engine) -> None:
    """A database as the first file leaves it: what later files added is looked up, not listed."""
    first, now = of_the_first_step(), named_in(inspect(engine))
    with engine.begin() as connection:
        # What points at others goes before them.
        for table, _ in reversed(inspect(connection).get_sorted_table_and_fkc_names()):
            if table and table not in first:
                connection.execute(text(f"DROP TABLE {table}"))
        for table, there in first.items():
            for index in sorted(now[table].indexes - there.indexes):
                connection.execute(text(f"DROP INDEX {index}"))
            for column in sorted(now[table].columns - there.columns):
                connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{FIRST_STEP}'"))


class Named(NamedTuple):
    """Names of what a table has."""

    columns: frozenset[str]
    indexes: frozenset[str]


def named_in(inspector: Inspector) -> dict[str, Named]:
    return {
        table: Named(
            frozenset(column["name"] for column in inspector.get_columns(table)),
            frozenset(
                str(index["name"])
                for index in inspector.get_indexes(table)
                if "duplicates_constraint" not in index  # PostgreSQL lists these, too
            ),
        )
        for table in inspector.get_table_names()
    }


@cache
def of_the_first_step() -> dict[str, Named]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with create_engine("sqlite://").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, FIRST_STEP)
        return named_in(inspect(connection))


def test_how_long_returned_reports_lay_is_read_from_the_acts_of_before(
    engine: Engine, tmp_path: Path
) -> None:
    product = Product(engine, tmp_path, drains=True).not_delivered()
    product.on(date(2022, 4, 4)).does(Act.REPORT, "an", delivered=True)
    product.on(date(2022, 4, 20)).does(Act.RETURN, "dung", reason="chưa có biên bản")
    product.does(Act.REPORT, "an", delivered=True)
    kept = text("SELECT returned_waits FROM checkpoint")
    back_to_the_first_step(engine)
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(kept) == "2022-04-04/2022-04-20"
    with reading(engine) as session:
        assert not verify(session).findings


def test_the_terms_that_returns_ended_are_read_from_the_acts_of_before(
    engine: Engine, tmp_path: Path
) -> None:
    product = Product(engine, tmp_path, drains=True)
    product.on(date(2022, 4, 4)).does(Act.REPORT, "an", delivered=True)
    new = {"reason": "thiếu chữ ký", "new_due_on": date(2022, 4, 29)}
    product.on(date(2022, 4, 6)).does(Act.RETURN, "dung", **new)
    product.on(date(2022, 5, 9)).does(Act.REPORT, "an", delivered=True)
    kept = text("SELECT ended_terms FROM checkpoint")
    with engine.connect() as connection:
        before = connection.scalar(kept)
    assert before == "2022-03-31/2022-04-04"
    back_to_the_first_step(engine)
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(kept) == before


def test_how_long_it_took_to_find_a_product_missing_is_read_from_the_acts_of_before(
    engine: Engine, tmp_path: Path
) -> None:
    product = Product(engine, tmp_path, drains=True)
    product.on(date(2022, 3, 30)).does(Act.REPORT, "an", delivered=True)
    product.on(date(2022, 4, 6)).does(Act.VERIFY, "dung", delivered=False, reason="chưa ký")
    product.on(date(2022, 4, 8)).does(Act.REPORT, "an", delivered=True)
    product.on(date(2022, 4, 12)).does(Act.RETURN, "dung", reason="vẫn chưa ký")
    product.on(date(2022, 4, 14)).does(Act.CORRECT, "dung", delivered=True, reason="đã ký")
    product.on(date(2022, 4, 20)).does(Act.CORRECT, "dung", delivered=False, reason="ký nhầm")
    kept = text("SELECT returned_waits FROM checkpoint")
    with engine.connect() as connection:
        before = connection.scalar(kept)
    assert before == (
        "2022-03-30/2022-04-06 2022-04-08/2022-04-12 2022-04-14/2022-04-14 2022-04-14/2022-04-20"
    )
    back_to_the_first_step(engine)
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(kept) == before
    with reading(engine) as session:
        assert not verify(session).findings


def test_when_more_time_was_asked_and_refused_is_read_from_the_acts_of_before(
    engine: Engine, tmp_path: Path
) -> None:
    product = Product(engine, tmp_path, drains=True)
    wanted: dict[str, Any] = {"reason": "chờ ký", "new_due_on": date(2022, 4, 29)}
    product.on(date(2022, 3, 28)).does(Act.ASK_EXTENSION, "an", **wanted)
    product.on(date(2022, 4, 11)).does(Act.REFUSE_EXTENSION, "dung", reason="đủ thời gian")
    product.on(date(2022, 4, 13)).does(Act.ASK_EXTENSION, "an", **wanted)
    kept = text("SELECT asked_on, refused_on FROM checkpoint")
    with engine.connect() as connection:
        before = connection.execute(kept).one()
    assert [str(day) for day in before] == ["2022-04-13", "2022-04-11"]
    back_to_the_first_step(engine)
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(kept).one() == before
    with reading(engine) as session:
        assert not verify(session).findings


def test_a_list_that_was_kept_shows_what_it_showed(engine: Engine, tmp_path: Path) -> None:
    """The board began with what is overdue, the latest first; an address left both out."""
    Product(engine, tmp_path, drains=True)
    views = {"a": "late=3", "b": "", "c": "state=all&sort=unit&q=%C4%91%E1%BA%A5t"}
    with engine.begin() as connection:
        person = connection.scalar(text("SELECT min(id) FROM person"))
        kept = text("INSERT INTO saved_view (person_id, page, name, query) VALUES (:p, :a, :n, :q)")
        for name, query in views.items():
            connection.execute(kept, {"p": person, "a": "overdue", "n": name, "q": query})
        connection.execute(kept, {"p": person, "a": "register", "n": "r", "q": ""})
    back_to_the_first_step(engine)
    upgrade(engine)
    with engine.connect() as connection:
        read = dict(connection.execute(text("SELECT name, query FROM saved_view")).tuples().all())
    assert read == {
        "a": "state=overdue&sort=late&late=3",
        "b": "state=overdue&sort=late",
        "c": "state=all&sort=unit&q=%C4%91%E1%BA%A5t",
        "r": "",
    }


def test_a_database_at_an_unknown_step_is_left_alone_and_said_so(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '20261125_web'"))
    with pytest.raises(BadInput) as refused:
        upgrade(engine)
    assert "20261125_web" in translator("vi")(refused.value.key, **refused.value.params)
    with engine.connect() as connection:
        at = connection.scalar(text("SELECT version_num FROM alembic_version"))
    assert at == "20261125_web"


@pytest.mark.parametrize("statement", ["UPDATE event SET reason = 'x'", "DELETE FROM event"])
def test_it_refuses_to_change_history(engine: Engine, statement: str) -> None:
    insert = (
        "INSERT INTO event (kind, at, day, reason, data)"
        " VALUES ('moved', '2022-01-01 00:00:00', '2022-01-01', '', '{}')"
    )
    with engine.begin() as connection:
        connection.execute(text(insert))
    with pytest.raises(DBAPIError, match="append"), engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_processes_that_open_an_empty_database_at_once_build_it_once(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    if kind == "postgresql":
        url = request.getfixturevalue("postgres_databases").bare()
    command = [
        sys.executable,
        "-c",
        "import sys; from dondoc.store.database import open_engine;"
        "from dondoc.store.migrate import upgrade;"
        "upgrade(open_engine(sys.argv[1]))",
        url,
    ]
    processes = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
