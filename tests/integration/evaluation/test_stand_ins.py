"""The head of An's unit, Bình, is away, or there is none: who comments, and what the step says."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from course_world import FULL, OPENED, CourseWorld, begin, context_of, dossier_in
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.evaluation.course.sheet import find_sheet
from dondoc.services.evaluation.course.side_by_side import shown_steps
from dondoc.services.evaluation.course.wanted_steps import wanted_steps
from dondoc.store.database import reading, writing
from models.evaluation_absence import EvaluationAbsence
from models.event import Event, EventKind
from models.led_field import LedField
from models.person import Holding, Person, Position, Preference
from models.rules.absences import AbsenceReason
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.evaluation_course.stand_ins import StandIn
from models.unit import Unit

BACK = date(2022, 4, 25)
SAID = {"criteria": FULL, "grade": Grade.EXCELLENT}


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> CourseWorld:
    made = begin(engine, tmp_path)
    made.opened()
    made.assessed()
    return made


def of(session: Session, code: str) -> Person:
    return session.scalars(select(Person).where(col(Person.code) == code)).one()


def away(world: CourseWorld, deputy: str, who: str = "binh") -> None:
    """Bình, or another, is away until the day before he is back, and named a deputy."""
    with writing(world.engine) as session:
        session.add(
            Preference(
                person_id=of(session, who).key, deputy_id=of(session, deputy).key,
                paused_from=OPENED, paused_to=date(2022, 4, 24),
            )
        )  # fmt: skip


def sick(world: CourseWorld) -> None:
    """Bình is away, as recorded, without a deputy."""
    with writing(world.engine) as session:
        session.add(
            EvaluationAbsence(
                person_id=of(session, "binh").key, first_on=OPENED, last_on=OPENED, paper="Giấy",
                reason=AbsenceReason.SICK, recorded_at=at(OPENED),
                recorded_by_id=of(session, "dung").key,
            )
        )  # fmt: skip


def left(world: CourseWorld) -> None:
    """The seat of the head is vacant."""
    with writing(world.engine) as session:
        query = select(Holding).join(Position, col(Position.id) == col(Holding.position_id))
        held = session.scalars(query.where(col(Position.code) == "P-binh")).one()
        held.held_to = date(2022, 4, 11)


def asked(world: CourseWorld, day: date = OPENED) -> set[str]:
    """Of whom a comment on An is wanted."""
    with reading(world.engine) as session:
        codes = dict(session.execute(select(col(Person.id), col(Person.code))).tuples().all())
        wanted = wanted_steps(session, context_of(session, day))
        return {codes[step.person_id] for step in wanted if step.act is DossierAct.COMMENT}


def test_the_deputy_comments_while_the_head_is_away_and_no_longer(world: CourseWorld) -> None:
    assert asked(world) == {"binh"}
    with pytest.raises(Refused, match="no_right"):
        world.takes("chi", DossierAct.COMMENT, OPENED, **SAID)
    away(world, "chi")
    assert asked(world) == {"chi"}
    assert asked(world, BACK) == {"binh", "giang"}  # who comments on Bình himself
    world.takes("chi", DossierAct.COMMENT, OPENED, **SAID)
    step = world.steps()[-1]
    with reading(world.engine) as session:
        assert (step.stands_in, step.in_place_of_id) == (StandIn.DEPUTY, of(session, "binh").key)
        event = session.scalars(select(Event).order_by(col(Event.id).desc())).first()
        assert event and event.kind is EventKind.SETTINGS_CHANGED
        assert event.data["what"] == "evaluation_commented_in_place"
        assert event.data["in_place_of"] == of(session, "binh").full_name
    with pytest.raises(Refused, match="no_right"):
        world.takes("chi", DossierAct.COMMENT, BACK, **SAID)
    world.takes("binh", DossierAct.COMMENT, BACK, **SAID)
    assert world.steps()[-1].stands_in is None


def test_the_person_assessed_never_stands_in_and_the_next_level_does(world: CourseWorld) -> None:
    away(world, "an")
    assert asked(world) == {"giang"}
    with pytest.raises(Refused, match="no_right"):
        world.takes("an", DossierAct.COMMENT, OPENED, **SAID)
    world.takes("giang", DossierAct.COMMENT, OPENED, **SAID)
    assert world.steps()[-1].stands_in is StandIn.LEVEL_ABOVE


def test_the_page_says_in_whose_place_before_and_after(world: CourseWorld) -> None:
    sick(world)
    with reading(world.engine) as session:
        programme_id = world.programme_id
        giang, an = of(session, "giang").key, of(session, "an")
        sheet = find_sheet(session, programme_id, "2022-Q1", an, giang, OPENED)
        binh = of(session, "binh").full_name
    assert sheet and sheet.standing_in == (StandIn.LEVEL_ABOVE, binh)
    world.takes("giang", DossierAct.COMMENT, OPENED, **SAID)
    with reading(world.engine) as session:
        an = of(session, "an")
        sheet = find_sheet(session, programme_id, "2022-Q1", an, an.key, OPENED)
    assert sheet and sheet.standing_in is None
    shown = shown_steps(sheet)[-1]
    assert (shown.stands_in, shown.in_place_of) == (StandIn.LEVEL_ABOVE, binh)


def test_a_vacant_seat_is_answered_for_by_the_next_level(engine: Engine, tmp_path: Path) -> None:
    world = begin(engine, tmp_path)
    world.opened()
    world.assessed()
    left(world)
    assert asked(world) == {"giang"}
    world.takes("giang", DossierAct.COMMENT, OPENED, **SAID)
    step = world.steps()[-1]
    assert (step.stands_in, step.in_place_of_id) == (StandIn.LEVEL_ABOVE, None)


def test_the_deputy_of_the_level_above_a_head_is_nobody_led_by_that_head(
    world: CourseWorld,
) -> None:
    """Chi works in the unit that Bình heads: Giang's deputy for others, never for Bình."""
    with writing(world.engine) as session:
        session.add(
            Preference(
                person_id=of(session, "giang").key, deputy_id=of(session, "chi").key,
                paused_from=OPENED, paused_to=OPENED,
            )
        )  # fmt: skip
    with pytest.raises(Refused, match="led_by_them"):
        world.takes("chi", DossierAct.COMMENT, OPENED, of="binh", **SAID)
    with reading(world.engine) as session:
        context = context_of(session, OPENED)
        assert dossier_in(session, context, "binh").row.leads


