"""What is changed past the software is found and named: any row, any column, on any day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factory import START, District, district
from sqlalchemy import Column, Connection, Engine, text, update
from sqlmodel import Session, select

from dondoc.clock import StoppedClock, at
from dondoc.i18n import translator
from dondoc.ledger.covering import cover, differences_then
from dondoc.ledger.folding import ROW, broken_pages, differences, differences_of
from dondoc.ledger.plain import columns_of
from dondoc.ledger.registry import AS_A_WHOLE, COVERED
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import advance
from dondoc.services.audit import Finding, verify
from dondoc.services.audit.sentences import finding_text
from dondoc.services.reminders.nudges.write import insert_portion, nudge_row
from dondoc.store.database import writing
from models.assignment import Assignment, AssignmentUnit, Checkpoint
from models.columns import Choice
from models.digest import Digest
from models.drafts_and_views import Comment
from models.event import Event
from models.message import Message, MessageLine
from models.nudge import NudgeKind
from models.person import Holding
from models.programme import CalendarDay
from models.report import Difficulty, EvidenceFile, ProgressReport, ReportEvidence
from models.rules.checkpoints import Act
from models.rules.roles import Audience, Involvement
from models.submission import Submission
from models.tables import metadata
from models.unit import UnitParent, UnitSuccession

DUE = date(2022, 3, 31)


@dataclass
class World:
    """A district whose one item was reported, verified and evaluated; two days are sealed."""

    engine: Engine
    folder: Path
    ref: str

    def does(self, day: date, act: Act, by: str, **said: Any) -> None:
        clock = StoppedClock(at(day))
        with writing(self.engine) as session:
            Recorder(session, clock.now(), self.folder).record(ActInput(act, self.ref, by, **said))
        advance(self.engine, clock)

    @contextmanager
    def tampered(self) -> Iterator[Connection]:
        """A connection on which nothing guards history, and whose changes are undone."""
        options = {"dondoc_writing": True}
        with self.engine.execution_options(**options).connect() as connection:
            driver: Any = connection.connection.driver_connection
            if connection.dialect.name == "sqlite":
                driver.execute("PRAGMA foreign_keys = OFF")
            with connection.begin() as transaction:
                _unguard(connection)
                yield connection
                transaction.rollback()
            if connection.dialect.name == "sqlite":
                driver.execute("PRAGMA foreign_keys = ON")

    def audits(self, *statements: str, expected: str | None = None) -> tuple[Finding, ...]:
        """What an audit finds after statements that came past the software."""
        with self.tampered() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
            with Session(bind=connection) as session:
                return verify(session, expected).findings


def _unguard(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return
    named = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in connection.execute(named).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    with writing(engine) as session:
        made = district(session)
        world = World(engine, tmp_path / "evidence", made.checkpoint(DUE))
        _rest(session, made)
    world.does(date(2022, 3, 1), Act.REPORT, "an", value=Decimal(9), narrative="Đã làm 9 việc")
    with writing(engine) as session:
        report = session.exec(select(ProgressReport)).one()
        _papers(session, report)
    world.does(date(2022, 3, 2), Act.VERIFY, "dung", quality=Decimal(90))
    world.does(date(2022, 3, 3), Act.EVALUATE, "giang", reason="Họp ngày 03/03")
    return world


def _rest(session: Session, made: District) -> None:
    """A row of every table that no act of this story writes."""
    unit, assignment = made.unit.key, session.exec(select(Assignment)).one()
    day = {"valid_from": START}
    session.add_all([
        UnitParent(unit_id=unit, parent_id=unit, **day),
        UnitSuccession(predecessor_id=unit, successor_id=unit, happened_on=START),
        CalendarDay(day=date(2022, 2, 4), working=False, note="Nghỉ bù"),
        AssignmentUnit(assignment_id=assignment.key, unit_id=unit,
                       involvement=next(iter(Involvement))),
        Comment(assignment_id=assignment.key, person_id=made.people["an"].key, at=at(START),
                text="Đã trao đổi"),
        Digest(programme_id=made.programme.key, quarter="2022-Q1", as_of=START,
               compiled_at=at(START), figures={"total": 1}, figures_sha256="0" * 64),
        Message(person_id=made.people["an"].key, run_on=START, created_at=at(START)),
    ])  # fmt: skip
    checkpoint = session.exec(select(Checkpoint)).one().key
    row = nudge_row(checkpoint, NudgeKind.DEADLINE, Audience.LEAD, at(START), step="+1")
    ids = insert_portion(session, made.programme.key, [row], at(START))
    message = session.exec(select(Message)).one().key
    session.add(MessageLine(message_id=message, nudge_id=ids[0], audience=Audience.LEAD))


def _papers(session: Session, report: ProgressReport) -> None:
    file = EvidenceFile(sha256="a" * 64, size=3, content_type="text/plain", stored_at=at(START))
    session.add(file)
    session.flush()
    session.add(ReportEvidence(report_id=report.key, file_id=file.key, filename="bien-ban.txt"))
    session.add(Difficulty(report_id=report.key, difficulty="Thiếu vốn", proposal="Bổ sung"))


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


def _said(findings: tuple[Finding, ...]) -> str:
    return "\n".join(finding_text(finding, translator("vi")) for finding in findings)


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
    assert words in _said(world.audits(statement))


def test_a_change_is_found_even_when_a_proper_one_has_come_on_top(world: World) -> None:
    with world.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE checkpoint SET expected = expected / 10")
    with writing(world.engine) as session:
        session.exec(select(Checkpoint)).one().expected = Decimal(2)
    found = world.audits()
    assert [one.key for one in found] == ["audit.changed_between"]
    assert "đã bị đổi từ 10 thành 1 ngoài hệ thống" in _said(found)


@pytest.fixture
def verified(engine: Engine, tmp_path: Path) -> World:
    with writing(engine) as session:
        world = World(engine, tmp_path / "evidence", district(session).checkpoint(DUE))
    world.does(date(2022, 3, 1), Act.REPORT, "an", value=Decimal(9), narrative="Đã làm 9 việc")
    world.does(date(2022, 3, 2), Act.VERIFY, "dung", quality=Decimal(90))
    return world


@pytest.mark.parametrize(
    ("statement", "back"),
    [
        ("UPDATE checkpoint SET expected = expected * 10",
         "UPDATE checkpoint SET expected = expected / 10"),
        ("UPDATE verification SET quality = quality / 2",
         "UPDATE verification SET quality = quality * 2"),
    ],
)  # fmt: skip
def test_a_ground_changed_for_an_evaluation_and_put_back_is_found(
    verified: World, statement: str, back: str
) -> None:
    with verified.engine.execution_options(dondoc_writing=True).begin() as connection:
        connection.exec_driver_sql(statement)
    verified.does(date(2022, 3, 3), Act.EVALUATE, "giang", reason="Họp ngày 03/03")
    with verified.engine.execution_options(dondoc_writing=True).begin() as connection:
        connection.exec_driver_sql(back)
    assert [audit.key for audit in verified.audits()] == ["audit.wrong_score"]
    assert "không khớp với căn cứ" in _said(verified.audits())


def test_an_evaluation_accuses_nobody_of_what_was_properly_changed_later(verified: World) -> None:
    verified.does(date(2022, 3, 3), Act.EVALUATE, "giang", reason="Họp ngày 03/03")
    assert verified.audits() == ()
    with writing(verified.engine) as session:
        session.add(CalendarDay(day=date(2022, 2, 28), working=False, note="Nghỉ bù"))
        session.exec(select(Checkpoint)).one().expected = Decimal(500)
    assert verified.audits() == ()
    with writing(verified.engine) as session:
        session.exec(select(Checkpoint)).one().due_on = date(2022, 2, 1)
    assert "audit.wrong_score" not in {audit.key for audit in verified.audits()}


def test_a_correction_after_an_evaluation_is_no_finding(verified: World) -> None:
    verified.does(date(2022, 3, 3), Act.EVALUATE, "giang", reason="Họp ngày 03/03")
    verified.does(date(2022, 3, 4), Act.CORRECT, "dung", value=Decimal(5), reason="Đếm lại")
    assert verified.audits() == ()


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
        "UPDATE checkpoint SET stage = 'foo'": "«bước» đang là",
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
        assert words in _said(found), statement
        assert "«chất lượng» đang là 100" in _said(found), statement


@pytest.mark.parametrize("change", ["x", "{}", "[]", '{"changed":5}', '{"changed":{"a":5}}'])
def test_a_line_that_is_none_breaks_its_page_and_nothing_else(world: World, change: str) -> None:
    line = "(SELECT max(id) FROM ledger_line WHERE row_table = 'verification')"
    found = world.audits(f"UPDATE ledger_line SET change = '{change}' WHERE id = {line}")
    assert {one.key for one in found} == {"audit.broken_page", "audit.changed_cell"}
