"""Whoever a plan takes off an assignment decides nothing about what they answered for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factory import START
from former_officials import (
    BEFORE_A_REPORT,
    NAMED_ON,
    decides_nothing,
    judges_nothing,
    sits_at_the_desk,
    waiting,
)
from plan_load_drafts import back, put
from product_world import IN_TIME, LATE, Product, person
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.boards.item import item_page
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.plan.load.load import PlanConflict, difference
from dondoc.services.staffing.holding_dates import DatesWanted, dates_if_put_right
from dondoc.services.verification.queues import Queue
from dondoc.services.work.answering.former_posts import former_posts
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.person import Holding, Position
from models.rules.acts import DECIDERS, RULES
from models.rules.checkpoints import Act


def officials(product: Product, *codes: str, on: date = NAMED_ON) -> None:
    """A colleague's plan names these positions for the product."""
    draft = back(product.engine, on=on)
    work = replace(draft.assignments[0], responsible=codes)
    put(product.engine, replace(draft, assignments=(work,)), at(on))


@pytest.fixture(params=[True, False], ids=["drained", "pending"])
def product(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Product:
    """An answered for it; since a plan of February Hà does, and An is of the secretariat."""
    product = Product(engine, tmp_path / "evidence", drains=request.param)
    officials(product, "P-ha")
    sits_at_the_desk(product, "an", NAMED_ON)
    return product


@BEFORE_A_REPORT
def test_they_decide_nothing_before_it_is_reported(
    product: Product, act: Act, said: dict[str, Any]
) -> None:
    decides_nothing(product, act, said)


def test_they_judge_no_report_of_whoever_was_named_instead(product: Product) -> None:
    judges_nothing(product)
    product.does(Act.EVALUATE, "giang")


def test_a_colleague_returns_and_corrects(product: Product) -> None:
    product.on(IN_TIME).does(Act.REPORT, "ha", delivered=True)
    product.does(Act.RETURN, "em", reason="chưa có biên bản")
    product.does(Act.REPORT, "ha", delivered=True).does(Act.VERIFY, "em")
    product.does(Act.CORRECT, "em", delivered=True, quality=Decimal(80), reason="x")


def test_the_page_offers_them_no_decision(product: Product) -> None:
    product.on(LATE)
    acts = {}
    with product.looked_at() as (session, programme):
        for code in ("an", "em"):
            viewer = open_viewer(session, person(session, code), programme, LATE)
            page = item_page(session, programme, viewer, product.ref, product.clock.now())
            assert page is not None
            acts[code] = page.focus.acts
    assert not acts["an"] & {act for act, rule in RULES.items() if rule.roles in DECIDERS}
    assert {Act.WITHDRAW, Act.CHANGE_DUE, Act.NOT_REPORTED} <= acts["em"]


@pytest.mark.parametrize(("code", "may"), [("an", False), ("em", True)])
def test_they_change_nothing_of_it_by_a_plan_of_their_own(
    product: Product, code: str, may: bool
) -> None:
    draft = back(product.engine, on=LATE)
    work = replace(draft.assignments[0], weight=Decimal(3))
    with reading(product.engine) as session:
        actor = person(session, code).key
    changed = replace(draft, assignments=(work,))
    if may:
        with reading(product.engine) as session:
            (doubt,) = difference(session, changed, complete=False, today=LATE).doubts
        sure = frozenset({doubt.sent_back(doubt.answers[0])})
        put(product.engine, changed, at(LATE), actor_id=actor, sure=sure)
        return
    with pytest.raises(PlanConflict) as caught:
        put(product.engine, changed, at(LATE), actor_id=actor)
    assert [c.key for c in caught.value.difference.conflicts] == ["plan_load.conflict.own"]


def who_was_never_there(product: Product, on: date) -> None:
    """A plan that names Hà for An's position from the first day of An's term on."""
    draft = back(product.engine, on=on)
    held = next(one for one in draft.holdings if one.position_code == "P-an")
    ha = next(one for one in draft.holdings if one.person_code == "ha")
    new = replace(held, person_code="ha", person_name=ha.person_name, email=ha.email,
                  valid_from=START)  # fmt: skip
    changed = replace(draft, holdings=(new,))
    with reading(product.engine) as session:
        (doubt,) = difference(session, changed, complete=False, today=on).doubts
    sure = frozenset({doubt.sent_back(doubt.answers[0])})
    put(product.engine, changed, at(on), sure=sure)


@pytest.fixture
def removed(engine: Engine, tmp_path: Path) -> Product:
    """In April a plan says that Hà was there all along; An is of the secretariat since."""
    product = Product(engine, tmp_path / "evidence", drains=True)
    who_was_never_there(product, IN_TIME)
    sits_at_the_desk(product, "an", IN_TIME)
    return product


def test_whoever_a_plan_removes_as_never_having_been_decides_on_none_of_it(
    removed: Product,
) -> None:
    with reading(removed.engine) as session:
        an = person(session, "an")
        assert [one.held_from for one in session.scalars(
            select(Holding).where(Holding.person_id == an.key))] == [IN_TIME]  # fmt: skip
    removed.on(LATE).does(Act.REPORT, "ha", delivered=True)
    for act in (Act.VERIFY, Act.RETURN):
        with pytest.raises(Refused, match="former_work"):
            removed.does(act, "an", reason="x")
    with removed.looked_at() as (session, programme):
        viewer = open_viewer(session, person(session, "an"), programme, LATE)
        page = item_page(session, programme, viewer, removed.ref, removed.clock.now())
        assert page is not None
        assert not page.focus.acts & {act for act, rule in RULES.items() if rule.roles in DECIDERS}
    removed.does(Act.VERIFY, "em")


def test_no_list_offers_what_the_act_refuses_to_whom_a_plan_took_off_the_work(
    product: Product,
) -> None:
    is_offered_to_others_alone(product)


def test_no_list_offers_what_the_act_refuses_to_whom_a_plan_removed(removed: Product) -> None:
    is_offered_to_others_alone(removed)


def is_offered_to_others_alone(product: Product) -> None:
    product.on(LATE)
    assert waiting(product, "em", Queue.SILENT) == (1, 1, 0)
    assert waiting(product, "an", Queue.SILENT) == (0, 0, 1)
    product.does(Act.REPORT, "ha", delivered=True).does(Act.VERIFY, "em")
    assert waiting(product, "em", Queue.RESULTS) == (1, 1, 0)
    assert waiting(product, "an", Queue.RESULTS) == (0, 0, 1)


def test_who_answered_only_before_it_opened_is_offered_it(engine: Engine, tmp_path: Path) -> None:
    product = Product(engine, tmp_path / "evidence", drains=True)
    officials(product, "P-ha", on=NAMED_ON)
    with writing(engine) as session:
        session.scalars(select(Checkpoint)).one().opens_on = date(2022, 2, 8)
    sits_at_the_desk(product, "an", NAMED_ON)
    product.on(LATE)
    assert waiting(product, "an", Queue.SILENT) == (1, 1, 0)
    product.does(Act.NOT_REPORTED, "an")


def test_they_move_no_days_of_the_position_that_answered_either(product: Product) -> None:
    """Having never held it, An would be a stranger to it."""
    draft = back(product.engine, on=LATE)
    moved = [
        replace(one, valid_to=date(2022, 1, 31)) for one in draft.holdings
        if one.position_code == "P-an"
    ]  # fmt: skip
    with reading(product.engine) as session:
        actor = person(session, "an").key
    with pytest.raises(PlanConflict) as caught:
        put(product.engine, replace(draft, holdings=tuple(moved)), at(LATE), actor_id=actor)
    assert "plan_load.conflict.own_past" in {c.key for c in caught.value.difference.conflicts}
    with writing(product.engine) as session:
        acting = acting_for_office(session, "an", at(LATE), at(LATE))
        dates = DatesWanted("an", "P-an", START, date(2022, 3, 1), None)
        with pytest.raises(Refused, match="own_dates"):
            dates_if_put_right(acting, dates)


def test_each_change_ends_what_the_one_before_it_began(product: Product) -> None:
    officials(product, "P-ha", "P-binh", on=date(2022, 3, 1))
    officials(product, "P-an", on=date(2022, 3, 8))
    with reading(product.engine) as session:
        codes = {key: code for code, key in session.execute(select(Position.code, Position.id))}
        work = session.scalars(select(Assignment)).one().key
        posts = [(codes[p.position_id], p.since, p.until) for p in former_posts(session, [work])]
    assert posts == [
        ("P-an", None, NAMED_ON),
        ("P-ha", NAMED_ON, date(2022, 3, 1)),
        ("P-ha", date(2022, 3, 1), date(2022, 3, 8)),
        ("P-binh", date(2022, 3, 1), date(2022, 3, 8)),
    ]


def test_whoever_left_the_position_before_it_answered_decides_like_any_other(
    product: Product,
) -> None:
    """Chi came to Bình's position and left it before a plan named it for a week."""
    with writing(product.engine) as session:
        post = session.scalars(select(Position).where(Position.code == "P-binh")).one()
        chi = person(session, "chi")
        term = {"held_from": date(2022, 1, 3), "held_to": date(2022, 2, 28)}
        session.add(Holding(position_id=post.key, person_id=chi.key, **term))
    officials(product, "P-ha", "P-binh", on=date(2022, 3, 1))
    officials(product, "P-ha", on=date(2022, 3, 8))
    sits_at_the_desk(product, "chi", NAMED_ON)
    product.on(LATE).does(Act.WITHDRAW, "chi", reason="gộp vào nhiệm vụ khác")


def test_a_position_that_goes_by_another_code_since_is_the_one_that_answered(
    product: Product,
) -> None:
    draft = back(product.engine, on=date(2022, 3, 1))
    holdings = tuple(
        replace(row, position_code="P-moi") if row.position_code == "P-an" else row
        for row in draft.holdings
    )
    recoded = replace(draft, holdings=holdings)
    with reading(product.engine) as session:
        doubts = difference(session, recoded, complete=False, today=date(2022, 3, 1)).doubts
    assert [doubt.key for doubt in doubts] == ["plan_load.doubt.position_code"]
    sure = frozenset(doubt.sent_back(doubt.answers[0]) for doubt in doubts)
    put(product.engine, recoded, at(date(2022, 3, 1)), sure=sure)
    with reading(product.engine) as session:
        work = session.scalars(select(Assignment)).one().key
        post = session.scalars(select(Position).where(Position.code == "P-moi")).one()
        assert [p.position_id for p in former_posts(session, [work])] == [post.key]
