"""Who was urged, when and how firmly, and whether it was sent: what is changed there is found."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from crowd import crowded
from fault_sink import FaultSink, faulty_sink
from remind_world import OFFICE, Q1_ENDS, World
from sending import Wall
from sqlalchemy import Connection, Engine, select, text, update
from sqlmodel import Session

from dondoc.clock import at
from dondoc.ledger.folding import ROW, differences_of
from dondoc.ledger.plain import columns_of
from dondoc.ledger.portions import NOTED, note
from dondoc.ledger.registry import BY_PORTIONS
from dondoc.services.audit import verify
from dondoc.services.delivery.channels_in_use import only
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.run import deliver
from dondoc.services.reminders.nudges.by_hand import nudge_by_hand
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.store.bulk import insert_columns
from dondoc.store.database import reading, writing
from models.message import Message, MessageLine
from models.nudge import Nudge, NudgeState
from models.rules.checkpoints import Act
from models.tables import metadata

MINUS_7, PLUS_3 = date(2022, 3, 22), date(2022, 4, 5)
PEOPLE = 6


@pytest.fixture
def sink() -> Iterator[FaultSink]:
    with faulty_sink() as server:
        yield server


@pytest.fixture
def world(engine: Engine, tmp_path: Path, sink: FaultSink) -> World:
    """Reminders decided, gathered, joined to letters that wait, sent, dropped and refused."""
    made = World(engine, tmp_path)
    crowded(made, PEOPLE, Q1_ENDS)
    made.remind(MINUS_7)
    with writing(engine) as session:
        nudge_by_hand(session, UrgingRequest("chi", ("K2@LT",)), at(MINUS_7, 8))
    made.gather(MINUS_7, 8)
    made.act(Act.REPORT, "k1", MINUS_7, "K1@LT/Q1", value=Decimal(1))
    made.advance(MINUS_7)
    sink.faults["k3@x.example"] = ["550 5.1.1 no such user"]
    sink.faults["k4@x.example"] = ["450 4.2.0 later"]
    wall = Wall()
    for _ in range(2):
        deliver(engine, only(sink.url), at(MINUS_7, 9), OFFICE, Policy(wall=wall))
        wall.passes(timedelta(hours=1))
        made.gather(MINUS_7, 9)
    made.remind(PLUS_3)
    return made


def test_what_the_software_does_with_reminders_is_as_the_ledger_says(world: World) -> None:
    states = {state.value for (state,) in world.nudges("state")}
    assert states >= {"gathered", "moot"}
    assert {message.state.value for message in world.messages()} >= {"queued", "sent", "failed"}
    assert findings(world.engine) == []


def findings(engine: Engine) -> list[tuple[Any, ...]]:
    with reading(engine) as session:
        return [
            (finding.key, finding.params.get("table"), finding.params.get("column"))
            for finding in verify(session).findings
            if finding.params.get("table") != "checkpoint" and finding.key not in _OF_A_CROWD
        ]


_OF_A_CROWD = {"audit.broken_chain", "audit.wrong_stage", "audit.wrong_value"}
"""Its work was written without a plan, so that history says nothing of how it began."""

Told = list[tuple[str, Any]]


def after(world: World, table: str, change: Callable[[Connection], None]) -> Told:
    """What an audit finds of a table after a change that is undone."""
    driver: Any
    with world.engine.execution_options(dondoc_writing=True).connect() as connection:
        driver = connection.connection.driver_connection
        if connection.dialect.name == "sqlite":
            driver.execute("PRAGMA foreign_keys = OFF")
        with connection.begin() as transaction:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            change(connection)
            found = [
                (difference.column, difference.now)
                for difference in differences_of(connection, table)
            ]
            transaction.rollback()
        if connection.dialect.name == "sqlite":
            driver.execute("PRAGMA foreign_keys = ON")
    return found


def _another(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return (value or 0) + 77
    return value - timedelta(days=1) if isinstance(value, date) else f"{value}x"


OTHERWISE = {
    "nudge": {"kind": "withdrawn", "audience": "secretariat", "firmness": "escalate",
              "state": "moot", "channel": "zalo"},
    "message": {"state": "moot", "ended_at": at(PLUS_3)},
    "message_line": {"audience": "secretariat"},
}  # fmt: skip


@pytest.mark.parametrize("table", sorted(BY_PORTIONS))
def test_each_column_of_a_reminder_is_found_and_named(world: World, table: str) -> None:
    rows = metadata.tables[table]
    row = _row(world, table)
    missed = []
    for column in columns_of(table):
        value = OTHERWISE[table].get(column.name, _another(row[column.name]))

        def change(connection: Connection, name: str = column.name, value: Any = value) -> None:
            connection.execute(update(rows).where(rows.c.id == row["id"]).values({name: value}))

        found = [name for name, _ in after(world, table, change)]
        if found != [column.name]:
            missed.append((column.name, found))
    assert missed == []


def _row(world: World, table: str) -> dict[str, Any]:
    rows = metadata.tables[table]
    with reading(world.engine) as session:
        return dict(session.execute(select(rows).order_by(rows.c.id).limit(1)).mappings().one())


@pytest.mark.parametrize("table", sorted(BY_PORTIONS))
def test_a_reminder_that_is_taken_away_slipped_in_or_renumbered_is_found(
    world: World, table: str
) -> None:
    last = f"(SELECT max(id) FROM {table})"

    def removed(connection: Connection) -> None:
        connection.execute(text(f"DELETE FROM {table} WHERE id = {last}"))

    def renumbered(connection: Connection) -> None:
        connection.execute(text(f"UPDATE {table} SET id = 4444 WHERE id = {last}"))

    assert after(world, table, removed) == [(ROW, None)]
    assert after(world, table, renumbered) == [(ROW, None), (ROW, "there")]


def test_two_reminders_whose_numbers_or_values_are_swapped_are_both_found(world: World) -> None:
    def numbers(connection: Connection) -> None:
        for old, new in ((1, 4444), (2, 1), (4444, 2)):
            connection.execute(text(f"UPDATE nudge SET id = {new} WHERE id = {old}"))

    def values(connection: Connection) -> None:
        places = dict(
            connection.execute(text("SELECT id, checkpoint_id FROM nudge")).tuples().all()
        )
        first, second = 1, next(key for key, place in places.items() if place != places[1])
        for key, other in ((first, 4444), (second, places[first]), (first, places[second])):
            connection.execute(text(f"UPDATE nudge SET checkpoint_id = {other} WHERE id = {key}"))

    assert len(after(world, "nudge", numbers)) >= 2
    assert [name for name, _ in after(world, "nudge", values)] == ["checkpoint_id"] * 2


def test_a_reminder_held_back_past_the_software_and_gathered_after_all_is_found(
    engine: Engine, tmp_path: Path
) -> None:
    world = World(engine, tmp_path)
    crowded(world, 2, Q1_ENDS)
    world.remind(MINUS_7)
    with engine.connect() as connection:
        connection.execute(text("UPDATE nudge SET state = 'waiting' WHERE id = 1"))
        connection.commit()
    world.gather(PLUS_3)
    assert ("audit.changed_between", "nudge", "state") in findings(engine)


def test_rows_that_exist_already_are_not_taken_for_new_ones(world: World) -> None:
    with writing(world.engine) as session:
        names = [column.name for column in metadata.tables["nudge"].columns]
        row = session.execute(select(metadata.tables["nudge"]).limit(1)).mappings().one()
        columns = {name: [row[name], row[name]] for name in names}
        columns |= {"id": [5001, 5002], "step": [row["step"], "another"]}
        assert insert_columns(session, Nudge, columns) == 1
    with reading(world.engine) as session:
        assert list(differences_of(session.connection(), "nudge")) == []


def test_a_portion_that_was_sent_as_noted_and_was_not_noted_does_not_pass(world: World) -> None:
    with pytest.raises(RuntimeError, match="not noted"), writing(world.engine) as session:
        change = update(Nudge).values(state=NudgeState.MOOT)
        session.execute(change, execution_options={**NOTED, "synchronize_session": False})


def test_reminders_written_singly_are_covered_too(world: World) -> None:
    with writing(world.engine) as session:
        session.scalars(select(Nudge).limit(1)).one().moot_reason = "khác"
        session.execute(update(MessageLine).values(dropped="khác"))
        first = session.scalars(select(Message).limit(1)).one()
        session.add(Message(**first.model_dump(exclude={"id", "message_ref"})))
    with reading(world.engine) as session:
        for table in BY_PORTIONS:
            assert list(differences_of(session.connection(), table)) == []


def test_a_portion_of_the_ledger_that_is_none_breaks_its_page_and_names_its_rows(
    world: World,
) -> None:
    for change in ("x", "{}", '{"portion":{}}', '{"portion":[]}'):

        def garbled(connection: Connection, change: str = change) -> None:
            if connection.dialect.name == "sqlite":
                connection.execute(text("DROP TRIGGER ledger_line_keeps_update"))
            connection.execute(
                text("UPDATE ledger_line SET change = :change WHERE row_table = 'nudge'"),
                {"change": change},
            )

        assert {name for name, _ in after(world, "nudge", garbled)} >= {ROW}


def test_a_note_says_what_columns_the_ledger_covers_only(engine: Engine) -> None:
    with Session(engine) as session:
        note(session.connection(), "message", [1], {"claimed_by": ["w"]})
        assert "dondoc_portions" not in session.connection().info
