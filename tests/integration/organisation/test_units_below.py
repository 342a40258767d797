"""A unit under another one: whoever is above sees it, urges it and is told where nobody is."""

from datetime import date
from pathlib import Path

import pytest
from one_letter import letter
from remind_world import Q1_ENDS, World, own_ladder
from sqlalchemy import Engine, select
from sqlmodel import col
from units_below import found_committee, make_head, put_below, unit_under

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.services.reach.deputies import check_own_right
from dondoc.services.reach.deputies_to_choose import deputies_to_choose
from dondoc.services.reminders.nudges.by_hand import nudge_by_hand
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.services.work.roles import known_roles, roles_of
from dondoc.store.database import reading, writing
from models.assignment import Assignment
from models.nudge import NudgeKind
from models.person import Person
from models.programme import Programme
from models.rules.ladder import Firmness, Step
from models.rules.roles import Audience, Role
from models.unit import Unit, UnitParent

DAY_3, DAY_6 = date(2022, 4, 5), date(2022, 4, 8)
"""On the later one the ladder speaks to the committee, its head too."""

FOR_THE_HEAD_ABOVE = Step(3, Audience.PARENT_HEAD, Firmness.DEMAND)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def viewer(world: World, code: str, day: date = DAY_3) -> Viewer:
    with reading(world.engine) as session:
        person = session.scalars(select(Person).where(col(Person.code) == code)).one()
        return open_viewer(session, person, session.scalars(select(Programme)).one(), day)


def roles(world: World, code: str) -> frozenset[Role]:
    """What somebody is to the work below, asked in both ways."""
    with reading(world.engine) as session:
        assignment = session.scalars(select(Assignment)).one()
        who = viewer(world, code)
        asked = roles_of(session, who.person_id, assignment, DAY_3)
        assert asked == known_roles(who, assignment, ())
        return asked


def urge(world: World, by: str) -> None:
    with writing(world.engine) as session:
        nudge_by_hand(session, UrgingRequest(by, refs=(world.refs[0],)), at(DAY_3, 8))


def test_the_committee_above_answers_for_a_unit_that_has_none(world: World) -> None:
    _, lower = put_below(world.engine)
    assert roles(world, "binh") == {Role.COMMITTEE_HEAD}
    assert roles(world, "chi") == {Role.COMMITTEE_SECRETARY}
    assert viewer(world, "chi").may_see_unit(lower)
    world.remind(DAY_6)
    assert set(world.told(DAY_6)) == {"an", "binh", "chi"}


def test_a_committee_of_its_own_takes_the_one_above_out(world: World) -> None:
    _, lower = put_below(world.engine)
    found_committee(world.engine, lower)
    assert roles(world, "binh") == frozenset()
    assert not viewer(world, "chi").may_see_unit(lower)
    world.remind(DAY_6)
    assert "binh" not in world.told(DAY_6)


def test_the_head_above_sees_and_urges_it_whatever_committee_it_has(world: World) -> None:
    _, lower = put_below(world.engine)
    found_committee(world.engine, lower)
    make_head(world.engine, "ha")
    assert roles(world, "ha") == {Role.PARENT_HEAD}
    assert viewer(world, "ha").may_see_unit(lower)


def test_a_reminder_climbs_to_the_head_above_before_the_secretariat(world: World) -> None:
    _, lower = put_below(world.engine)
    found_committee(world.engine, lower)  # nobody sits on it
    make_head(world.engine, "ha")
    world.remind(DAY_6)
    assert set(world.told(DAY_6)) == {"an", "ha"}


def test_the_head_above_urges_the_work_below_and_whoever_leads_it_reads_by_whom(
    world: World,
) -> None:
    _, lower = put_below(world.engine)
    found_committee(world.engine, lower)
    make_head(world.engine, "ha")
    urge(world, "ha")
    world.gather(DAY_3, 9)
    mail = letter(world, "an", DAY_3)
    assert "1 việc được đôn đốc trực tiếp" in mail.subject.lower()
    assert "Nguyễn Văn Ha" in mail.text


def test_whoever_heads_nothing_above_urges_nothing_below(world: World) -> None:
    _, lower = put_below(world.engine)
    found_committee(world.engine, lower)
    with pytest.raises(Refused):
        urge(world, "ha")
    make_head(world.engine, "ha")
    with world.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM unit_parent")
    with pytest.raises(Refused):
        urge(world, "ha")


def test_a_rung_for_the_head_above_climbs_past_a_unit_that_has_no_head(world: World) -> None:
    upper, lower = put_below(world.engine)
    make_head(world.engine, "ha")
    with writing(world.engine) as session:
        between = unit_under(session, session.get_one(Unit, upper), code="KV")
        below = session.scalars(select(UnitParent).where(col(UnitParent.unit_id) == lower)).one()
        below.parent_id = between
        own_ladder(session, session.scalars(select(Programme)).one().key, (FOR_THE_HEAD_ABOVE,))
    world.remind(DAY_3)
    assert "ha" in world.told(DAY_3)
    assert "cấp trên" in letter(world, "ha", DAY_3).text


def test_it_counts_from_the_day_on_which_the_unit_is_below(world: World) -> None:
    _, lower = put_below(world.engine, since=date(2022, 4, 6))
    make_head(world.engine, "ha")
    assert not viewer(world, "ha", DAY_3).may_see_unit(lower)
    assert viewer(world, "ha", DAY_6).may_see_unit(lower)


def test_the_head_of_the_unit_below_does_not_see_the_one_above(world: World) -> None:
    upper, lower = put_below(world.engine)
    make_head(world.engine, "ha")
    with world.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE position SET unit_id = {lower} WHERE code = 'P-ha'")
    assert viewer(world, "ha").boards == {lower}
    assert upper not in viewer(world, "ha").boards


def test_only_who_sees_the_units_below_stands_in_for_the_head_above(world: World) -> None:
    _, lower = put_below(world.engine)
    found_committee(world.engine, lower)
    make_head(world.engine, "ha")
    with reading(world.engine) as session:
        people = {person.code: person for person in session.scalars(select(Person))}
        with pytest.raises(Refused):
            check_own_right(session, people["ha"], people["chi"], [DAY_3])
        check_own_right(session, people["ha"], people["dung"], [DAY_3])
        chosen = [code for code, _ in deputies_to_choose(session, people["ha"], DAY_3)]
    assert "chi" not in chosen
    assert "dung" in chosen


def test_who_sits_on_the_same_committee_stands_in_for_the_units_below_too(world: World) -> None:
    put_below(world.engine)
    with reading(world.engine) as session:
        people = {person.code: person for person in session.scalars(select(Person))}
        check_own_right(session, people["binh"], people["chi"], [DAY_3])
        chosen = [code for code, _ in deputies_to_choose(session, people["binh"], DAY_3)]
    assert "chi" in chosen


def test_only_a_unit_with_no_committee_above_either_is_narrative_of_as_without_one(
    world: World,
) -> None:
    put_below(world.engine)
    world.scan(DAY_3)
    assert (NudgeKind.NO_COMMITTEE,) not in world.nudges("kind")
    with world.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM unit_parent")
    world.scan(DAY_3)
    assert (NudgeKind.NO_COMMITTEE,) in world.nudges("kind")
