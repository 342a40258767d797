"""In which unit and position somebody is evaluated, who may have moved meanwhile.

Decree 335/2025/NĐ-CP Art. 21: the old unit hands over its results, and the new unit grades.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.work import OfficialWork, work_of_most
from dondoc.services.figures.quarter import quarter_of
from dondoc.services.organisation.in_force import held_on
from dondoc.services.organisation.units import UnitOnDay
from dondoc.store.bulk import among
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


class LeadingPost(NamedTuple):
    """A position by which somebody heads a unit, or is a deputy head of it."""

    unit_id: int
    unit: str
    title: str


def leading_posts(
    session: Session, day: date, people: Collection[int], units: Mapping[int, UnitOnDay]
) -> Mapping[int, Sequence[LeadingPost]]:
    """Those of these people on a day, the oldest position first; `units`: named as of it."""
    query = (
        select(col(Holding.person_id), col(Position.unit_id), col(Position.title))
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(or_(col(Position.heads_unit), col(Position.deputy_head)), held_on(day))
        .where(among(session, col(Holding.person_id), set(people)))
        .order_by(col(Position.id))
    )
    found: dict[int, list[LeadingPost]] = defaultdict(list)
    for person_id, unit_id, title in session.connection().execute(query):
        if unit := units.get(unit_id):  # one that had ended by then is led no more
            found[person_id].append(LeadingPost(unit_id, unit.name, title))
    return found


def others_of(posts: Iterable[LeadingPost], unit_id: int) -> tuple[LeadingPost, ...]:
    """Those in other units than where somebody is evaluated."""
    return tuple(each for each in posts if each.unit_id != unit_id)


def with_others(position: str, others: Iterable[LeadingPost]) -> str:
    """All positions in one line: of another unit with its name."""
    return "; ".join(filter(None, (position, *(f"{each.title} ({each.unit})" for each in others))))


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
