"""Each covered column, changed by one SQL statement past the software, is named by an audit."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ledger_world import World, in_words, whole_office
from sqlalchemy import Column, Connection, Engine, text
from sqlmodel import Session

from dondoc.ledger.plain import columns_of
from dondoc.ledger.registry import AS_A_WHOLE, COVERED
from dondoc.services.audit import Finding, verify
from models.columns import Choice


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return whole_office(engine, tmp_path)


def _other(column: Column[Any], value: Any) -> Any:
    """Another value that the column may hold, as SQL takes it."""
    if isinstance(column.type, Choice):
        return next(str(choice.value) for choice in column.type.choices if choice.value != value)
    kind = str(column.type)
    if kind == "JSON":
        return json.dumps({"khác": 1})
    if kind == "BOOLEAN":
        return not value
    if kind in ("DATE", "DATETIME"):
        return _earlier(kind, value)
    if kind in ("INTEGER", "BIGINT"):
        return 77 if value is None else int(value) + 70
    return f"{value or ''}x"


def _earlier(kind: str, value: Any) -> Any:
    """A day or a moment long before, in the type or the text in which the database gave it."""
    if value is None:
        return "2044-04-04" if kind == "DATE" else "2044-04-04 01:00:00.000000"
    moment = datetime.fromisoformat(str(value)) - timedelta(days=400)
    return str(moment.date()) if kind == "DATE" else str(moment)


def _change(connection: Connection, table: str) -> None:
    """Changes all covered columns of a table's last row by one statement."""
    last, columns = f"(SELECT max(id) FROM {table})", columns_of(table)
    names = ", ".join(column.name for column in columns)
    row = connection.execute(text(f"SELECT {names} FROM {table} WHERE id = {last}")).one()
    values = {
        column.name: _other(column, value) for column, value in zip(columns, row, strict=True)
    }
    puts = {name: f":{name}" for name in values}
    if connection.dialect.name == "postgresql":
        values = {name: str(value) for name, value in values.items()}
        types = connection.execute(_TYPES, {"table": table}).tuples()
        puts = {name: f"CAST(CAST(:{name} AS text) AS {kind})" for name, kind in types}
    else:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    changes = ", ".join(f"{name} = {puts[name]}" for name in values)
    done = connection.execute(text(f"UPDATE {table} SET {changes} WHERE id = {last}"), values)
    assert done.rowcount == 1


_TYPES = text("SELECT column_name, data_type FROM information_schema.columns"
              " WHERE table_name = :table")  # fmt: skip


def _named(findings: Sequence[Finding]) -> set[str]:
    """The columns that an audit names."""
    stages = {"stage" for finding in findings if finding.key == "audit.wrong_stage"}
    return stages | {
        str(finding.params.get("column", finding.params.get("what"))) for finding in findings
    }


def test_an_audit_names_every_column_of_a_row_that_one_statement_changed(world: World) -> None:
    """The columns are those of the tables: one that is added is tried without being listed."""
    unnamed = {}
    for table in COVERED:
        with world.tampered() as connection:
            _change(connection, table)
            with Session(bind=connection) as session:
                findings = verify(session).findings
        columns = {column.name for column in columns_of(table)}
        if table in AS_A_WHOLE:
            assert "audit.changed_event" in {finding.key for finding in findings}
        elif left := columns - _named(findings):
            unnamed[table] = left
    assert unnamed == {}


def test_the_claim_and_what_was_verified_are_both_named(world: World) -> None:
    """Both have a value, of the same checkpoint: the one that is found first hides no other."""
    said = in_words(world.audits(
        "UPDATE progress_report SET value = 770000", "UPDATE verification SET value = 770000",
        "UPDATE evaluation SET total = 770000, grade = 'completed'",
    ))  # fmt: skip
    assert "CT01@LT/Q1: kết quả đã thẩm định đang là 77, nhưng lịch sử ghi 9." in said
    assert "báo cáo CT01@LT/Q1 (số 1): «kết quả» đang là 77, nhưng lịch sử ghi 9." in said
    assert "CT01@LT/Q1: tổng điểm đang là 77, nhưng" in said
    assert "CT01@LT/Q1: mức xếp loại đang là hoàn thành nhiệm vụ, nhưng lịch sử ghi" in said
