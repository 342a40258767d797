"""Whether a working day or a day off would re-judge the work of whoever enters it."""

from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import held_within
from dondoc.services.working_days.effects import Effects
from models.assignment import Assignment, AssignmentOfficial
from models.joins import (
    ASSIGNMENTS_OF_PROGRAMME,
    OFFICIALS_OF_ASSIGNMENT,
)
from models.person import Holding
from models.programme import Programme


def own_work_in(session: Session, effects: Effects, person_id: int, today: date) -> str | None:
    """The first checkpoint that would be judged otherwise and that the person answered for.

    They answer for it where they held a position of its assignment on any day of its year.
    """
    touched = sorted(
        {(rejudged.year, rejudged.ref) for rejudged in effects.turned}
        | {(holder.year, holder.ref) for holder in effects.passed}
    )
    if not touched:
        return None
    mine = _answered(session, person_id, date(touched[0][0], 1, 1), today)
    return next((ref for year, ref in touched if (year, ref.partition("/")[0]) in mine), None)


def _answered(session: Session, person_id: int, first: date, last: date) -> set[tuple[int, str]]:
    """The assignments, by year and reference, of positions that somebody held in these days."""
    held = select(col(Holding.position_id)).where(
        col(Holding.person_id) == person_id, held_within(first, last)
    )
    query = (
        select(col(Programme.year), col(Assignment.ref))
        .join(*ASSIGNMENTS_OF_PROGRAMME)
        .join(*OFFICIALS_OF_ASSIGNMENT)
        .where(col(AssignmentOfficial.position_id).in_(held))
    )
    return {(year, ref) for year, ref in session.connection().execute(query)}
