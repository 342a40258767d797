"""What is changed past the software is found and named: any row, any column, on any day."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factory import START
from ledger_world import World, in_words, whole_office
from sqlalchemy import Column, Connection, Engine, text, update
from sqlmodel import select

from dondoc.clock import at
from dondoc.ledger.folding import ROW, differences_of
from dondoc.ledger.plain import columns_of
from dondoc.ledger.registry import AS_A_WHOLE, COVERED
from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.columns import Choice
from models.tables import metadata


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return whole_office(engine, tmp_path)


def test_what_the_software_writes_is_as_the_ledger_says(world: World) -> None:
    assert world.audits() == ()
    with world.engine.connect() as connection:
        for table in COVERED:
            assert connection.scalar(text(f"SELECT count(*) FROM {table}")), table


_FOR_NOTHING: dict[str, Any] = {
    "INTEGER": 77, "BIGINT": Decimal(77), "DATE": date(2044, 4, 4), "BOOLEAN": True,
    "DATETIME": at(START), "JSON": {"x": 1},
}  # fmt: skip


def _other(column: Column[Any], value: Any) -> Any:
    """Another value that the column may hold."""
    if isinstance(column.type, Choice):
        return next(choice for choice in column.type.choices if choice != value)
    if value is None:
        return _FOR_NOTHING.get(str(column.type), "khác")
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value - timedelta(days=1)
    if isinstance(value, dict):
        return {**value, "khác": 1}
    return value + 70 if isinstance(value, int | Decimal) else f"{value}x"


def _change(connection: Connection, table: str, column: Column[Any]) -> None:
    """Changes one column of one row; the ledger hears of it at a commit only, and none comes."""
    rows, key = metadata.tables[table], metadata.tables[table].c.id
    row = connection.execute(rows.select().order_by(key).limit(1)).mappings().one()
    change = update(rows).where(key == row["id"])
    connection.execute(change.values({column.name: _other(column, row[column.name])}))


def test_each_column_is_found_and_named(world: World) -> None:
    missed = []
    with world.tampered() as connection:
        for table in COVERED:
            for column in columns_of(table):
                with connection.begin_nested() as savepoint:
                    _change(connection, table, column)
                    found = [difference.column for difference in differences_of(connection, table)]
                    savepoint.rollback()
                expected = "content" if table in AS_A_WHOLE else column.name
                if found != [expected]:
                    missed.append((table, column.name, found))
    assert missed == []


def test_each_row_that_is_taken_away_or_slipped_in_is_found(world: World) -> None:
    missed = []
    with world.tampered() as connection:
        for table in COVERED:
            rows = metadata.tables[table]
            for removed in (True, False):
                with connection.begin_nested() as savepoint:
                    row = dict(connection.execute(rows.select().limit(1)).mappings().one())
                    connection.execute(rows.delete().where(rows.c.id == row["id"]))
                    if not removed:
                        connection.execute(rows.insert(), {**row, "id": 4444})
                    found = [
                        (difference.column, difference.now)
                        for difference in differences_of(connection, table)
                    ]
                    savepoint.rollback()
                expected = [(ROW, None)] if removed else [(ROW, None), (ROW, "there")]
                if found != expected:
                    missed.append((table, found))
    assert missed == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "UPDATE checkpoint SET expected = expected / 10",
            "mốc CT01@LT/Q1 (số 1): «số phải đạt» đang là 1, nhưng lịch sử ghi 10.",
        ),
        (
            "UPDATE checkpoint SET standing = 'withdrawn'",
            "mốc CT01@LT/Q1 (số 1): «tình trạng» đang là đã rút, nhưng lịch sử ghi đang theo dõi.",
        ),
        (
            "UPDATE checkpoint SET due_on = '2022-06-30'",
            "mốc CT01@LT/Q1 (số 1): «thời hạn» đang là 30/06/2022, nhưng lịch sử ghi 31/03/2022.",
        ),
        (
            "UPDATE checkpoint SET missing = NOT missing",
            "«không báo cáo» đang là có, nhưng lịch sử ghi không.",
        ),
        (
            "UPDATE verification SET quality = 1000000",
            "kết quả thẩm định CT01@LT/Q1 (số 1): «chất lượng» đang là 100, nhưng lịch sử ghi 90.",
        ),
        (
            "UPDATE submission SET recorded_at = '2022-02-01 01:00:00' WHERE act = 'report'",
            "«lúc ghi nhận» đang là 08:00 01/02/2022, nhưng lịch sử ghi 08:00 01/03/2022.",
        ),
        ("UPDATE progress_report SET narrative = 'Xong cả'", "«nội dung báo cáo» đang là Xong cả"),
        ("UPDATE evidence_file SET sha256 = 'b'", "«mã kiểm của tệp» đang là b"),
        ("UPDATE calendar_day SET working = NOT working", "ngày nghỉ, ngày làm bù 04/02/2022"),
        (
            "UPDATE holding SET held_to = '2022-03-01' WHERE id = 1",
            "thời gian giữ chức vụ P-an/an (số 1): «giữ chức đến ngày» đang là 01/03/2022",
        ),
        ("DELETE FROM holding WHERE id = 1", "(số 1): đã bị xóa ngoài hệ thống."),
        (
            "UPDATE event SET reason = 'khác' WHERE id = (SELECT max(id) FROM event)",
            "trong lịch sử đã bị sửa.",
        ),
        (
            "UPDATE event SET actor_id = 1 WHERE id = (SELECT max(id) FROM event)",
            "trong lịch sử đã bị sửa.",
        ),
        ("DELETE FROM event WHERE id = (SELECT max(id) FROM event)", "đã bị xóa ngoài hệ thống."),
    ],
)
def test_an_audit_says_what_was_changed_and_how(world: World, statement: str, words: str) -> None:
    assert words in in_words(world.audits(statement))


def test_a_change_is_found_even_when_a_proper_one_has_come_on_top(world: World) -> None:
    with world.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE checkpoint SET expected = expected / 10")
    with writing(world.engine) as session:
        session.exec(select(Checkpoint)).one().expected = Decimal(2)
    found = world.audits()
    assert [one.key for one in found] == ["audit.changed_between"]
    assert "đã bị đổi từ 10 thành 1 ngoài hệ thống" in in_words(found)
