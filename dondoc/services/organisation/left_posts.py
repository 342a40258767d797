"""Which positions somebody left lately: why a page that they had open may be closed to them."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from models.person import Holding, Position

_LATELY = timedelta(days=31)


class LeftPost(NamedTuple):
    """A position that somebody held until a day, that day included."""

    title: str
    last: date


def left_posts(session: Session, person_id: int, today: date) -> list[LeftPost]:
    """The positions that a person held until some day of the last month, the latest first."""
    query = (
        select(col(Position.title), col(Holding.held_to))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(
            col(Holding.person_id) == person_id,
            col(Holding.held_to).between(today - _LATELY, today - timedelta(days=1)),
        )
        .order_by(col(Holding.held_to).desc(), col(Holding.id))
    )
    return [LeftPost(*row) for row in session.connection().execute(query)]
