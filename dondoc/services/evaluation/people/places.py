"""In which unit and position somebody is evaluated, who may have moved meanwhile.

Decree 335/2025/NĐ-CP Art. 21: the old unit hands over its results, and the new unit grades.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.work import OfficialWork, work_of_most
from dondoc.services.figures.quarter import quarter_of
from dondoc.services.organisation.in_force import held_on
from models.person import Holding, Position


@dataclass(frozen=True)
class UnitAndPosition:
    """A unit and the position that somebody holds in it."""

    unit_id: int
    position: str


PlacesHeld = Mapping[int, Sequence[UnitAndPosition]]
"""By person, the positions that they hold, the oldest position first."""


def places_held(session: Session, day: date) -> PlacesHeld:
    """Of everybody on a day; one query."""
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


def place_of(works: Sequence[OfficialWork], held: Sequence[UnitAndPosition]) -> UnitAndPosition:
    """Where somebody with this work is evaluated, who holds these positions at the end.

    The unit of most of their work among those in which they hold one; where none of it is there,
    the position that they hold; of whoever holds none the unit of most of it. There is some of one.
    """
    theirs = _where_they_are(works, held)
    if held and not theirs:
        return held[0]
    work = work_of_most(theirs or works)
    titles = [each.position for each in held if each.unit_id == work.unit_id]
    known = work.position in titles or not titles
    return UnitAndPosition(work.unit_id, work.position if known else titles[0])


def place_at_last(
    works: Sequence[OfficialWork], held: Sequence[UnitAndPosition]
) -> UnitAndPosition:
    """The same of a year: their work of its last quarter decides between two units."""
    known = _where_they_are(works, held) or works
    last = max((quarter_of(work.due_on) for work in known), default=None)
    return place_of([work for work in known if quarter_of(work.due_on) == last], held)


def _where_they_are(
    works: Sequence[OfficialWork], held: Sequence[UnitAndPosition]
) -> Sequence[OfficialWork]:
    units = {each.unit_id for each in held}
    return [work for work in works if work.unit_id in units]
