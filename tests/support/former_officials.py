"""Somebody who answered for the product and sits at the secretariat's desk now."""

from datetime import date
from typing import Any

import pytest
from product_world import LATE, Product, person
from sqlalchemy import select

from dondoc.errors import Refused
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.verification.queues import Queue, QueueUnits, left_to_others, places, size
from dondoc.store.database import writing
from models.person import Holding, Position
from models.rules.checkpoints import Act

NAMED_ON = date(2022, 2, 7)
BEFORE_A_REPORT = pytest.mark.parametrize(
    ("act", "said"),
    [
        (Act.WITHDRAW, {}),
        (Act.CHANGE_DUE, {"new_due_on": date(2022, 5, 31)}),
        (Act.NOT_REPORTED, {}),
    ],
)


def sits_at_the_desk(product: Product, code: str, since: date = NAMED_ON) -> None:
    """They keep their own position and take Dung's of the secretariat as well."""
    with writing(product.engine) as session:
        desk = session.scalars(select(Position).where(Position.code == "P-dung")).one()
        member = person(session, code)
        session.add(Holding(position_id=desk.key, person_id=member.key, held_from=since))


def waiting(product: Product, code: str, queue: Queue) -> tuple[int, int, int]:
    """How many stand in a queue of somebody's, are counted, and are left to others."""
    with product.looked_at() as (session, programme):
        viewer = open_viewer(session, person(session, code), programme, product.clock.today())
        scope, units = open_scope(session, programme, viewer), QueueUnits()
        rows = places(scope, queue, units)
        return len(rows), size(scope, queue, units), left_to_others(scope, queue, units)


def decides_nothing(product: Product, act: Act, said: dict[str, Any]) -> None:
    """An may not decide what a colleague may, before anything is reported."""
    refused(product.on(LATE), act, reason="thôi", **said)
    product.does(act, "em", reason="đúng", **said)


def judges_nothing(product: Product) -> None:
    """An judges no report that Hà sent in their place, nor what was found of it."""
    product.on(LATE).does(Act.REPORT, "ha", delivered=True)
    for act in (Act.VERIFY, Act.RETURN):
        refused(product, act, reason="x")
    product.does(Act.VERIFY, "em")
    for act in (Act.CORRECT, Act.EVALUATE):
        refused(product, act, delivered=True, reason="x")


def refused(product: Product, act: Act, **said: Any) -> None:
    with pytest.raises(Refused, match="former_work"):
        product.does(act, "an", **said)
