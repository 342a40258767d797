"""Comment and decision are of different levels: Giang commented on Bình, and Bình on An."""

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from deciding_world import HELD, PUBLISHED, DecidingWorld, deciding, refusals
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.errors import Refused
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.decisions.session_input import SessionInput
from dondoc.services.evaluation.decisions.session_page import SessionPage, session_page
from dondoc.services.evaluation.decisions.sessions import change_session
from dondoc.store.database import reading
from dondoc.web.evaluation.session_form import grades_shown
from models.person import Person
from models.rules.evaluation import Grade
from models.rules.evaluation_course.levels import SameLevel
from models.rules.evaluation_course.rounds import RoundAct

REFUSED = ["evaluation.session.error.same_level"]
BINH = {"of": "binh", "grade": None, "reason": "Không có việc đến hạn"}
AN = {"of": "an", "grade": Grade.EXCELLENT}


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    return deciding(engine, tmp_path)


def shown(world: DecidingWorld, by: str) -> SessionPage:
    with reading(world.engine) as session:
        person = session.scalars(select(Person).where(col(Person.code) == by)).one()
        page = session_page(session, world.programme_id, world.session_id, person.key, HELD)
        session.expunge_all()
    assert page
    return page


def flags(page: SessionPage) -> dict[str, tuple[SameLevel | None, str]]:
    return {row.dossier.code: (row.same_level, row.closed) for row in page.rows}


def name_of(world: DecidingWorld, code: str) -> str:
    with reading(world.engine) as session:
        return session.scalars(select(Person).where(col(Person.code) == code)).one().full_name


def chaired(name: str) -> dict[str, Any]:
    return {"members": 1, "present": 1, "chair": name, "body": "Bí thư"}


def test_with_a_majority_of_others_it_is_shown_and_taken(world: DecidingWorld):
    world.calls()
    page = shown(world, "giang")
    assert flags(page) == {"an": (None, ""), "binh": (SameLevel.WITH_OTHERS, "")}
    assert [row.dossier.code for row in page.same_level] == ["binh"]
    assert flags(shown(world, "em")) == {"an": (None, ""), "binh": (None, "")}
    assert refusals(world.decides(BINH)) == []
    assert shown(world, "giang").same_level == ()


def test_without_one_it_is_shown_before_and_refused_and_another_may(world: DecidingWorld):
    world.calls(members=3, present=2)
    page = shown(world, "giang")
    assert flags(page)["binh"] == (SameLevel.ALONE, "same_level")
    offered = grades_shown(page.rows, None)  # no seat is taken by what cannot be chosen
    assert [row.dossier.code for row in page.rows if row.dossier.row.key in offered] == ["an"]
    outcome = world.decides(AN, BINH)
    assert refusals(outcome) == REFUSED and len(outcome.done) == 1
    assert refusals(world.decides(BINH, by="em")) == []


def test_a_body_of_one_names_who_decides_and_that_is_not_who_commented(world: DecidingWorld):
    with pytest.raises(FieldError, match="alone") as caught:
        world.calls(members=1, present=1)
    assert caught.value.name == "chair"
    giang = unicodedata.normalize("NFD", name_of(world, "giang"))
    world.calls(**chaired(f"  {giang.upper()}\u200b "))
    assert refusals(world.decides(BINH, by="em")) == REFUSED
    assert refusals(world.decides(AN, by="em")) == []
    world.closes()
    world.calls(**chaired("Trần Văn Khác"))
    assert refusals(world.decides(BINH, by="em")) == []


def test_nobody_chairs_alone_over_their_own_grade(world: DecidingWorld):
    world.calls(**chaired(name_of(world, "an")))
    assert flags(shown(world, "em"))["an"] == (SameLevel.OWN_ALONE, "own_chair")
    assert refusals(world.decides(AN, by="em")) == ["evaluation.session.error.own_chair"]
    world.closes()
    world.calls(chair=name_of(world, "an"))
    assert flags(shown(world, "em"))["an"] == (SameLevel.OWN_WITH_OTHERS, "")
    assert refusals(world.decides(AN, by="em")) == []


def test_who_was_there_is_not_corrected_so_that_it_would_have_been_refused(world: DecidingWorld):
    details = SessionInput(HELD, "Bí thư", 1, 1, chair="Trần Văn Khác")
    world.calls(**chaired(details.chair))
    assert refusals(world.decides(BINH, AN, by="em")) == []
    for chair, why in ((name_of(world, "giang"), "same_level"), (name_of(world, "an"), "own_c")):
        with pytest.raises(FieldError, match=why) as caught:
            correct(world, replace(details, chair=chair))
        assert caught.value.name == "chair"
    correct(world, replace(details, chair="Trần Văn Khác Nữa"))


def correct(world: DecidingWorld, details: SessionInput) -> None:
    with world.change("dung", HELD) as (change, _):
        change_session(change, world.session_id, details, "")


def test_whoever_chaired_when_it_was_decided_answers_no_reassessment_of_it(world: DecidingWorld):
    giang = name_of(world, "giang")
    world.calls(chair=giang.upper())
    assert refusals(world.decides(AN, BINH, by="em")) == []
    world.closes()
    world.steps_round(RoundAct.PUBLISH)
    world.asks()
    said = {"words": "Đã xem lại", "day": PUBLISHED}
    with pytest.raises(Refused, match="same_assessor"):
        world.answers("giang", Grade.EXCELLENT, **said)
    world.answers("dung", Grade.EXCELLENT, **said)
