"""Where two kinds of fairness meet: a finding and a return, a change of holder and a decision."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from former_officials import BEFORE_A_REPORT, decides_nothing, judges_nothing, sits_at_the_desk
from product_world import IN_TIME, LATE, Product, person
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.boards.item import item_page
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overview.page import overview
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.programme.frames import frame_of
from dondoc.services.verification.case import open_case
from dondoc.services.verification.queues import Queue, QueueUnits, left_to_others, size
from dondoc.services.work.checkpoint_states import load_states
from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.person import Holding, Position
from models.rules.acts import DECIDERS, RULES
from models.rules.checkpoints import Act
from models.rules.due import days_late
from models.rules.due_parts import DuePart
from models.rules.totals import Counts

MOVED = date(2022, 4, 6)


@pytest.fixture(params=[True, False], ids=["drained", "pending"])
def product(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Product:
    return Product(engine, tmp_path / "evidence", drains=request.param)


def state(product: Product) -> Counts:
    return dict(product.counted())["status"]


def test_a_product_delivered_in_time_after_a_finding_stays_in_time_through_a_late_return(
    product: Product,
) -> None:
    """The secretariat took nine working days; they are not the unit's."""
    product.on(date(2022, 3, 25)).does(Act.REPORT, "an", delivered=False)
    product.does(Act.VERIFY, "dung")
    product.on(IN_TIME).does(Act.REPORT, "an", delivered=True)
    product.on(LATE).does(Act.RETURN, "dung", reason="chưa có biên bản")
    assert state(product) == Counts(open_in_time=1, undelivered=1)
    assert product.view.due_on == date(2022, 4, 19)
    product.on(date(2022, 4, 19)).does(Act.REPORT, "an", delivered=True)
    product.does(Act.VERIFY, "dung")
    assert state(product) == Counts(done_in_time=1)


def test_a_product_delivered_late_after_a_finding_is_given_no_date_by_a_return(
    product: Product,
) -> None:
    product.not_delivered().on(LATE).does(Act.REPORT, "an", delivered=True)
    with pytest.raises(Refused, match="finding_keeps_date"):
        product.does(Act.RETURN, "dung", reason="x", new_due_on=date(2022, 5, 31))
    product.does(Act.RETURN, "dung", reason="chưa có biên bản")
    assert state(product) == Counts(overdue=1, undelivered=1)


def test_days_that_a_returned_report_waited_are_the_units_on_no_board(product: Product) -> None:
    product.not_delivered().on(date(2022, 4, 4)).does(Act.REPORT, "an", delivered=True)
    product.on(date(2022, 4, 20)).does(Act.RETURN, "dung", reason="chưa có biên bản")
    product.on(date(2022, 4, 21))  # late by Friday, Monday and today
    with product.looked_at() as (session, programme):
        now, today = product.clock.now(), product.clock.today()
        viewer = open_viewer(session, person(session, "dung"), programme, today)
        page = overview(session, viewer, programme, now)
        scope = open_scope(session, programme, viewer)
        paper = figures(session, programme, Quarter(2022, 1), today, None)
        frame = frame_of(session, programme)
        ids = [row.key for row in session.scalars(select(Checkpoint))]
        (state,) = load_states(session, frame, ids).values()
        listed = {
            days: len(all_of(scope, BoardFilters(shown=DuePart.UNDELIVERED, late=days)))
            for days in (3, 4)
        }
    assert page is not None
    assert product.view.days_left == -3
    assert [row.days_over for row in page.worst] == [3]
    assert [item.days_over for item in paper.overdue] == [3]
    assert days_late(state.due_facts, today, frame.calendar) == 3
    assert listed == {3: 1, 4: 0}


def moves_to_the_secretariat(product: Product, day: date) -> None:
    """An, who answers for the product, hands it to Hà and sits at Dung's desk from that day."""
    with writing(product.engine) as session:
        an, ha = person(session, "an"), person(session, "ha")
        held = session.scalars(select(Holding).where(Holding.person_id == an.key)).one()
        held.held_to = date.fromordinal(day.toordinal() - 1)
        session.add(Holding(position_id=held.position_id, person_id=ha.key, held_from=day))
    sits_at_the_desk(product, "an", day)


