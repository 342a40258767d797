"""A ledger that was rewritten, upgraded or made unreadable betrays it, and names what it can."""

from decimal import Decimal
from pathlib import Path

import pytest
from ledger_world import DUE, World, in_words, whole_office
from sqlalchemy import Engine, text, update
from sqlmodel import Session, select

from dondoc.ledger.covering import cover, differences_then
from dondoc.ledger.folding import broken_pages, differences
from dondoc.services.audit import verify
from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.event import Event
from models.person import Holding
from models.submission import Submission


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return whole_office(engine, tmp_path)


def test_history_without_its_seals_does_not_pass(world: World) -> None:
    assert "audit.gone" in {audit.key for audit in world.audits("DELETE FROM seal")}
    keys = {one.key for one in world.audits("DELETE FROM seal", "DELETE FROM ledger_line",
                                            "DELETE FROM ledger_page")}  # fmt: skip
    assert {"audit.unsealed_since", "audit.slipped_in"} <= keys


def test_a_ledger_that_was_rewritten_does_not_pass(world: World) -> None:
    line = "(SELECT max(id) FROM ledger_line WHERE row_table = 'verification')"
    found = world.audits(
        "UPDATE verification SET quality = 1000000",
        f"UPDATE ledger_line SET change = replace(change, '\"90\"', '\"100\"') WHERE id = {line}",
    )
    assert {one.key for one in found} == {"audit.broken_page"}
    last = "(SELECT max(id) FROM ledger_page)"
    found = world.audits(
        f"DELETE FROM ledger_line WHERE page_id = {last}",
        f"DELETE FROM ledger_page WHERE id = {last}",
    )
    assert found
    with world.engine.connect() as connection:
        page = connection.scalar(text("SELECT digest FROM ledger_page ORDER BY id DESC LIMIT 1"))
        seal = connection.scalar(text("SELECT digest FROM seal ORDER BY id DESC LIMIT 1"))
    assert world.audits(expected=page) == world.audits(expected=seal) == ()
    assert [audit.key for audit in world.audits(expected="f" * 64)] == ["audit.unknown_seal"]


def test_a_rewritten_ledger_is_betrayed_by_a_seal(world: World) -> None:
    """Whoever computes every page anew must compute the seals anew, which lie in mailboxes."""
    keys = [audit.key for audit in world.audits("UPDATE ledger_page SET digest = 'f' WHERE id = 1")]
    assert "audit.lost_page" in keys or "audit.broken_page" in keys


def test_an_upgrade_takes_over_what_was_there_and_clears_nobody(world: World) -> None:
    with world.tampered() as connection:
        connection.exec_driver_sql("UPDATE verification SET quality = 1000000")
        known = differences_then(connection)
        connection.exec_driver_sql("UPDATE holding SET held_from = '2021-06-01'")
        connection.exec_driver_sql("DELETE FROM ledger_line WHERE row_table = 'indicator'")
        cover(connection, known)
        assert {
            (difference.table, difference.column) for difference in differences(connection)
        } == {("verification", "quality")}
        with Session(bind=connection) as session:
            assert verify(session).taken_over == 8


def test_a_transaction_that_is_undone_leaves_no_page(world: World) -> None:
    with world.engine.connect() as connection:
        before = connection.scalar(text("SELECT count(*) FROM ledger_page"))
    with pytest.raises(ZeroDivisionError), writing(world.engine) as session:
        session.exec(select(Checkpoint)).one().expected = Decimal(3)
        session.flush()
        raise ZeroDivisionError
    with writing(world.engine) as session:
        session.exec(select(Event)).first()
    with world.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM ledger_page")) == before


def test_many_rows_changed_by_one_statement_are_each_written_down(world: World) -> None:
    with writing(world.engine) as session:
        session.execute(update(Holding).where(Holding.held_to.is_(None)).values(held_to=DUE))
        session.execute(update(Submission), [{"id": 1, "reason": "a"}, {"id": 2, "reason": "b"}])
    assert [audit for audit in world.audits() if audit.key != "audit.wrong_value"] == []
    with world.engine.connect() as connection:
        assert list(broken_pages(connection)) == []


_NO_SUCH_VALUE = {
    "sqlite": {
        "UPDATE checkpoint SET stage = 'foo'": "«giai đoạn» đang là",
        "UPDATE checkpoint SET expected = 'abc'": "«số phải đạt» đang là abc",
        "UPDATE checkpoint SET due_on = '2022-02-31'": "«thời hạn» đang là 2022-02-31",
        "UPDATE submission SET recorded_at = 'x'": "«lúc ghi nhận» đang là x",
        "UPDATE submission SET roles = x'ff'": "(số 1): «vai trò khi thực hiện» đang là",
        "UPDATE event SET data = '{' WHERE kind = 'assigned'": "trong lịch sử đã bị sửa.",
        "UPDATE event SET data = '[]' WHERE kind = 'assigned'": "trong lịch sử đã bị sửa.",
        "UPDATE seal SET day = 'x' WHERE id = 1": "«ngày» đang là x",
        "UPDATE calendar_day SET day = 'x'": "«ngày» đang là x",
        "UPDATE digest SET figures = '{'": "«các con số» đang là {",
    },
    "postgresql": {
        "UPDATE checkpoint SET due_on = 'infinity'": "«thời hạn» đang là infinity",
        "UPDATE submission SET recorded_at = '0044-01-01 BC'": "«lúc ghi nhận» đang là 0044-01-01",
        "UPDATE event SET data = '[]' WHERE kind = 'assigned'": "trong lịch sử đã bị sửa.",
    },
}
"""What no column holds, so that nothing can be read, and how it is named."""


def test_a_value_that_cannot_be_read_is_named_and_keeps_nothing_from_being_named(
    world: World,
) -> None:
    guard = ["PRAGMA ignore_check_constraints = ON"] * (world.engine.dialect.name == "sqlite")
    for statement, words in _NO_SUCH_VALUE[world.engine.dialect.name].items():
        found = world.audits(*guard, statement, "UPDATE verification SET quality = 1000000")
        assert words in in_words(found), statement
        assert "«chất lượng» đang là 100" in in_words(found), statement


@pytest.mark.parametrize("change", ["x", "{}", "[]", '{"changed":5}', '{"changed":{"a":5}}'])
def test_a_line_that_is_none_breaks_its_page_and_nothing_else(world: World, change: str) -> None:
    line = "(SELECT max(id) FROM ledger_line WHERE row_table = 'verification')"
    found = world.audits(f"UPDATE ledger_line SET change = '{change}' WHERE id = {line}")
    assert {one.key for one in found} == {"audit.broken_page", "audit.changed_cell"}
