"""Whether a working day or a day off would re-judge the work of whoever enters it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import held_within
from dondoc.services.work.former_posts import former_posts
from dondoc.services.work.tenures import tenures_of
from dondoc.services.working_days.effects import Effects
from models.assignment import Assignment, AssignmentOfficial
from models.joins import (
    ASSIGNMENTS_OF_PROGRAMME,
    OFFICIALS_OF_ASSIGNMENT,
    PROGRAMME_OF_ASSIGNMENT,
)
from models.person import Holding, Position
from models.programme import Programme
from models.rules.responsibility import answered


def own_work_in(session: Session, effects: Effects, person_id: int, today: date) -> str | None:
    """The first checkpoint that would be judged or due otherwise and that the person answered for.

    They answer for it where they held a position of its assignment on any day of its year, also
    one that a plan has taken off it since, or headed its unit.
    """
    touched = sorted(
        {(rejudged.year, rejudged.ref) for rejudged in effects.turned}
        | {(holder.year, holder.ref) for holder in effects.passed}
        | set(effects.moved)
    )
    if not touched:
        return None
    first = date(touched[0][0], 1, 1)
    mine = _answered(session, person_id, first, today)
    mine |= _formerly(session, person_id, [year for year, _ in touched], today)
    return next((ref for year, ref in touched if (year, ref.partition("/")[0]) in mine), None)


def _answered(session: Session, person_id: int, first: date, last: date) -> set[tuple[int, str]]:
    """The assignments, by year and reference, of positions that somebody held in these days."""
    held = select(col(Holding.position_id)).where(
        col(Holding.person_id) == person_id, held_within(first, last)
    )
    query = (
        select(col(Programme.year), col(Assignment.ref))
        .join(*ASSIGNMENTS_OF_PROGRAMME)
        .outerjoin(*OFFICIALS_OF_ASSIGNMENT)
        .where(or_(col(AssignmentOfficial.position_id).in_(held), _heads(person_id, first, last)))
    )
    return {(year, ref) for year, ref in session.connection().execute(query)}


def _formerly(
    session: Session, person_id: int, years: Iterable[int], today: date
) -> set[tuple[int, str]]:
    """The assignments of these years that somebody answered for until a plan named others."""
    query = (
        select(col(Assignment.id), col(Programme.year), col(Assignment.ref))
        .join(*PROGRAMME_OF_ASSIGNMENT)
        .where(col(Programme.year).in_(sorted(set(years))))
    )
    refs = {key: (year, ref) for key, year, ref in session.connection().execute(query)}
    tenures = tenures_of(session, person_id)
    return {
        refs[former.assignment_id]
        for former in former_posts(session, refs)
        if answered(former, person_id, tenures, date(refs[former.assignment_id][0], 1, 1), today)
    }


def _heads(person_id: int, first: date, last: date) -> ColumnElement[bool]:
    """Whether somebody heads the unit of an assignment in these days."""
    headed = (
        select(col(Position.unit_id))
        .join(Holding, col(Holding.position_id) == col(Position.id))
        .where(
            col(Position.heads_unit),
            col(Holding.person_id) == person_id,
            held_within(first, last),
        )
    )
    return col(Assignment.unit_id).in_(headed)
