"""The scan: which steps are reached on which day, and that nothing is decided twice."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from remind_world import Q1_ENDS, World
from sqlalchemy import Engine, event, select

from dondoc.store.database import open_engine, writing
from models.assignment import Checkpoint
from models.nudge import NudgeKind
from models.programme import LadderStep, Programme
from models.rules.checkpoints import Act
from models.rules.ladder import Firmness
from models.rules.roles import Audience
from models.unit import Unit

LOADED = date(2022, 1, 4)
MINUS_15, MINUS_7, PLUS_3 = date(2022, 3, 10), date(2022, 3, 22), date(2022, 4, 5)


def deadlines(world: World) -> list[tuple[Audience, str]]:
    found = world.nudges("kind", "audience", "step")
    return [(who, step) for kind, who, step in found if kind is NudgeKind.DEADLINE]


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def test_it_greets_the_officials_of_a_new_assignment_once(world: World) -> None:
    world.scan(LOADED)
    world.scan(date(2022, 1, 5))
    assert world.nudges("kind", "audience", "cause") == [
        (NudgeKind.ASSIGNED, Audience.LEAD, "assigned")
    ]


def test_it_does_not_greet_on_a_day_off(world: World) -> None:
    assert world.scan(date(2022, 1, 8)).day_off
    assert world.nudges("kind") == []
    assert world.scan(date(2022, 1, 10)).made["assigned"] == 1


def test_it_is_silent_until_the_first_step(world: World) -> None:
    world.scan(date(2022, 3, 9))
    assert deadlines(world) == []
    world.scan(MINUS_15)
    assert deadlines(world) == [(Audience.LEAD, "-15")]


def test_it_makes_nothing_when_it_runs_again(world: World) -> None:
    assert world.scan(MINUS_15).total == 2
    assert world.scan(MINUS_15).total == 0
    assert world.scan(date(2022, 3, 11)).total == 0


def test_missed_steps_collapse_into_the_latest(world: World) -> None:
    world.scan(date(2022, 3, 24))
    assert deadlines(world) == [(Audience.LEAD, "-7")]


def test_it_goes_on_after_the_due_date_up_to_the_secretariat(world: World) -> None:
    for day in (PLUS_3, date(2022, 4, 8), date(2022, 4, 14)):
        world.scan(day)
    assert deadlines(world) == [
        (Audience.LEAD, "3"),
        (Audience.COMMITTEE_SECRETARY, "3"),
        (Audience.LEAD, "6"),
        (Audience.COMMITTEE_SECRETARY, "6"),
        (Audience.COMMITTEE_HEAD, "6"),
        (Audience.LEAD, "9"),
        (Audience.COMMITTEE_SECRETARY, "9"),
        (Audience.COMMITTEE_HEAD, "9"),
        (Audience.SECRETARIAT, "9"),
    ]


def test_holidays_burn_no_step(engine: Engine, tmp_path: Path) -> None:
    """30/4 to 3/5/2022 were off: the third working day after 27/4 is 4/5."""
    world = World.begin(engine, tmp_path, date(2022, 4, 27))
    for day in (27, 28, 29, 30):
        world.scan(date(2022, 4, day))
    for day in (1, 2, 3):
        world.scan(date(2022, 5, day))
    assert deadlines(world) == [(Audience.LEAD, "0")]
    world.scan(date(2022, 5, 4))
    assert deadlines(world)[1:] == [(Audience.LEAD, "3"), (Audience.COMMITTEE_SECRETARY, "3")]
    world.scan(date(2022, 5, 6))
    world.scan(date(2022, 5, 9))
    assert (Audience.LEAD, "6") in deadlines(world)


def test_a_due_date_on_a_holiday_counts_to_the_next_working_day(
    engine: Engine, tmp_path: Path
) -> None:
    world = World.begin(engine, tmp_path, date(2022, 4, 30))
    world.scan(date(2022, 4, 29))
    assert deadlines(world) == [(Audience.LEAD, "-1")]
    world.scan(date(2022, 5, 4))
    assert deadlines(world)[-1] == (Audience.LEAD, "0")


def test_a_changed_due_date_nudges_again(world: World) -> None:
    world.scan(MINUS_7)
    world.act(Act.CHANGE_DUE, "dung", MINUS_7, reason="mưa lũ", new_due_on=date(2022, 4, 1))
    world.scan(MINUS_7)  # pending counts already
    world.advance(date(2022, 3, 23))
    world.scan(date(2022, 3, 23))
    found = world.nudges("kind", "step", "cause")
    assert [one[1:] for one in found if one[0] is NudgeKind.DEADLINE] == [
        ("-7", "due:0"),
        ("-15", "due:1"),
        ("-7", "due:1"),
    ]


def test_an_extension_taken_back_nudges_again(world: World) -> None:
    """Back at the old date is a third revision, not the first one again."""
    world.scan(MINUS_7)
    for new in (date(2022, 4, 15), Q1_ENDS):
        world.act(Act.CHANGE_DUE, "dung", MINUS_7, reason="xem lại", new_due_on=new)
        world.advance(MINUS_7)
    world.scan(MINUS_7)
    assert (NudgeKind.DEADLINE, "-7", "due:2") in world.nudges("kind", "step", "cause")


def test_a_report_stops_reminders_before_and_after_it_is_drained(world: World) -> None:
    world.act(Act.REPORT, "an", date(2022, 3, 21), value=Decimal(10))
    world.scan(MINUS_7)
    assert deadlines(world) == []
    world.advance(MINUS_7)
    world.scan(PLUS_3)
    assert deadlines(world) == []


def test_it_waits_for_the_window_to_open(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, Q1_ENDS, opens_on=date(2022, 3, 25))
    world.scan(MINUS_7)
    assert deadlines(world) == []
    world.scan(date(2022, 3, 25))
    assert deadlines(world) == [(Audience.LEAD, "-7")]


def test_a_ladder_of_the_unit_replaces_the_general_one(world: World) -> None:
    with writing(world.engine) as session:
        session.add(
            LadderStep(
                programme_id=session.scalars(select(Programme)).one().key,
                offset=-20,
                audience=Audience.UNIT_HEAD,
                firmness=Firmness.URGE,
                unit_id=session.scalars(select(Unit)).one().key,
            )
        )
    world.scan(date(2022, 3, 3))
    world.scan(MINUS_7)
    assert deadlines(world) == [(Audience.UNIT_HEAD, "-20")]


def test_a_report_that_waits_too_long_is_brought_to_the_secretariat(world: World) -> None:
    world.act(Act.REPORT, "an", date(2022, 3, 1), value=Decimal(10))
    world.advance(date(2022, 3, 1))
    for day in (7, 8, 9, 14, 15):
        world.scan(date(2022, 3, day))
    found = [nudge for nudge in world.nudges("kind", "audience", "step") if nudge[2]]
    waiting = (NudgeKind.VERIFICATION_WAITING, Audience.SECRETARIAT)
    assert found == [(*waiting, "5"), (*waiting, "10")]


def test_it_decides_nothing_about_what_is_withdrawn(world: World) -> None:
    world.change(Checkpoint, standing="withdrawn")
    assert world.scan(PLUS_3).total == 0


def test_it_reads_by_due_date(sqlite_url: str, tmp_path: Path) -> None:
    """The partial index is used: checkpoints far away or done cost nothing."""
    engine = open_engine(sqlite_url)
    world = World.begin(engine, tmp_path, Q1_ENDS)
    asked: list[tuple[str, object]] = []
    event.listen(
        engine,
        "before_cursor_execute",
        lambda _c, _cur, statement, params, *_: asked.append((statement, params)),
    )
    world.scan(MINUS_15)
    queries = [one for one in asked if "checkpoint.due_on <=" in one[0]]
    with engine.connect() as connection:
        plans = [
            str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", given).all())  # type: ignore[arg-type]
            for query, given in queries
        ]
    engine.dispose()
    assert plans
    assert all("ix_checkpoint_due_next" in plan for plan in plans)
