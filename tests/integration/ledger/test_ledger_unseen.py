"""No statement of ours changes a covered row without a line, in whatever way it is written."""

import inspect
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factory import district
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from dondoc.ledger import unseen
from dondoc.ledger.covering import cover
from dondoc.ledger.folding import differences_of
from dondoc.ledger.registry import COVERED
from dondoc.ledger.unseen import PAST_LEDGER, written_tables
from dondoc.store.bulk import insert_columns, update_columns
from dondoc.store.database import writing
from dondoc.store.upsert import insert_new, insert_or_update
from models.programme import CalendarDay
from models.tables import metadata

DAY, OTHER, THIRD, SIXTH = (date(2022, 5, day) for day in (3, 4, 5, 6))
ROWS = metadata.tables["calendar_day"]
ELSEWHERE = Table(
    "calendar_day", MetaData(), Column("id", Integer, primary_key=True), Column("note", Text)
)


@pytest.fixture
def office(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    with writing(engine) as session:
        district(session)
        session.add(CalendarDay(day=DAY, working=False, note="Nghỉ bù"))
        session.add(CalendarDay(day=OTHER, working=False, note="Nghỉ bù"))
    monkeypatch.setattr(unseen, "_refuse", AS_IN_USE)  # not as for tests, which may tamper
    return engine


AS_IN_USE = inspect.unwrap(unseen._refuse)
SAYS = "UPDATE calendar_day SET note = 'khác'"


UNSEEN: dict[str, Callable[[Connection], Any]] = {
    "text": lambda it: it.execute(text(SAYS)),
    "text with a returned row": lambda it: it.execute(text(f"{SAYS} RETURNING id")),
    "the driver's text": lambda it: it.exec_driver_sql(SAYS),
    "lower case and lines": lambda it: it.exec_driver_sql("update\n  calendar_day set note = 'x'"),
    "quoted": lambda it: it.exec_driver_sql("UPDATE \"calendar_day\" SET note = 'khác'"),
    "removed": lambda it: it.execute(text("DELETE FROM calendar_day")),
    "added": lambda it: it.execute(
        text("INSERT INTO calendar_day (day, working, note) VALUES ('2022-05-09', true, '')")
    ),
    "behind a query": lambda it: it.execute(
        text(f"WITH day AS (SELECT 1) {SAYS}")
    ),
    "many": lambda it: it.execute(
        text("UPDATE calendar_day SET note = :note WHERE id = :key"),
        [{"note": "a", "key": 1}, {"note": "b", "key": 2}],
    ),
    "another description of the table": lambda it: it.execute(
        update(ELSEWHERE).values(note="khác")
    ),
    "an upsert": lambda it: insert_or_update(
        Session(bind=it), CalendarDay, {"day": DAY}, {"working": True, "note": "khác"}
    ),
    "an upsert with a key": lambda it: it.execute(
        _upsert(it)
        .values(id=99, day=DAY, working=True, note="khác")
        .on_conflict_do_update(index_elements=["day"], set_={"note": "khác"})
    ),
    "rows of a query": lambda it: it.execute(
        insert(ROWS).from_select(
            ["day", "working", "note"], select(bindparam("d", THIRD), ROWS.c.working, ROWS.c.note)
            .where(ROWS.c.day == DAY),
        )
    ),
    "several rows of values": lambda it: it.execute(
        insert(ROWS).values([{"id": 43, **_day(THIRD)}, {"id": 44, **_day(SIXTH)}])
    ),
    "many rows without keys": lambda it: it.execute(insert(ROWS), [_day(THIRD), _day(SIXTH)]),
    "the bulk insert of what is not noted": lambda it: insert_columns(
        Session(bind=it), CalendarDay, {"id": [77], "day": [THIRD], "working": [True], "note": [""]}
    ),
}  # fmt: skip


def _upsert(connection: Connection) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(ROWS)


@pytest.mark.parametrize("how", UNSEEN)
def test_a_statement_that_the_ledger_does_not_see_is_refused(office: Engine, how: str) -> None:
    with pytest.raises(RuntimeError), writing(office) as session:
        UNSEEN[how](session.connection())
    with office.connect() as connection:
        assert connection.execute(select(ROWS.c.note)).scalars().all() == ["Nghỉ bù"] * 2


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has no such one
def test_a_change_inside_a_query_is_refused(office: Engine) -> None:
    inner = update(ROWS).values(note="khác").returning(ROWS.c.id).cte()
    with pytest.raises(RuntimeError), writing(office) as session:
        session.execute(select(inner))


def _many(connection: Connection) -> None:
    connection.execute(insert(ROWS), [{"id": 45, **_day(THIRD)}, {"id": 46, **_day(SIXTH)}])
    change = update(ROWS).where(ROWS.c.id == bindparam("key")).values(note=bindparam("new"))
    connection.execute(change, [{"key": 1, "new": "a"}, {"key": 2, "new": "b"}])
    connection.execute(delete(ROWS).where(ROWS.c.day == bindparam("d")), [{"d": DAY}])


def _day(day: date) -> dict[str, Any]:
    return {"day": day, "working": False, "note": ""}


SEEN: dict[str, Callable[[Session], Any]] = {
    "an object": lambda it: it.add(CalendarDay(**_day(THIRD))),
    "objects in bulk": lambda it: it.bulk_save_objects(
        [CalendarDay(id=41, **_day(THIRD))]
    ),
    "mappings in bulk": lambda it: it.bulk_insert_mappings(
        CalendarDay.__mapper__, [{"id": 42, **_day(THIRD)}]  # type: ignore[attr-defined]
    ),
    "mappings updated": lambda it: it.bulk_update_mappings(
        CalendarDay.__mapper__, [{"id": 1, "note": "a"}, {"id": 2, "note": "b"}]  # type: ignore[attr-defined]
    ),
    "many sets of values": lambda it: _many(it.connection()),
    "values worked out": lambda it: it.execute(update(ROWS).values(note=ROWS.c.note + "x")),
    "a condition on another table": lambda it: it.execute(
        update(ROWS).where(ROWS.c.id.in_(select(ROWS.c.id).where(ROWS.c.day == DAY)))
        .values(note="x")
    ),
    "a new row that is there": lambda it: insert_new(it, CalendarDay, _day(DAY)),
    "a new row that is new": lambda it: insert_new(it, CalendarDay, _day(THIRD)),
    "removed": lambda it: it.execute(delete(ROWS).where(ROWS.c.day == DAY)),
}  # fmt: skip


@pytest.mark.parametrize("how", SEEN)
def test_every_way_of_writing_many_rows_leaves_lines(office: Engine, how: str) -> None:
    with writing(office) as session:
        SEEN[how](session)
    with office.connect() as connection:
        assert list(differences_of(connection, "calendar_day")) == []


def test_an_upgrade_may_write_text_for_it_writes_down_what_it_changed(office: Engine) -> None:
    options = {"dondoc_writing": True, **PAST_LEDGER}
    with office.execution_options(**options).begin() as connection:
        connection.exec_driver_sql(SAYS)
        cover(connection, frozenset())
        assert list(differences_of(connection, "calendar_day")) == []


def test_rows_set_by_their_keys_in_bulk_are_refused_where_no_portion_is_noted(
    office: Engine,
) -> None:
    with pytest.raises(RuntimeError, match="not noted"), writing(office) as session:
        update_columns(session, CalendarDay, [1], {"note": ["khác"]})


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT note FROM calendar_day FOR UPDATE", "LOCK TABLE calendar_day IN EXCLUSIVE MODE",
        "INSERT INTO setting (name) SELECT note FROM calendar_day", "PRAGMA table_info(event)",
        "INSERT INTO lease (name) VALUES ('a') ON CONFLICT DO UPDATE SET holder = 'b'",
    ],
)  # fmt: skip
def test_a_statement_that_writes_no_covered_row_passes(statement: str) -> None:
    assert written_tables(statement) == ()


