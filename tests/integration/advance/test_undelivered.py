"""A product that was not delivered is not done, whatever was reported, verified and evaluated."""

from decimal import Decimal
from pathlib import Path

import pytest
from product_world import DUE, IN_TIME, LATE, Product
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.advance.drain import advance
from dondoc.services.boards.my_work.query import WorkSection
from models.rules.checkpoints import Act
from models.rules.due import DueState
from models.rules.due_parts import DuePart
from models.rules.evaluation import Grade
from models.rules.stages import Stage
from models.rules.totals import Counts
from models.verdict import Evaluation


@pytest.fixture(params=[True, False], ids=["drained", "pending"])
def product(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Product:
    return Product(engine, tmp_path / "evidence", drains=request.param)


def counts(product: Product) -> Counts:
    """The counts that everybody agrees on."""
    found = product.counted()
    assert len({one for _, one in found}) == 1, found
    return next(one for _, one in found)


def test_it_stays_open_in_time_until_its_last_day_and_is_overdue_after_it(product: Product):
    product.not_delivered()
    assert counts(product.on(DUE)) == Counts(open_in_time=1, undelivered=1)
    assert counts(product.on(LATE)) == Counts(overdue=1, undelivered=1)


def test_a_report_that_it_is_not_there_does_not_end_an_overdue(product: Product):
    product.on(LATE).does(Act.REPORT, "an", delivered=False)
    assert counts(product) == Counts(overdue=1, waiting=1)
    assert product.view.undelivered
    assert product.part() is DuePart.WAITING


def test_the_report_of_a_product_that_is_there_waits_without_becoming_late(product: Product):
    product.on(IN_TIME).does(Act.REPORT, "an", delivered=True)
    assert counts(product.on(LATE)) == Counts(open_in_time=1, waiting=1)
    product.does(Act.VERIFY, "dung")
    assert counts(product) == Counts(done_in_time=1)
    assert (product.part(), product.section()) == (DuePart.DONE, WorkSection.DONE)


def test_it_is_shown_apart_from_what_is_done_and_from_silence(product: Product):
    product.not_delivered().on(LATE)
    assert (product.part(), product.section()) == (DuePart.UNDELIVERED, WorkSection.UNDONE)
    assert (product.view.state, product.view.missing) == (DueState.OVERDUE, False)


def test_silence_stands_in_the_same_section_of_ones_own_work(product: Product):
    product.on(LATE).does(Act.NOT_REPORTED, "dung")
    assert (product.part(), product.section()) == (DuePart.MISSING, WorkSection.UNDONE)


@pytest.mark.parametrize("has_cause", [False, True])
def test_it_scores_nothing_whatever_caused_it(product: Product, has_cause: bool):
    product.on(IN_TIME).does(Act.REPORT, "an", delivered=False)
    product.does(Act.VERIFY, "dung", quality=Decimal(80))
    product.on(LATE)
    if has_cause:
        cause = {"about": "lateness", "since": IN_TIME, "reason": "Lũ"}
        product.does(Act.CONFIRM_CAUSE, "dung", **cause)
    product.does(Act.EVALUATE, "giang")
    with product.looked_at() as (session, _):
        given = session.exec(select(Evaluation)).one()
    assert (given.quantity, given.quality, given.progress, given.total) == (0, 0, 0, 0)
    assert (given.grade, given.met, given.in_time) == (Grade.NOT_COMPLETED, False, False)


def test_delivered_later_it_is_done_late_and_evaluated_again(product: Product):
    product.not_delivered().on(LATE).does(Act.EVALUATE, "giang")
    product.on(LATE).does(Act.REPORT, "an", delivered=True)
    assert counts(product) == Counts(overdue=1, waiting=1)
    assert (product.view.stage, product.view.grade) == (Stage.REPORTED, None)
    assert (product.part(), product.section()) == (DuePart.WAITING, WorkSection.WAITING)
    product.does(Act.VERIFY, "dung")
    assert counts(product) == Counts(done_late=1)
    assert (product.view.stage, product.view.grade) == (Stage.VERIFIED, None)
    product.does(Act.EVALUATE, "giang")
    advance(product.engine, product.clock)
    view = product.view
    assert (view.grade, view.total) == (Grade.EXCELLENT, Decimal("91.67"))


def test_after_recorded_silence_the_product_can_still_be_delivered(product: Product):
    product.on(LATE).does(Act.NOT_REPORTED, "dung")
    product.does(Act.REPORT, "an", delivered=True)
    assert counts(product) == Counts(overdue=1, waiting=1)
    product.does(Act.VERIFY, "dung")
    assert counts(product) == Counts(done_late=1)


def test_the_return_of_a_later_report_leaves_the_finding_with_its_first_report(product: Product):
    product.not_delivered().on(LATE).does(Act.EVALUATE, "giang")
    product.on(LATE).does(Act.REPORT, "an", delivered=True)
    product.does(Act.RETURN, "dung", reason="chưa có biên bản")
    assert counts(product) == Counts(overdue=1, undelivered=1)
    assert (product.part(), product.section()) == (DuePart.UNDELIVERED, WorkSection.UNDONE)
    advance(product.engine, product.clock)
    view = product.view
    assert (view.stage, view.grade, view.total) == (Stage.EVALUATED, Grade.NOT_COMPLETED, 0)
    assert view.reported_at == at(IN_TIME)
    assert (product.part(), product.section()) == (DuePart.UNDELIVERED, WorkSection.UNDONE)


def test_the_return_of_a_report_after_silence_leaves_the_silence(product: Product):
    product.on(LATE).does(Act.NOT_REPORTED, "dung")
    product.does(Act.REPORT, "an", delivered=True)
    product.does(Act.RETURN, "dung", reason="chưa có biên bản")
    assert counts(product) == Counts(overdue=1, missing=1)
    advance(product.engine, product.clock)
    assert counts(product) == Counts(overdue=1, missing=1)
    assert (product.view.stage, product.view.reported_at) == (Stage.VERIFIED, None)


def test_a_second_report_of_non_delivery_is_refused(product: Product):
    product.not_delivered()
    with pytest.raises(Refused, match="still_undelivered"):
        product.on(LATE).does(Act.REPORT, "an", delivered=False)


def test_whoever_reported_the_product_by_mistake_reads_how_to_take_it_back(product: Product):
    product.not_delivered().on(LATE).does(Act.EVALUATE, "giang")
    product.on(LATE).does(Act.REPORT, "an", delivered=True)
    with pytest.raises(Refused, match="undelivered_after_all"):
        product.does(Act.REPORT, "an", delivered=False)
    product.does(Act.UPDATE, "an", narrative="báo nhầm, sản phẩm chưa xong")
    product.does(Act.RETURN, "dung", reason="báo nhầm")
    advance(product.engine, product.clock)
    assert counts(product) == Counts(overdue=1, undelivered=1)
    assert (product.view.stage, product.view.reported_at) == (Stage.EVALUATED, at(IN_TIME))


def test_a_correction_can_find_that_the_product_was_not_there(product: Product):
    product.on(IN_TIME).does(Act.REPORT, "an", delivered=True)
    product.does(Act.VERIFY, "dung")
    product.on(LATE).does(Act.CORRECT, "em", delivered=False, reason="chưa bàn giao")
    assert counts(product) == Counts(overdue=1, undelivered=1)
    product.does(Act.CORRECT, "em", delivered=True, reason="đã bàn giao")
    assert counts(product) == Counts(done_in_time=1)
