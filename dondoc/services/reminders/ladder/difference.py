"""What replacing a ladder would do, and for what a ladder of its own can be."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.programme.programmes import ladder_of
from dondoc.services.reminders.ladder.in_force import (
    LadderScope,
    known_scope,
)
from dondoc.services.reminders.ladder.replaced import Replaced, bare, in_order
from models.indicator import Indicator
from models.programme import Programme
from models.rules.ladder import Step, ladder_for


def if_replaced(
    session: Session, programme: Programme, scope: LadderScope, steps: Sequence[Step], day: date
) -> Replaced:
    """A scope's own steps beside those that would stand in their place; nothing is written.

    Raises BadInput for a scope that does not exist.
    """
    known = known_scope(session, programme, scope, day)
    own = [step for step in ladder_of(session, programme) if known.covers(step)]
    return Replaced(*(in_order(bare(step) for step in some) for some in (own, steps)))


def if_removed(session: Session, programme: Programme, scope: LadderScope, day: date) -> Replaced:
    """A scope's own steps beside those of the more general ladder that would hold again.

    Raises BadInput for a scope that does not exist.
    """
    known = known_scope(session, programme, scope, day)
    steps = ladder_of(session, programme)
    own = [step for step in steps if known.covers(step)]
    left = [step for step in steps if not known.covers(step)]
    general = ladder_for(left, known.category or "", known.unit_id or 0)
    return Replaced(*(in_order(bare(step) for step in some) for some in (own, general)))


def categories_of(session: Session, programme: Programme) -> list[str]:
    """The categories of a programme's indicators."""
    query = select(col(Indicator.category)).where(col(Indicator.programme_id) == programme.key)
    return sorted({text for text in session.scalars(query.distinct()) if text})
