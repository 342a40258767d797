"""Grades given before a product that is not there counted as not done are named, not changed."""

from pathlib import Path

import pytest
from product_world import LATE, Product
from sqlalchemy import Engine, text
from sqlmodel import select

from dondoc.services.boards.office import shortcomings
from dondoc.services.boards.old_grades import old_grades
from dondoc.services.organisation.viewer import open_viewer
from dondoc.store.database import reading, writing
from models.person import Person
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade


@pytest.fixture
def product(engine: Engine, tmp_path: Path) -> Product:
    return Product(engine, tmp_path, drains=True)


def graded_as_once(product: Product) -> None:
    """Found not delivered, and evaluated with the points that this once gave."""
    product.not_delivered().on(LATE).does(Act.EVALUATE, "giang")
    with writing(product.engine) as session:
        session.execute(text("UPDATE evaluation SET total = 60, grade = 'completed'"))


def named(product: Product) -> list[str]:
    with reading(product.engine) as session:
        return [grade.ref for grade in old_grades(session)]


def test_a_grade_of_today_is_not_named(product: Product) -> None:
    product.not_delivered().on(LATE).does(Act.EVALUATE, "giang")
    assert named(product) == []


def test_an_old_grade_is_named_and_stays_until_somebody_evaluates_again(product: Product) -> None:
    graded_as_once(product)
    assert named(product) == [product.ref]
    assert product.view.grade is Grade.COMPLETED
    with product.looked_at() as (session, programme):
        dung = session.exec(select(Person).where(Person.code == "dung")).one()
        viewer = open_viewer(session, dung, programme, product.clock.today())
        assert [grade.ref for grade in shortcomings(session, viewer).old_grades] == [product.ref]
    product.does(Act.CORRECT, "em", delivered=False, reason="đánh giá theo cách cũ")
    assert named(product) == []  # it waits for its evaluation
    product.does(Act.EVALUATE, "giang")
    assert (named(product), product.view.grade) == ([], Grade.NOT_COMPLETED)
