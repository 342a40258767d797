"""Whom and what letters name: people who were reached, products, codes where one writes them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from composed_letter import compose
from remind_world import OFFICE, Q1_ENDS, World, may_see_all
from seats import seat
from sqlalchemy import Engine, select, update
from sqlmodel import col

from dondoc.clock import at
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.message import Message
from models.person import Contact, Person, Preference
from models.rules.roles import Seat

PLUS_3 = date(2022, 4, 5)
HOW = "đề nghị ghi mã mốc"


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def text_to(world: World, code: str, web: str = "") -> str:
    with reading(world.engine) as session:
        query = select(Message).join(Person, col(Person.id) == col(Message.person_id))
        message = session.scalars(query.where(col(Person.code) == code)).one()
        return compose(session, message, at(PLUS_3, 7), replace(OFFICE, web_url=web)).text


def others_named(text: str) -> str:
    return next((line for line in text.splitlines() if line.startswith("Cũng được nhắc")), "")


def test_whoever_was_reached_is_named(world: World) -> None:
    world.remind(PLUS_3)
    assert "Nguyễn Văn An" in others_named(text_to(world, "chi"))


def test_whoever_is_away_is_not_named_as_reminded(world: World) -> None:
    with writing(world.engine) as session:
        ids = {person.code: person.key for person in session.scalars(select(Person))}
        session.add(Preference(person_id=ids["an"], deputy_id=ids["ha"],
                               paused_from=date(2022, 4, 1), paused_to=PLUS_3))  # fmt: skip
    world.remind(PLUS_3)
    assert "Nguyễn Văn An" not in others_named(text_to(world, "chi"))


def test_whoever_has_no_address_in_use_is_not_named_as_reminded(world: World) -> None:
    with writing(world.engine) as session:
        an = select(col(Person.id)).where(col(Person.code) == "an").scalar_subquery()
        closed = update(Contact).where(col(Contact.person_id) == an)
        session.execute(closed.values(disabled_at=at(date(2022, 1, 1), 7)))
    world.remind(PLUS_3)
    assert "Nguyễn Văn An" not in others_named(text_to(world, "chi"))


def test_a_code_is_asked_for_only_where_no_page_knows_it(world: World) -> None:
    may_see_all(world, "ha")
    with writing(world.engine) as session:
        ids = {person.code: person.key for person in session.scalars(select(Person))}
        session.add(Preference(person_id=ids["an"], deputy_id=ids["ha"],
                               paused_from=date(2022, 4, 1), paused_to=PLUS_3))  # fmt: skip
    world.remind(PLUS_3)
    pages = "https://dondoc.example"
    assert HOW in text_to(world, "ha")
    assert HOW not in text_to(world, "ha", pages)
    assert HOW not in text_to(world, "chi") + text_to(world, "chi", pages)


def test_a_product_is_named_beside_its_step(world: World) -> None:
    with writing(world.engine) as session:
        step = {"title": "Trình dự thảo", "expected": None}
        session.execute(update(Checkpoint).values(step))
        session.execute(update(Assignment).values(product="Đề án đô thị"))
    world.remind(PLUS_3)
    text = text_to(world, "an")
    assert "Trình dự thảo" in text and "sản phẩm «Đề án đô thị»" in text


def test_the_deputy_head_who_reads_for_a_head_out_of_reach_is_named_as_reminded(
    world: World,
) -> None:
    day = date(2022, 4, 8)  # on which the ladder speaks to the head of the committee
    seat(world.engine, "ha", Seat.DEPUTY)
    world.without_address("binh", at(date(2022, 3, 1)))
    world.remind(day)
    named = others_named(text_to(world, "chi"))
    assert "Nguyễn Văn Ha" in named and "Nguyễn Văn Binh" not in named


def test_nobody_is_called_the_main_one_of_several_who_answer(world: World) -> None:
    world.remind(PLUS_3)
    text = text_to(world, "an")
    assert "vì là người chịu trách nhiệm của" in text and "trách nhiệm chính" not in text
