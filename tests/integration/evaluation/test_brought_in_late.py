"""Whoever comes late into a round has the days that all others had, counted from their own."""

from datetime import date
from pathlib import Path

import pytest
from course_world import FULL, context_of, dossier_in
from deciding_world import DecidingWorld, deciding
from factory import District
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.services.evaluation.course.membership import MembershipInput, change_membership
from dondoc.services.evaluation.course.next_steps import track_of
from dondoc.services.evaluation.course.open_round import bring_up_to_date
from dondoc.services.evaluation.course.wanted_steps import WantedStep, wanted_steps
from dondoc.store.database import reading, writing
from models.person import Person, Position
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.evaluation_course.membership import MembershipAct

LATE = date(2022, 5, 9)
SELF, COMMENT, PROPOSAL, DECISION = (
    date(2022, 5, 13), date(2022, 5, 20), date(2022, 5, 27), date(2022, 6, 3),
)  # fmt: skip
"""As many working days from 9 May as the round gave from 12 April: 4, 9, 14 and 19."""


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    return deciding(engine, tmp_path)


def key_of(session: Session, code: str) -> int:
    return session.scalars(select(Person).where(col(Person.code) == code)).one().key


def brings(world: DecidingWorld, act: MembershipAct, of: str, day: date = LATE) -> None:
    with world.change("dung", day) as (change, session):
        post = session.scalars(select(Position).where(col(Position.code) == f"P-{of}")).one()
        meant = post.key if act is MembershipAct.BRING_IN else None
        entered = MembershipInput(act, key_of(session, of), "Bỏ sót khi mở đợt", meant)
        change_membership(change, world.round_id, entered)


def days(world: DecidingWorld, of: str, today: date = LATE) -> list[tuple[date, bool]]:
    """Until when each step of somebody is expected, and whether it is late."""
    with reading(world.engine) as session:
        context = context_of(session, today)
        track = track_of(context, dossier_in(session, context, of))
        return [(step.until, step.late) for step in track]


def test_whoever_is_brought_in_singly_has_days_of_their_own(world: DecidingWorld) -> None:
    brings(world, MembershipAct.BRING_IN, "chi")
    assert days(world, "chi") == [(each, False) for each in (SELF, COMMENT, PROPOSAL, DECISION)]
    said = {"criteria": FULL, "grade": Grade.GOOD, "reason": "Không có việc đến hạn"}
    with pytest.raises(Refused, match="before_self") as refused:
        world.takes("binh", DossierAct.COMMENT, SELF, of="chi", **said)
    assert refused.value.params["day"] == SELF
    with reading(world.engine) as session:
        wanted = wanted_steps(session, context_of(session, LATE))
        asked = wanted[WantedStep(key_of(session, "chi"), DossierAct.ASSESS_SELF)]
        assert (asked.number, asked.until) == (1, SELF)
    world.takes("binh", DossierAct.COMMENT, date(2022, 5, 16), of="chi", **said)
    assert days(world, "an")[0][0] == date(2022, 4, 18)  # all others have those of the round


def test_whoever_joins_when_the_round_is_brought_up_to_date_has_them_too(
    world: DecidingWorld,
) -> None:
    with writing(world.engine) as session:
        made: District = world.place(session)
        made.person("hue")
        made.positions["an"] = made.positions["hue"]
        made.checkpoint(date(2022, 3, 31))
    with world.change("dung", LATE) as (change, _):
        assert bring_up_to_date(change, world.round_id) == 1
    assert days(world, "hue")[0] == (SELF, False)


def test_whoever_is_put_back_has_them_from_that_day(world: DecidingWorld) -> None:
    brings(world, MembershipAct.TAKE_OUT, "an", date(2022, 4, 13))
    brings(world, MembershipAct.PUT_BACK, "an")
    assert [until for until, _ in days(world, "an")] == [SELF, COMMENT, PROPOSAL, DECISION]
