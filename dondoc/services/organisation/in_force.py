"""The SQL condition that a dated row is in force on a day (`models.rules.validity.on_day`)."""

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select
from sqlmodel import col

from models.committee import Committee, CommitteeSeat
from models.person import Holding, Preference

Day = date | BindParameter[date] | ColumnElement[date]
"""A day, the parameter of one, or a column that holds one."""


def in_force(start: object, end: object, day: Day) -> ColumnElement[bool]:
    """The condition that two columns of dates hold a day; both ends count, NULL is open."""
    return and_(begun(start, day), not_over(end, day))


def not_over(end: object, day: Day) -> ColumnElement[bool]:
    """The condition that something is in force on a day or begins later."""
    last: Any = col(end)
    return or_(last.is_(None), last >= day)


def begun(start: object, day: Day) -> ColumnElement[bool]:
    """The condition that something is in force on a day or was before."""
    first: Any = col(start)
    by_then: ColumnElement[bool] = first <= day
    return or_(first.is_(None), by_then) if first.nullable else by_then


def held_on(day: Day) -> ColumnElement[bool]:
    """The condition that a position is held on a day."""
    return in_force(Holding.held_from, Holding.held_to, day)


def held_within(first: Day, last: Day) -> ColumnElement[bool]:
    """The condition that a position is held on some day from `first` to `last`."""
    return and_(begun(Holding.held_from, last), not_over(Holding.held_to, first))


def seated_on(day: Day) -> ColumnElement[bool]:
    """The condition that a committee stands on a day, and a seat on it is taken."""
    return and_(stands_on(day), seat_taken_on(day))


def seat_taken_on(day: Day) -> ColumnElement[bool]:
    """The condition that a seat on a committee is taken on a day."""
    return in_force(CommitteeSeat.seated_from, CommitteeSeat.seated_to, day)


def stands_on(day: Day) -> ColumnElement[bool]:
    """The condition that a committee stands on a day."""
    return in_force(Committee.founded_on, Committee.dissolved_on, day)


def deputised_on(day: Day) -> ColumnElement[bool]:
    """The condition that somebody is away on a day, and a deputy (Preference) stands in for them.

    Whoever has left all positions stands in for nobody: no letter of the office follows them.
    """
    in_office = select(col(Holding.id)).where(
        col(Holding.person_id) == col(Preference.deputy_id), held_on(day)
    )
    return and_(
        col(Preference.paused_from).is_not(None),
        in_force(Preference.paused_from, Preference.paused_to, day),
        in_office.exists(),
    )
