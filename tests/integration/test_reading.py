"""A transaction that only reads: nothing of it stays, and it costs little to do it again."""

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import InvalidRequestError
from sqlmodel import col

from dondoc.db import glancing, open_engine, reading
from models.household import Setting


def test_what_is_changed_by_mistake_is_undone(engine: Engine) -> None:
    with reading(engine) as session:
        session.add(Setting(name="by mistake", value="yes"))
        session.flush()
        assert session.scalar(select(func.count()).select_from(Setting))
    with reading(engine) as session:
        session.connection().execute(text("INSERT INTO setting VALUES ('plainly', 'yes')"))
        session.add(Setting(name="never flushed", value="yes"))
    with reading(engine) as session:
        names = session.scalars(select(col(Setting.name))).all()
    assert not {"by mistake", "plainly", "never flushed"} & set(names)


def test_it_keeps_what_the_database_has_planned(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        return
    for _ in range(8):  # the driver has a statement planned once it was asked five times
        with reading(engine) as session:
            session.connection().execute(select(col(Setting.name))).all()
    with reading(engine) as session:
        planned = session.scalar(text("SELECT count(*) FROM pg_prepared_statements"))
    assert planned


def test_whoever_glances_changes_nothing(engine: Engine) -> None:
    try:
        with glancing(engine) as session:
            session.add(Setting(name="by mistake", value="yes"))
            session.flush()
    except InvalidRequestError:
        assert engine.dialect.name == "postgresql"
    with glancing(engine) as session:
        assert session.scalar(select(func.count()).select_from(Setting)) == 0


def test_a_connection_that_was_lost_while_it_rested_is_made_anew(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine.dialect.name != "postgresql":
        return
    asked = select(func.pg_backend_pid())
    with glancing(engine) as session:
        lost = session.scalar(asked)
    administrator = open_engine(engine.url.render_as_string(hide_password=False))
    with administrator.connect() as other:
        assert other.scalar(select(func.pg_terminate_backend(lost, 5_000)))
    administrator.dispose()
    monkeypatch.setattr("dondoc.db._TRUSTED_FOR", 0.0)
    with glancing(engine) as session:
        assert session.scalar(asked) not in (None, lost)
