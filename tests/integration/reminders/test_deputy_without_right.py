"""Work that a deputy may not see stays with whoever is away: a plan or a hand-over brought it."""

from datetime import date
from pathlib import Path

import pytest
from remind_world import Q1_ENDS, World, wish
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.services.boards.urging.readers import urged_readers
from dondoc.services.reminders.explain.explain import audiences_of
from dondoc.store.database import reading
from models.programme import Programme
from models.rules.roles import Audience

MINUS_7 = date(2022, 3, 22)
SHARED, ALONE = "CT01@LT", "CT02@LT"


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    """An is away; Ha answers for the first task as well, and not for the one that came since."""
    world = World.begin(engine, tmp_path, Q1_ENDS, Q1_ENDS)
    world.also_leads("ha")
    wish(world, "an", deputy="ha", paused_from=date(2022, 3, 1), paused_to=Q1_ENDS)
    return world


def test_a_letter_leads_its_reader_to_nothing_that_is_shut_to_them(world: World) -> None:
    world.remind(MINUS_7)
    told = {code: set(refs) for code, refs in world.told().items()}
    assert told == {"ha": {SHARED}, "an": {ALONE}}


def test_the_explanation_names_the_deputy_only_where_they_read_it(world: World) -> None:
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        shared, alone = (
            audiences_of(session, programme, key, [Audience.LEAD], at(MINUS_7)) for key in (1, 2)
        )
    assert list(shared[0].deputies.values()) and not alone[0].deputies


def test_before_urging_the_deputy_is_named_only_for_what_they_read(world: World) -> None:
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        people = urged_readers(session, programme, (1, 2), at(MINUS_7))
        (lead, *_) = (
            each.people
            for each in people.reaching(session, (1, 2))
            if each.audience is Audience.LEAD
        )
        named = {(person.deputy != "", person.checkpoints) for person in lead if person.deputy}
        assert named == {(True, 1)}
        assert [person.checkpoints for person in lead if not person.deputy]
        (alone,) = people.reached(session, (2,), Audience.LEAD).people
    assert not alone.deputy
