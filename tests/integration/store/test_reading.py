"""A transaction that only reads: nothing of it stays, and it costs little to do it again."""

from contextlib import AbstractContextManager, nullcontext

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import InternalError
from sqlmodel import col

from dondoc.store.database import open_engine, reading, writing
from models.installation import Setting


def test_nothing_stays_of_what_is_changed_by_mistake(engine: Engine) -> None:
    # PostgreSQL refuses at once; SQLite knows no transaction that only reads, and undoes it.
    refused = _refusal(engine)
    with refused, reading(engine) as session:
        session.add(Setting(name="by mistake", value="yes"))
        session.flush()
        assert session.scalar(select(func.count()).select_from(Setting))
    with refused, reading(engine) as session:
        session.connection().execute(text("INSERT INTO setting VALUES ('plainly', 'yes')"))
    with reading(engine) as session:
        session.add(Setting(name="never flushed", value="yes"))
    with reading(engine) as session:
        names = session.scalars(select(col(Setting.name))).all()
    assert not {"by mistake", "plainly", "never flushed"} & set(names)


def _refusal(engine: Engine) -> AbstractContextManager[object]:
    if engine.dialect.name == "postgresql":
        return pytest.raises(InternalError, match="read-only")
    return nullcontext()


def test_a_reading_sees_one_moment_whatever_others_commit_meanwhile(engine: Engine) -> None:
    counted = select(func.count()).select_from(Setting)
    with reading(engine) as session:
        before = session.scalar(counted)
        with writing(engine) as other:
            other.add(Setting(name="meanwhile", value="yes"))
        assert session.scalar(counted) == before
    with reading(engine) as session:
        assert session.scalar(counted) == (before or 0) + 1


def test_the_next_to_take_the_connection_sees_what_is_new(engine: Engine) -> None:
    """A connection goes back to the pool without the isolation of whoever had it."""
    with reading(engine) as session:
        session.scalar(select(func.count()).select_from(Setting))
    with writing(engine) as session:
        session.add(Setting(name="written after", value="yes"))
        session.flush()
        if engine.dialect.name == "postgresql":
            assert session.scalar(text("SHOW transaction_isolation")) == "read committed"
            assert session.scalar(text("SHOW transaction_read_only")) == "off"


def test_a_reading_that_ends_in_an_error_keeps_what_the_database_has_planned(
    engine: Engine,
) -> None:
    if engine.dialect.name != "postgresql":
        return
    for _ in range(8):
        with pytest.raises(KeyError), reading(engine) as session:
            session.connection().execute(select(col(Setting.name))).all()
            raise KeyError
    with reading(engine) as session:
        assert session.scalar(text("SELECT count(*) FROM pg_prepared_statements"))


def test_it_keeps_what_the_database_has_planned(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        return
    for _ in range(8):  # the driver has a statement planned once it was asked five times
        with reading(engine) as session:
            session.connection().execute(select(col(Setting.name))).all()
    with reading(engine) as session:
        planned = session.scalar(text("SELECT count(*) FROM pg_prepared_statements"))
    assert planned


def test_a_connection_that_was_lost_while_it_rested_is_made_anew(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine.dialect.name != "postgresql":
        return
    asked = select(func.pg_backend_pid())
    with reading(engine) as session:
        lost = session.scalar(asked)
    administrator = open_engine(engine.url.render_as_string(hide_password=False))
    with administrator.connect() as other:
        assert other.scalar(select(func.pg_terminate_backend(lost, 5_000)))
    administrator.dispose()
    monkeypatch.setattr("dondoc.store.database._TRUSTED_FOR", 0.0)
    with reading(engine) as session:
        assert session.scalar(asked) not in (None, lost)
