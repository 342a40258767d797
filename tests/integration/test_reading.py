"""A transaction that only reads: nothing of it stays, and it costs little to do it again."""

from sqlalchemy import Engine, func, select, text
from sqlmodel import col

from dondoc.db import reading
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
