"""The people of a unit's board: who answers for what, and the seats of the committee."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import held_on, seated_on, stands_on
from dondoc.services.organisation.unit_tree import committee_unit
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.answering.responsible import Answering, officials_on
from dondoc.services.work.checkpoint_rows import CheckpointRow
from models.assignment import Assignment
from models.committee import Committee, CommitteeSeat
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.roles import Seat
from models.rules.totals import Counts, count


@dataclass(frozen=True)
class Member:
    """A seat of the committee, and who holds it ('' while nobody does).

    `counts`: of the checkpoints that are theirs; `inherited`: what was overdue already when they
    took the position up, which is not among them. `former`: they hold it no longer, or it was
    vacant on the day that counts.
    """

    seat: Seat
    title: str
    name: str
    task: str
    counts: Counts
    inherited: int = 0
    former: bool = False


def answering_of(
    session: Session, checkpoint_rows: Sequence[CheckpointRow], frame: ProgrammeRules, day: date
) -> dict[int, tuple[Answering, ...]]:
    """Who answers for each checkpoint, seen on a day, the one in the lead first."""
    ours = col(Assignment.id).in_({row.assignment_id for row in checkpoint_rows})
    officials = officials_on(session, ours, day, frame.calendar)
    return {
        row.checkpoint_id: officials.of(row.assignment_id, row.occasion) for row in checkpoint_rows
    }


def committee_of(
    session: Session, programme: Programme, unit_id: int, day: date
) -> Committee | None:
    """The steering committee that answers for a unit on a day: its own, or the nearest above."""
    answering = committee_unit(session, programme.key, unit_id, day)
    query = select(Committee).where(
        col(Committee.programme_id) == programme.key,
        col(Committee.unit_id) == answering,
        stands_on(day),
    )
    return session.scalars(query).first() if answering is not None else None


class _Sitting(NamedTuple):
    seat: Seat
    task: str
    position_id: int
    title: str
    person_id: int | None
    name: str | None


def members_of(
    session: Session,
    committee: Committee,
    day: date,
    checkpoint_rows: Sequence[CheckpointRow],
    answering: Mapping[int, tuple[Answering, ...]],
) -> tuple[Member, ...]:
    """The seats of a committee, its head first; whoever had one before, with what is theirs."""
    query = (
        select(col(CommitteeSeat.seat), col(CommitteeSeat.task), col(Position.id),
               col(Position.title), col(Person.id), col(Person.full_name))
        .join(Position, col(Position.id) == col(CommitteeSeat.position_id))
        .outerjoin(Holding, (col(Holding.position_id) == col(Position.id)) & held_on(day))
        .outerjoin(Person, col(Person.id) == col(Holding.person_id))
        .join(Committee, col(Committee.id) == col(CommitteeSeat.committee_id))
        .where(col(CommitteeSeat.committee_id) == committee.id, seated_on(day))
        .order_by(col(CommitteeSeat.id))
    )  # fmt: skip
    order = list(Seat)
    sittings = [_Sitting(*row) for row in session.connection().execute(query)]
    rows = sorted(sittings, key=lambda row: order.index(row.seat))
    theirs = _by_holder(checkpoint_rows, answering)
    return tuple(member for row in rows for member in _members(row, rows, theirs))


_Held = dict[tuple[int, int | None], list[tuple[CheckpointRow, Answering]]]


def _by_holder(
    checkpoint_rows: Iterable[CheckpointRow], answering: Mapping[int, tuple[Answering, ...]]
) -> _Held:
    """The checkpoints of each position and person, with how they answer for it."""
    by_holder: _Held = defaultdict(list)
    for checkpoint_row in checkpoint_rows:
        for each_answering in answering.get(checkpoint_row.checkpoint_id, ()):
            by_holder[each_answering.position_id, each_answering.person_id].append(
                (checkpoint_row, each_answering)
            )
    return by_holder


def _members(row: _Sitting, rows: Sequence[_Sitting], theirs: _Held) -> Iterator[Member]:
    """Who sits there now, and after the last of them whoever sat there when it counted."""
    yield _member(row, row.name or "", theirs.get((row.position_id, row.person_id), ()))
    sitting = [
        each_sitting
        for each_sitting in rows
        if (each_sitting.seat, each_sitting.position_id) == (row.seat, row.position_id)
    ]
    if row is not sitting[-1]:
        return
    now = {each_sitting.person_id for each_sitting in sitting}
    for (position_id, person_id), held in theirs.items():
        if position_id == row.position_id and person_id not in now:
            yield _member(row, held[0][1].name, held, former=True)


def _member(
    row: _Sitting,
    name: str,
    held: Iterable[tuple[CheckpointRow, Answering]],
    *,
    former: bool = False,
) -> Member:
    own = [checkpoint_row for checkpoint_row, answering in held if answering.taken_over is None]
    inherited = sum(answering.taken_over is not None for _, answering in held)
    return Member(row.seat, row.title, name, row.task, _counts(own), inherited, former)


def _counts(checkpoint_rows: Iterable[CheckpointRow]) -> Counts:
    return count(checkpoint_row.counted for checkpoint_row in checkpoint_rows)
