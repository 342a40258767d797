"""Somebody who answered for the product and sits at the secretariat's desk now: what they see."""

from datetime import date

from product_world import Product, person
from sqlalchemy import select

from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.verification.queues import Queue, QueueUnits, left_to_others, places, size
from dondoc.store.database import writing
from models.person import Holding, Position

NAMED_ON = date(2022, 2, 7)


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
