"""Keeps in history from whom days in a position are taken, as if they had never held it then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from dondoc.services.work.answering.former_posts import FORMER_HOLDER, former_posts_of
from dondoc.services.work.answering.position_work import assignments_of
from models.assignment import Assignment
from models.event import EventKind
from models.person import Person, Position
from models.rules.holding_dates import Days, taken_away


@dataclass(frozen=True)
class DaysTaken:
    """A position and somebody who held it, and from when to when: before and afterwards.

    `after` None: they never held it.
    """

    post: Position
    person_id: int
    before: Days
    after: Days | None


def former_holder_events(
    session: Session, taken: DaysTaken, actor_id: int | None, today: date
) -> Iterator[dict[str, Any]]:
    """One for each assignment that they answered for on the days taken.

    Read before anything is changed: what stood until then counts.
    """
    for days in taken_away(taken.before, taken.after, today):
        yield from _events(session, taken, actor_id, _answered(session, taken.post, days))


def former_head_events(
    session: Session, taken: DaysTaken, actor_id: int | None, today: date
) -> Iterator[dict[str, Any]]:
    """The same of the work of the unit that their position headed, and heads no more."""
    work: Select[Any] = select(col(Assignment.id), col(Assignment.programme_id))
    work = work.where(col(Assignment.unit_id) == taken.post.unit_id)
    for days in taken_away(taken.before, taken.after, today):
        answered = ((*row, days) for row in session.connection().execute(work))
        yield from _events(session, taken, actor_id, answered)


def _events(
    session: Session,
    taken: DaysTaken,
    actor_id: int | None,
    answered: Iterable[tuple[int, int, Days]],
) -> Iterator[dict[str, Any]]:
    ref = f"{taken.post.code}: {session.get_one(Person, taken.person_id).code}"
    for assignment_id, programme_id, days in answered:
        assert days.end is not None
        data = {
            "what": FORMER_HOLDER,
            "ref": ref,
            "position_id": taken.post.key,
            "person_id": taken.person_id,
            "since": days.start.isoformat(),
            "until": days.end.isoformat(),
        }
        yield {
            "kind": EventKind.CHANGED,
            "programme_id": programme_id,
            "assignment_id": assignment_id,
            "actor_id": actor_id,
            "data": data,
        }


def _answered(session: Session, post: Position, days: Days) -> Iterator[tuple[int, int, Days]]:
    """The assignments that its holder answered for in these days, with their programmes."""
    assert days.end is not None
    for assignment_id, programme_id in session.connection().execute(assignments_of(post)):
        yield assignment_id, programme_id, days
    for former in former_posts_of(session, post.key):
        first, last = max(former.since or days.start, days.start), min(former.until, days.end)
        if first <= last:
            work = session.get_one(Assignment, former.assignment_id)
            yield work.key, work.programme_id, Days(days.key, first, last)
