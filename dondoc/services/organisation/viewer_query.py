"""The one query that says what somebody is on a day: every page begins with it."""

from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    text,
    union_all,
)
from sqlmodel import col

from dondoc.services.organisation.in_force import held_on, in_force, seated_on, stands_on
from models.assignment import AssignmentOfficial
from models.committee import Committee, CommitteeSeat
from models.joins import ASSIGNMENT_OF_OFFICIAL
from models.person import Holding, Position, ProgrammeMandate
from models.unit import UnitParent

_DAY = bindparam("day", type_=Date)
_PROGRAMME = bindparam("programme", type_=Integer)


@cache
def roles_held(programme_id: int | None) -> Select[Any] | CompoundSelect[Any]:
    """Positions, the units below, mandates, seats, what they hold or held, whether they answer.

    In rows of four. A tenure is a position, the unit that it heads, and its days as
    2022-01-01/2022-12-31.

    Parameters: `person`, `day` and, unless there is none, `programme`.

    Kept: putting it together costs (bench/bench_statements.py).
    """
    ever = _ever().cte("ever")
    held = select(ever.c.position_id).where(ever.c.now).cte("held")
    mine = select(held.c.position_id)
    if programme_id is None:
        return _positions(mine)
    tenures = select(literal("tenure"), ever.c.position_id, ever.c.heads, ever.c.days)
    return union_all(
        _positions(mine), _below(mine), _mandates(mine), _seats(mine), tenures, _answers(mine)
    )


def _ever() -> Select[Any]:
    last = func.coalesce(cast(col(Holding.held_to), String), "")
    return (
        select(
            col(Holding.position_id),
            held_on(_DAY).label("now"),
            case((col(Position.heads_unit), col(Position.unit_id))).label("heads"),
            (cast(col(Holding.held_from), String) + "/" + last).label("days"),
        )
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(col(Holding.person_id) == bindparam("person", type_=Integer))
    )


def _positions(mine: Select[Any]) -> Select[Any]:
    heads = case((col(Position.heads_unit), literal("heads")), else_=null())
    return select(literal("position"), col(Position.id), col(Position.unit_id), heads).where(
        col(Position.id).in_(mine)
    )


def _mandates(mine: Select[Any]) -> Select[Any]:
    what = cast(col(ProgrammeMandate.mandate), String)
    return select(literal("mandate"), col(ProgrammeMandate.unit_id), _nothing(), what).where(
        col(ProgrammeMandate.programme_id) == _PROGRAMME,
        col(ProgrammeMandate.position_id).in_(mine),
    )


def _seats(mine: Select[Any]) -> Select[Any]:
    """Seats of committees, also for the units below that have no committee of their own."""
    own = (
        select(
            col(Committee.unit_id).label("unit"),
            cast(col(CommitteeSeat.seat), String).label("seat"),
        )
        .join(Committee, col(Committee.id) == col(CommitteeSeat.committee_id))
        .where(
            col(Committee.programme_id) == _PROGRAMME,
            col(CommitteeSeat.position_id).in_(mine),
            seated_on(_DAY),
        )
        .cte("seats", recursive=True)
    )
    theirs = select(col(Committee.id)).where(
        col(Committee.programme_id) == _PROGRAMME,
        col(Committee.unit_id) == col(UnitParent.unit_id),
        stands_on(_DAY),
    )
    below = select(col(UnitParent.unit_id), own.c.seat).join(own, _under(own.c.unit))
    seats = own.union(below.where(~theirs.exists()))
    return select(literal("seat"), seats.c.unit, _nothing(), seats.c.seat)


def _below(mine: Select[Any]) -> Select[Any]:
    """The units under those that they head."""
    headed = (
        select(col(Position.unit_id).label("unit"))
        .where(col(Position.heads_unit), col(Position.id).in_(mine))
        .cte("below", recursive=True)
    )
    below = headed.union(select(col(UnitParent.unit_id)).join(headed, _under(headed.c.unit)))
    return select(literal("below"), below.c.unit, _nothing(), cast(null(), String))


def _under(unit: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that a unit is directly under another one on the day."""
    dated = in_force(UnitParent.valid_from, UnitParent.valid_to, _DAY)
    return and_(col(UnitParent.parent_id) == unit, dated)


def _answers(mine: Select[Any]) -> Select[Any]:
    query = (
        select(col(AssignmentOfficial.id))
        .join(*ASSIGNMENT_OF_OFFICIAL)
        .where(
            # So that SQLite does not look through the whole year for those who answer for nothing.
            text("NOT (assignment.programme_id <> :programme)").bindparams(_PROGRAMME),
            col(AssignmentOfficial.position_id).in_(mine),
        )
    )
    what = cast(null(), String)
    return select(literal("answers"), _nothing(), _nothing(), what).where(query.exists())


def _nothing() -> ColumnElement[Any]:
    return cast(null(), Integer)
