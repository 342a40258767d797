"""In which unit and position somebody is evaluated for a year in which they may have moved.

Decree 335/2025/NĐ-CP Art. 21: the old unit hands over its results, and the new unit grades.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.locked_rounds import in_round
from dondoc.services.evaluation.people.work import OfficialWork, work_of_most
from dondoc.services.figures.quarter import quarter_of
from dondoc.services.organisation.in_force import held_on
from models.evaluation_round import EvaluationDossier, EvaluationRound
from models.person import Holding, Position


@dataclass(frozen=True)
class UnitAndPosition:
    """A unit and the position that somebody holds in it."""

    unit_id: int
    position: str


def places_held(session: Session, day: date) -> Mapping[int, Sequence[UnitAndPosition]]:
    """The positions that everybody holds on a day, the oldest position first; one query."""
    query = (
        select(col(Holding.person_id), col(Position.unit_id), col(Position.title))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(held_on(day))
        .order_by(col(Position.id))
    )
    found: dict[int, list[UnitAndPosition]] = defaultdict(list)
    for person_id, unit_id, title in session.connection().execute(query):
        found[person_id].append(UnitAndPosition(unit_id, title))
    return found


def place_at_last(
    works: Sequence[OfficialWork], held: Sequence[UnitAndPosition]
) -> UnitAndPosition:
    """Where somebody with this work is evaluated; there is some.

    The unit of their latest work among those in which they hold a position by the year's end; where
    none of it is there, the position that they hold now; of whoever holds none the latest work.
    """
    units = {each.unit_id for each in held}
    theirs = [work for work in works if work.unit_id in units]
    if held and not theirs:
        return held[0]
    known = theirs or works
    last = max(quarter_of(work.due_on) for work in known)
    work = work_of_most([work for work in known if quarter_of(work.due_on) == last])
    return UnitAndPosition(work.unit_id, work.position)


def evaluated_in_periods(session: Session, programme_id: int) -> frozenset[int]:
    """Everybody whom a round of the programme evaluates: not whoever was taken out of it."""
    query = select(col(EvaluationDossier.person_id)).join(
        EvaluationRound, col(EvaluationRound.id) == col(EvaluationDossier.round_id)
    )
    theirs = query.where(col(EvaluationRound.programme_id) == programme_id, in_round())
    return frozenset(session.scalars(theirs))
