"""The positions that answer for assignments, now and before plans named others: read here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session, col

from dondoc.services.work.answering.appointments import appointments_in
from dondoc.store.bulk import among
from models.assignment import Assignment, AssignmentOfficial
from models.joins import ASSIGNMENT_OF_OFFICIAL
from models.person import Holding, Person, Position
from models.rules.appointments import Appointment, DaysOfDuty, days_by_position, within
from models.rules.responsibility import Term

_TERM: tuple[Any, ...] = (
    col(Person.id), col(Person.full_name), col(Holding.held_from), col(Holding.held_to),
)  # fmt: skip


@dataclass(frozen=True)
class Post:
    """A position that answers for an assignment, and everybody who holds, held or will hold it."""

    position_id: int
    title: str
    terms: tuple[Term, ...] = ()

    def beside(self, term: Sequence[Any]) -> "Post":
        """With one holder more, by the columns of a term; none where it is vacant."""
        if term[0] is None:
            return self
        return Post(self.position_id, self.title, (*self.terms, Term(*term)))


@dataclass(frozen=True)
class PostsThen:
    """The positions that answered for an assignment on some days, the one in the lead first.

    The terms of each are those on which it answered.
    """

    days: DaysOfDuty
    posts: tuple[Post, ...]


def posts_then(
    session: Session, condition: ColumnElement[bool]
) -> dict[int, tuple[PostsThen, ...]]:
    """Of the assignments that meet a condition those for which plans have named others."""
    changed = appointments_in(session).by_assignment
    if not changed:
        return {}
    query = select(col(Assignment.id)).where(condition, among(session, col(Assignment.id), changed))
    ours: list[int] = [key for (key,) in session.connection().execute(query)]
    if not ours:
        return {}
    positions = {key for ref in ours for each in changed[ref] for key in each.positions}
    posts = _posts(session, positions)
    return {key: tuple(_posts_then(changed[key], posts)) for key in ours}


def _posts(session: Session, positions: Iterable[int]) -> dict[int, Post]:
    query = _holders(
        select(col(Position.id), col(Position.title), *_TERM).select_from(Position)
    ).where(among(session, col(Position.id), positions))
    posts: dict[int, Post] = {}
    for position_id, title, *term in session.connection().execute(
        query.order_by(col(Holding.held_from), col(Holding.id))
    ):
        known = posts.get(position_id) or Post(position_id, title)
        posts[position_id] = known.beside(term)
    return posts


def _posts_then(
    appointments: Sequence[Appointment], posts: Mapping[int, Post]
) -> Iterator[PostsThen]:
    days = days_by_position(appointments)
    then = {
        key: replace(posts[key], terms=tuple(within(posts[key].terms, spans)))
        for key, spans in days.items()
    }
    for appointment in appointments:
        yield PostsThen(appointment.days, tuple(then[key] for key in appointment.positions))


def posts_query() -> Select[Any]:
    """Assignments with their positions, the lead first, and the holders of each, oldest first."""
    officials = select(
        col(AssignmentOfficial.assignment_id), col(Position.id), col(Position.title), *_TERM
    ).join(*ASSIGNMENT_OF_OFFICIAL)
    officials = officials.join(Position, col(Position.id) == col(AssignmentOfficial.position_id))
    return _holders(officials).order_by(
        col(AssignmentOfficial.assignment_id), col(AssignmentOfficial.rank),
        col(AssignmentOfficial.id), col(Holding.held_from), col(Holding.id),
    )  # fmt: skip


def _holders(positions: Select[Any]) -> Select[Any]:
    holdings = positions.outerjoin(Holding, col(Holding.position_id) == col(Position.id))
    return holdings.outerjoin(Person, col(Person.id) == col(Holding.person_id))
