"""What moved since the last quarter: acts by group, and that quarter's own figures then and now."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from dondoc.services.figures.counts import CountedGroup, CountingDay, add_up
from dondoc.services.figures.newly_overdue import newly_overdue
from dondoc.services.figures.quarter import Quarter, quarter_of
from dondoc.services.work.checkpoint_queries import submissions_of
from dondoc.services.work.pending import PENDING
from models.assignment import Assignment, Checkpoint
from models.digest import Digest
from models.event import Event, EventKind
from models.joins import ASSIGNMENT_OF_EVENT
from models.programme import Programme
from models.rules.acts import MOVES_DUE
from models.rules.checkpoints import Act, end_of
from models.rules.totals import Counts
from models.submission import Submission


@dataclass(frozen=True)
class MovesSince:
    """Acts recorded since a day, and how many checkpoints are overdue that were not then."""

    reported: int = 0
    accepted: int = 0
    returned: int = 0
    due_changed: int = 0
    newly_overdue: int = 0

    def __add__(self, other: "MovesSince") -> "MovesSince":
        return MovesSince(
            *(getattr(self, field.name) + getattr(other, field.name) for field in fields(self))
        )


@dataclass(frozen=True)
class ThenNow:
    """The checkpoints of a quarter as its digest found them on `as_of`, and as they are now."""

    digest_id: int
    quarter: Quarter
    as_of: date
    then: Counts
    now: Counts


def quarter_shown(programme: Programme, today: date) -> Quarter:
    """The quarter of today; before or after the programme's year its first or last one."""
    if today.year < programme.year:
        return Quarter(programme.year, 1)
    return quarter_of(today) if today.year == programme.year else Quarter(programme.year, 4)


def before(quarter: Quarter) -> Quarter:
    """The quarter before."""
    if quarter.number == 1:
        return Quarter(quarter.year - 1, 4)
    return Quarter(quarter.year, quarter.number - 1)


_ACTS = {Act.REPORT: "reported", Act.VERIFY: "accepted", Act.RETURN: "returned"}


def moves_by_unit(
    session: Session,
    programme: Programme,
    since: date,
    scale: CountingDay,
    groups: Iterable[CountedGroup],
) -> dict[int, MovesSince]:
    """What moved after the day `since`, by unit; what is recorded and not drained counts."""
    moment = end_of(since)
    tally: dict[tuple[int, str], int] = Counter()
    for query in (_events(programme.key, since, moment), _pending(programme.key, moment)):
        for unit_id, act, acts, dates in session.connection().execute(query):
            if act in _ACTS:
                tally[unit_id, _ACTS[act]] += acts
            tally[unit_id, "due_changed"] += dates
    for unit_id, size in newly_overdue(session, programme, since, scale, groups).items():
        tally[unit_id, "newly_overdue"] += size
    return _by_unit(tally)


def _by_unit(tally: Mapping[tuple[int, str], int]) -> dict[int, MovesSince]:
    units = {unit_id for unit_id, _ in tally}
    names = [field.name for field in fields(MovesSince)]
    return {
        unit: MovesSince(**{name: tally.get((unit, name), 0) for name in names}) for unit in units
    }


def _events(programme_id: int, since: date, moment: datetime) -> Any:
    """By unit and act, how often it was applied, and how many dates were changed.

    Whatever the stage: a report that replaces another, or that makes a finding good, is a
    report like any other. One act may be told by several events; a plan changes dates without.
    """
    moved = case((col(Event.kind) == EventKind.DUE_CHANGED, 1), else_=0)
    done = case((col(Event.kind) != EventKind.DUE_CHANGED, col(Event.submission_id)))
    return (
        select(
            col(Assignment.unit_id), col(Submission.act), func.count(done.distinct()),
            func.sum(moved),
        )
        .join(*ASSIGNMENT_OF_EVENT)
        .outerjoin(Submission, col(Submission.id) == Event.submission_id)
        .where(
            col(Assignment.programme_id) == programme_id,
            col(Event.kind).in_((EventKind.MOVED, EventKind.RECORDED, EventKind.DUE_CHANGED)),
            col(Event.day) > since,  # never before it was recorded: it finds them by an index
            col(Event.at) >= moment,
        )
        .group_by(col(Assignment.unit_id), col(Submission.act))
    )  # fmt: skip


def _pending(programme_id: int, moment: datetime) -> Any:
    """The same of what is recorded and not drained."""
    moves = col(Submission.act).in_(MOVES_DUE) & (
        col(Submission.new_due_on) != col(Checkpoint.due_on)
    )
    return (
        submissions_of(
            programme_id, col(Assignment.unit_id), col(Submission.act), func.count(),
            func.sum(case((moves, 1), else_=0)),
        )
        .where(
            PENDING,
            col(Submission.recorded_at) >= moment,
        )
        .group_by(col(Assignment.unit_id), col(Submission.act))
    )  # fmt: skip


def then_and_now(
    session: Session,
    programme: Programme,
    quarter: Quarter,
    scale: CountingDay,
    groups: Iterable[CountedGroup],
) -> ThenNow | None:
    """A quarter's checkpoints as its last digest found them, beside today's; None without one."""
    query = (
        select(col(Digest.id), col(Digest.as_of), col(Digest.figures))
        .where(
            col(Digest.programme_id) == programme.key,
            col(Digest.quarter) == str(quarter),
            col(Digest.unit_id).is_(None),
            col(Digest.person_id).is_(None),
        )
        .order_by(col(Digest.as_of).desc(), col(Digest.id).desc())
        .limit(1)
    )
    row = session.connection().execute(query).first()
    if row is None:
        return None
    plain = {name: size for name, size in row.figures["counts"].items() if name != "total"}
    now = add_up(scale, (counted for counted in groups if counted.due_on in quarter))
    return ThenNow(row.id, quarter, row.as_of, Counts(**plain), now)
