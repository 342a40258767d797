"""Beyond deadlines: what else the scan finds, to whom, and how often."""

from datetime import date
from pathlib import Path

import pytest
from remind_world import Q1_ENDS, World
from sqlalchemy import Engine, delete

from dondoc.clock import at
from dondoc.store.database import writing
from models.committee import Committee, CommitteeSeat
from models.nudge import NudgeKind
from models.rules.checkpoints import Act
from models.rules.roles import Audience

LOADED = date(2022, 1, 4)
"""A Tuesday; Tết is off from 31/1 to 4/2."""


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def of_kind(world: World, kind: NudgeKind) -> list[tuple[Audience, str, date]]:
    found = world.nudges("kind", "audience", "step", "decided_on")
    return [one[1:] for one in found if one[0] is kind]


def test_what_nobody_acknowledges_is_asked_for_and_then_told_to_the_head(world: World) -> None:
    for day in (4, 5, 10, 11, 12, 17, 18, 19, 25):
        world.scan(date(2022, 1, day))
    assert of_kind(world, NudgeKind.NOT_ACKNOWLEDGED) == [
        (Audience.LEAD, "5", date(2022, 1, 11)),
        (Audience.UNIT_HEAD, "10", date(2022, 1, 18)),
    ]


@pytest.mark.parametrize("act", [Act.ACKNOWLEDGE, Act.UPDATE])
def test_who_acknowledges_or_reports_is_not_asked_to(world: World, act: Act) -> None:
    world.scan(LOADED)
    said = {"narrative": "Đang làm"} if act is Act.UPDATE else {}
    world.act(act, "an", date(2022, 1, 6), **said)
    world.scan(date(2022, 1, 11))
    assert of_kind(world, NudgeKind.NOT_ACKNOWLEDGED) == []


def test_an_acknowledgement_takes_back_what_waits(world: World) -> None:
    world.scan(LOADED)
    world.scan(date(2022, 1, 11))
    world.act(Act.ACKNOWLEDGE, "an", date(2022, 1, 11))
    assert world.gather(date(2022, 1, 11)).moot == {"moot.acknowledged": 2}


def test_a_window_that_opens_is_narrative_on_the_next_working_day(
    engine: Engine, tmp_path: Path
) -> None:
    """It opens on Saturday 15/1; the advance flow has moved it before Monday's scan."""
    world = World.begin(engine, tmp_path, Q1_ENDS, opens_on=date(2022, 1, 15))
    for day in (4, 14, 15):
        world.scan(date(2022, 1, day))
    assert of_kind(world, NudgeKind.OPENED) == []
    world.advance(date(2022, 1, 15))
    for _ in range(2):
        world.scan(date(2022, 1, 17))
    world.scan(date(2022, 1, 18))
    assert of_kind(world, NudgeKind.OPENED) == [(Audience.LEAD, "", date(2022, 1, 17))]


def test_a_window_that_opens_when_it_is_assigned_or_due_is_not_told_apart(
    engine: Engine, tmp_path: Path
) -> None:
    world = World.begin(engine, tmp_path, date(2022, 1, 10), opens_on=LOADED)
    for _ in range(2):
        world.scan(LOADED)
    assert of_kind(world, NudgeKind.OPENED) == []


def test_a_unit_without_a_committee_is_narrative_to_the_secretariat_once_a_month(
    world: World,
) -> None:
    with writing(world.engine) as session:
        session.execute(delete(CommitteeSeat))
        session.execute(delete(Committee))
    for day in (date(2022, 1, 4), date(2022, 1, 5), date(2022, 2, 7), date(2022, 2, 8)):
        world.scan(day)
    assert of_kind(world, NudgeKind.NO_COMMITTEE) == [
        (Audience.SECRETARIAT, "2022-01", date(2022, 1, 4)),
        (Audience.SECRETARIAT, "2022-02", date(2022, 2, 7)),
    ]


def test_a_committee_founded_meanwhile_takes_it_back(world: World) -> None:
    world.change(Committee, dissolved_on=date(2022, 1, 1))
    world.scan(LOADED)
    world.change(Committee, dissolved_on=None)
    assert world.gather(LOADED).moot == {"moot.founded": 1}


def test_a_person_out_of_reach_is_narrative_of_before_the_first_reminder(world: World) -> None:
    """The first step comes on 10/3, fifteen working days before; nobody waits until it fails."""
    world.scan(LOADED)
    world.without_address("an", at(date(2022, 3, 1)))
    for day in (8, 9, 10):
        world.scan(date(2022, 3, day))
    assert of_kind(world, NudgeKind.UNREACHABLE) == [
        (Audience.SECRETARIAT, "2022-03", date(2022, 3, 10))
    ]
    world.gather(date(2022, 3, 10))
    assert "dung" in world.told()
