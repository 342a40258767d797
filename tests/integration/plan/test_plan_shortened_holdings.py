"""Whoever a plan gives fewer days in a position decides on nothing of the days that it takes."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factory import START
from former_officials import sits_at_the_desk, waiting
from plan_load_drafts import back, put
from product_world import IN_TIME, LATE, Product, person
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.plan.load.load import difference
from dondoc.services.verification.queues import Queue
from dondoc.services.work.answering.former_posts import former_posts
from dondoc.services.workbook.plan import HoldingDraft, PlanDraft
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.person import Position
from models.rules.checkpoints import Act

OPENS = date(2022, 2, 14)


@pytest.fixture
def product(engine: Engine, tmp_path: Path) -> Product:
    """It opens in February, and An answers for it."""
    product = Product(engine, tmp_path / "evidence", drains=True)
    with writing(engine) as session:
        session.scalars(select(Checkpoint)).one().opens_on = OPENS
    return product


def loaded(product: Product, draft: PlanDraft, on: date) -> None:
    """By a colleague who is sure of all that is asked."""
    with reading(product.engine) as session:
        doubts = difference(session, draft, complete=False, today=on).doubts
    sure = frozenset(doubt.sent_back(doubt.answers[0]) for doubt in doubts)
    put(product.engine, draft, at(on), sure=sure)


def an_holds(product: Product, on: date, *others: HoldingDraft, **changed: Any) -> None:
    """A plan that says something else of An's days in the position."""
    draft = back(product.engine, on=on)
    held = next(each for each in draft.holdings if each.position_code == "P-an")
    loaded(product, replace(draft, holdings=(replace(held, **changed), *others)), on)


def decides_nothing(product: Product, code: str = "an") -> None:
    product.on(LATE)
    assert waiting(product, code, Queue.SILENT) == (0, 0, 1)
    with pytest.raises(Refused, match="former_work"):
        product.does(Act.WITHDRAW, code, reason="thôi")
    assert waiting(product, "em", Queue.SILENT) == (1, 1, 0)
    product.does(Act.WITHDRAW, "em", reason="đúng")


def test_whose_last_day_a_plan_puts_earlier_decides_on_none_of_what_opened_since(
    product: Product,
) -> None:
    an_holds(product, IN_TIME, valid_to=date(2022, 1, 31))
    sits_at_the_desk(product, "an", IN_TIME)
    decides_nothing(product)


def test_whose_successor_a_plan_lets_come_earlier_decides_on_none_of_it_either(
    product: Product,
) -> None:
    draft = back(product.engine, on=IN_TIME)
    held = next(each for each in draft.holdings if each.position_code == "P-an")
    ha = next(each for each in draft.holdings if each.person_code == "ha")
    since = date(2022, 2, 1)
    new = replace(held, person_code="ha", person_name=ha.person_name, email=ha.email,
                  valid_from=since)  # fmt: skip
    loaded(product, replace(draft, holdings=(new,)), IN_TIME)
    sits_at_the_desk(product, "an", IN_TIME)
    decides_nothing(product)


def test_whose_first_day_a_plan_puts_off_decides_on_nothing_until_then(product: Product) -> None:
    an_holds(product, IN_TIME, valid_from=date(2022, 6, 1))
    sits_at_the_desk(product, "an", IN_TIME)
    decides_nothing(product)


def test_whose_position_heads_the_unit_no_more_by_a_plan_decides_nothing_of_it(
    product: Product,
) -> None:
    """Chi headed the unit that answers for it, until a plan left the mark out."""
    with writing(product.engine) as session:
        session.scalars(select(Position).where(Position.code == "P-chi")).one().heads_unit = True
    draft = back(product.engine, on=IN_TIME)
    loaded(
        product,
        replace(
            draft,
            holdings=tuple(
                replace(each, is_head=False)
                for each in draft.holdings
                if each.position_code == "P-chi"
            ),
        ),
        IN_TIME,
    )
    sits_at_the_desk(product, "chi", IN_TIME)
    decides_nothing(product, "chi")


def test_more_days_and_days_ahead_leave_nobody_out(product: Product) -> None:
    """An planned end takes no day that was held; an earlier beginning gives some."""
    an_holds(product, IN_TIME, valid_from=date(2021, 12, 1), valid_to=date(2022, 12, 31))
    with reading(product.engine) as session:
        work = session.scalars(select(Assignment)).one().key
        assert former_posts(session, [work]) == ()


def test_only_the_days_that_were_taken_are_kept(product: Product) -> None:
    an_holds(product, IN_TIME, valid_from=date(2022, 1, 10), valid_to=date(2022, 1, 31))
    with reading(product.engine) as session:
        work, an = session.scalars(select(Assignment)).one().key, person(session, "an").key
        kept = [(f.person_id, f.since, f.until) for f in former_posts(session, [work])]
    assert kept == [(an, START, date(2022, 1, 9)), (an, date(2022, 2, 1), IN_TIME)]