ROOT = Path(__file__).parents[3]
DRIVER = re.compile(r"raw_connection\(|driver_connection|dbapi_connection|\.cursor\(|\.pgconn\b")
MAY = {
    "dondoc/store/database.py": "ends a transaction that only read",
    "dondoc/store/migrate.py": "switches SQLite's references off for an upgrade",
    "dondoc/services/delivery/attempt_log.py": "notes attempts, which the ledger leaves out",
}


def test_nobody_speaks_to_the_driver_past_the_ledger_but_for_a_reason() -> None:
    """Beneath SQLAlchemy nothing is seen: whoever goes there is named here, with the reason."""
    sources = [*(ROOT / "dondoc").rglob("*.py"), *(ROOT / "flows").rglob("*.py")]
    there = {
        source.relative_to(ROOT).as_posix()
        for source in sources
        if DRIVER.search(source.read_text(encoding="utf-8"))
    }
    assert there == MAY.keys()
    assert all(MAY.values())
    attempts = (ROOT / "dondoc/services/delivery/attempt_log.py").read_text(encoding="utf-8")
    assert not any(f"{act} {table}" in attempts for table in COVERED
                   for act in ("INSERT INTO", "UPDATE", "DELETE FROM"))  # fmt: skip


def test_only_an_upgrade_may_write_past_the_ledger() -> None:
    used = {
        one.relative_to(ROOT).as_posix()
        for folder in ("dondoc", "flows")
        for one in (ROOT / folder).rglob("*.py")
        if "PAST_LEDGER" in one.read_text(encoding="utf-8")
    }
    assert used == {"dondoc/ledger/unseen.py", "dondoc/store/migrate.py"}
