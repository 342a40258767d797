"""The ladder as data: what is in force, files that are good or must be mended, and history."""

from datetime import date
from pathlib import Path

import pytest
from factory import district
from ladder_texts import GOOD, TODAY, in_force, programme, troubles, written
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.errors import BadInput, Refused
from dondoc.services.programme.programmes import ladder_of
from dondoc.services.reminders.ladder.in_force import (
    LadderScope,
    Replaced,
    replace_ladder,
)
from dondoc.store.database import reading, writing
from models.event import Event, EventKind
from models.indicator import Indicator
from models.installation import ChannelSetup
from models.person import ProgrammeMandate
from models.programme import LadderStep
from models.rules.ladder import Firmness, Step
from models.rules.roles import Audience, Mandate

LT, PARTY = LadderScope(unit="LT"), LadderScope(category="Xây dựng Đảng")
EARLY = Step(-5, Audience.LEAD, Firmness.REMIND, channel="zalo")
LATE = Step(2, Audience.UNIT_HEAD, Firmness.URGE, every=4)


@pytest.fixture
def engine(engine: Engine) -> Engine:
    with writing(engine) as session:
        district(session).checkpoint(date(2022, 3, 31))
        session.scalars(select(Indicator)).one().category = "Xây dựng Đảng"
        session.add(ChannelSetup(name="zalo"))
    return engine


def replace(engine: Engine, scope: LadderScope, *steps: Step, by: str = "dung") -> Replaced:
    with writing(engine) as session:
        return replace_ladder(session, programme(session), scope, steps, (by, at(TODAY)))


def events(engine: Engine) -> list[Event]:
    with reading(engine) as session:
        query = select(Event).where(col(Event.kind) == EventKind.CHANGED)
        return list(session.scalars(query))


def test_the_most_specific_ladder_is_in_force_and_says_so(engine: Engine) -> None:
    assert in_force(engine, LT).given_for == LadderScope()
    replace(engine, PARTY, EARLY)
    both = LadderScope("Xây dựng Đảng", "LT")
    assert in_force(engine, both).given_for == PARTY
    replace(engine, LT, LATE)
    assert in_force(engine, both).given_for == LT
    found = in_force(engine, LT)
    assert [(step.offset, step.every, step.audience) for step in found.steps] == [
        (2, 4, Audience.UNIT_HEAD)
    ]


def test_replacing_one_scope_leaves_the_others_alone(engine: Engine) -> None:
    general = in_force(engine, LadderScope()).steps
    replace(engine, LT, LATE, EARLY)
    done = replace(engine, LT, EARLY)
    assert done == Replaced((EARLY, LATE), (EARLY,))
    assert in_force(engine, LadderScope()).steps == general
    replace(engine, LadderScope(), LATE)
    assert in_force(engine, LadderScope()).steps == (LATE,)
    assert in_force(engine, LT).steps[0].channel == "zalo"


def test_without_its_own_ladder_a_unit_has_the_general_one_again(engine: Engine) -> None:
    replace(engine, LT, EARLY)
    replace(engine, LT)
    assert in_force(engine, LT).given_for == LadderScope()
    with pytest.raises(Refused, match="keeps_general"):
        replace(engine, LadderScope())


def test_history_keeps_the_old_and_the_new(engine: Engine) -> None:
    replace(engine, LT, EARLY)
    replace(engine, LT, LATE)
    last = events(engine)[-1]
    assert (last.data["what"], last.data["unit"]) == ("ladder", "LT")
    assert [one["offset"] for one in last.data["old"]] == [-5]
    assert last.data["new"] == [
        {"offset": 2, "every": 4, "audience": "unit_head", "firmness": "urge"}
    ]
    assert last.actor_id is not None


def test_the_same_ladder_again_is_no_change(engine: Engine) -> None:
    replace(engine, LT, EARLY, LATE)
    assert not replace(engine, LT, LATE, EARLY).changed
    assert len(events(engine)) == 1


@pytest.mark.parametrize("by", ["an", "binh", "giang", "ha"])
def test_only_secretariat_and_administrators_replace_it(engine: Engine, by: str) -> None:
    before = in_force(engine, LadderScope())
    with pytest.raises(Refused, match="not_yours"):
        replace(engine, LadderScope(), EARLY, by=by)
    assert in_force(engine, LadderScope()) == before


def test_an_administrator_may(engine: Engine) -> None:
    with writing(engine) as session:
        mandate = session.scalars(
            select(ProgrammeMandate).where(
                col(ProgrammeMandate.mandate) == Mandate.STANDING_COMMITTEE
            )
        ).one()
        mandate.mandate = Mandate.ADMINISTRATOR
    assert replace(engine, LT, EARLY, by="giang").changed


@pytest.mark.parametrize(
    ("scope", "why"),
    [(LadderScope(unit="XX"), "unit.unknown"), (LadderScope("Văn hóa"), "no_category")],
)
def test_the_unit_and_the_category_exist(engine: Engine, scope: LadderScope, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        replace(engine, scope, EARLY)
    with pytest.raises(BadInput, match=why):
        in_force(engine, scope)


def test_a_category_is_known_in_any_case(engine: Engine) -> None:
    replace(engine, LadderScope("xây dựng đảng"), EARLY)
    with reading(engine) as session:
        own = [one for one in ladder_of(session, programme(session)) if one.category]
        assert [one.category for one in own] == ["Xây dựng Đảng"]


def test_nothing_is_saved_of_a_ladder_with_a_slip(engine: Engine, tmp_path: Path) -> None:
    with reading(engine) as session:
        before = len(session.scalars(select(LadderStep)).all())
    troubles(engine, written(tmp_path, GOOD + '\n[[step]]\noffset = 1\naudience = "lead"'))
    with reading(engine) as session:
        assert len(session.scalars(select(LadderStep)).all()) == before