def test_a_proposal_in_anothers_place_says_so_and_one_of_their_own_right_does_not(
    world: CourseWorld,
) -> None:
    world.commented()
    away(world, "ha")
    for by, how in (("ha", StandIn.DEPUTY), ("chi", None)):  # Chi is the secretary
        world.takes(by, DossierAct.PROPOSE, OPENED, grade=Grade.EXCELLENT)
        assert world.steps()[-1].stands_in is how
    with reading(world.engine) as session:
        told = [each.data.get("what") for each in session.scalars(select(Event))]
    assert told.count("evaluation_proposed_in_place") == told.count("evaluation_proposed") == 1


def test_of_two_heads_who_are_away_each_deputy_stands_in_for_their_own(world: CourseWorld) -> None:
    with writing(world.engine) as session:
        query = select(Position).where(col(Position.code) == "P-chi")
        session.scalars(query).one().heads_unit = True
    away(world, "ha")
    away(world, "giang", who="chi")
    for by, absent in (("giang", "chi"), ("ha", "binh")):
        world.takes(by, DossierAct.COMMENT, OPENED, **SAID)
        with reading(world.engine) as session:
            assert world.steps()[-1].in_place_of_id == of(session, absent).key


def leads_field(session: Session) -> None:
    """An leads the work of the unit in which Dung works."""
    desk = session.scalars(select(Position).where(col(Position.code) == "P-dung")).one()
    session.add(
        LedField(
            person_id=of(session, "an").key, unit_id=desk.unit_id, first_on=date(2022, 1, 1),
            paper="Phân công", recorded_at=at(date(2022, 1, 1)),
            recorded_by_id=of(session, "chi").key,
        )
    )  # fmt: skip


def is_deputy_head(session: Session) -> None:
    """An is the deputy head of the unit in which Dung has another position."""
    post = session.scalars(select(Position).where(col(Position.code) == "P-an")).one()
    post.deputy_head = True
    desk = Position(unit_id=post.unit_id, code="P-desk", title="Chuyên viên")
    session.add(desk)
    session.flush()
    dung = of(session, "dung").key
    session.add(Holding(position_id=desk.key, person_id=dung, held_from=date(2022, 1, 1)))


def heads_another(session: Session) -> None:
    """An heads another unit than that of their evaluation, in which Dung works as well."""
    post = session.scalars(select(Position).where(col(Position.code) == "P-an")).one()
    unit = Unit(group_id=session.get_one(Unit, post.unit_id).group_id)
    session.add(unit)
    session.flush()
    for code, heads in (("an", True), ("dung", False)):
        desk = Position(unit_id=unit.key, code=f"P2-{code}", title="Chức vụ", heads_unit=heads)
        session.add(desk)
        session.flush()
        held = Holding(
            position_id=desk.key, person_id=of(session, code).key, held_from=date(2022, 4, 1)
        )
        session.add(held)


@pytest.mark.parametrize("leading", [leads_field, is_deputy_head, heads_another])
def test_who_works_under_a_deputy_head_or_in_a_field_led_comments_for_nobody_above(
    world: CourseWorld, leading: Callable[[Session], None]
) -> None:
    away(world, "dung")
    assert asked(world) == {"dung"}
    with writing(world.engine) as session:
        leading(session)
        post = session.scalars(select(Position).where(col(Position.code) == "P-giang")).one()
        office = Unit(group_id=session.get_one(Unit, post.unit_id).group_id)
        session.add(office)
        session.flush()
        post.unit_id = office.key
        giang = of(session, "giang").full_name
    assert asked(world) == {"giang"}
    with pytest.raises(Refused, match="led_by_them") as refused:
        world.takes("dung", DossierAct.COMMENT, OPENED, **SAID)
    assert refused.value.params["who"] == giang
    world.takes("giang", DossierAct.COMMENT, OPENED, **SAID)


def test_the_secretary_of_the_committee_works_under_no_deputy_head(world: CourseWorld) -> None:
    away(world, "chi")
    with writing(world.engine) as session:
        is_deputy_head(session)
    assert asked(world) == {"chi"}