@BEFORE_A_REPORT
def test_whoever_let_the_day_pass_decides_nothing_about_it_from_another_desk(
    product: Product, act: Act, said: dict[str, Any]
) -> None:
    moves_to_the_secretariat(product, MOVED)
    decides_nothing(product, act, said)


def test_whoever_answered_judges_no_report_that_their_successor_sent(product: Product) -> None:
    moves_to_the_secretariat(product, MOVED)
    judges_nothing(product)


def test_pages_offer_a_predecessor_no_decision(product: Product) -> None:
    moves_to_the_secretariat(product, MOVED)
    product.on(LATE)
    with product.looked_at() as (session, programme):
        now, today = product.clock.now(), product.clock.today()
        acts, own = {}, {}
        for code in ("an", "em"):
            viewer = open_viewer(session, person(session, code), programme, today)
            page = item_page(session, programme, viewer, product.ref, now)
            case = open_case(session, programme, viewer, product.ref, now)
            assert page is not None and case is not None
            acts[code], own[code] = page.focus.acts, case.own
    decides = {act for act, rule in RULES.items() if rule.roles in DECIDERS}
    assert not acts["an"] & decides
    assert {Act.WITHDRAW, Act.CHANGE_DUE, Act.NOT_REPORTED} <= acts["em"]
    assert own == {"an": True, "em": False}


def test_whoever_left_before_it_opened_decides_like_any_other(product: Product) -> None:
    with writing(product.engine) as session:
        an = person(session, "an")
        held = session.scalars(select(Holding).where(Holding.person_id == an.key)).one()
        held.held_from = date(2021, 1, 1)
    moves_to_the_secretariat(product, date(2022, 1, 1))
    product.on(LATE).does(Act.WITHDRAW, "an", reason="gộp vào nhiệm vụ khác")
    assert product.clock.now() == at(LATE)


def test_the_head_of_the_unit_decides_on_none_of_its_work_from_the_secretariat(
    product: Product,
) -> None:
    with writing(product.engine) as session:
        desk = session.scalars(select(Position).where(Position.code == "P-dung")).one()
        desk.heads_unit = True
    product.on(IN_TIME)
    for act, said in ((Act.WITHDRAW, {}), (Act.CHANGE_DUE, {"new_due_on": date(2022, 5, 31)})):
        with pytest.raises(Refused, match="unit_work"):
            product.does(act, "dung", reason="thôi", **said)
    product.does(Act.REPORT, "an", delivered=True)
    for act in (Act.VERIFY, Act.RETURN):
        with pytest.raises(Refused, match="unit_work"):
            product.does(act, "dung", reason="x")
    product.does(Act.VERIFY, "em")
    with pytest.raises(Refused, match="unit_work"):
        product.does(Act.EVALUATE, "dung")
    product.does(Act.EVALUATE, "giang")


def test_whoever_headed_the_unit_while_it_ran_decides_on_none_of_its_work(
    product: Product,
) -> None:
    """They answered for it then, as its head does, and sit at a desk that decides now."""
    with writing(product.engine) as session:
        an, dung = person(session, "an"), person(session, "dung")
        answers = session.scalars(select(Holding).where(Holding.person_id == an.key)).one()
        unit_id = session.get_one(Position, answers.position_id).unit_id
        head = Position(unit_id=unit_id, code="P-head", title="Bí thư", heads_unit=True)
        session.add(head)
        session.flush()
        held = Holding(position_id=head.key, person_id=dung.key, held_from=date(2020, 1, 1))
        held.held_to = date(2022, 2, 28)
        session.add(held)
    product.on(LATE)
    with product.looked_at() as (session, programme):
        viewer = open_viewer(session, person(session, "dung"), programme, product.clock.today())
        page = item_page(session, programme, viewer, product.ref, product.clock.now())
        assert page is not None
        assert not page.focus.acts & {act for act, rule in RULES.items() if rule.roles in DECIDERS}
        scope = open_scope(session, programme, viewer)
        assert size(scope, Queue.SILENT, QueueUnits()) == 0
        assert left_to_others(scope, Queue.SILENT, QueueUnits()) == 1
    with pytest.raises(Refused, match="former_work"):
        product.does(Act.NOT_REPORTED, "dung")
    product.does(Act.NOT_REPORTED, "em")
