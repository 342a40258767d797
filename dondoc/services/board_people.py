"""The people of a unit's board: who answers for what, and the seats of the committee."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.board_lines import Line
from dondoc.services.organisation.in_force import held_on, seated_on, stands_on
from models.assignment import Assignment, AssignmentOfficial
from models.committee import Committee, CommitteeSeat
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.roles import Seat
from models.rules.totals import Counts, count


@dataclass(frozen=True)
class Answering:
    """Who answers for an assignment: a position, and who holds it ('' while nobody does)."""

    position_id: int
    title: str
    name: str


@dataclass(frozen=True)
class Member:
    """A seat of the committee. `counts`: of the checkpoints that its position answers for."""

    seat: Seat
    title: str
    name: str
    task: str
    counts: Counts


def answering_of(
    session: Session, programme: Programme, unit_id: int, day: date
) -> dict[int, tuple[Answering, ...]]:
    """Who answers for each assignment of a unit on a day, the one in the lead first."""
    query = (
        select(col(AssignmentOfficial.assignment_id), col(Position.id), col(Position.title),
               col(Person.full_name))
        .join(Assignment, col(Assignment.id) == col(AssignmentOfficial.assignment_id))
        .join(Position, col(Position.id) == col(AssignmentOfficial.position_id))
        .outerjoin(Holding, (col(Holding.position_id) == col(Position.id)) & held_on(day))
        .outerjoin(Person, col(Person.id) == col(Holding.person_id))
        .where(
            col(Assignment.programme_id) == programme.id, col(Assignment.unit_id) == unit_id
        )
        .order_by(col(AssignmentOfficial.rank), col(Holding.id))
    )  # fmt: skip
    found: dict[int, list[Answering]] = defaultdict(list)
    for assignment_id, position_id, title, name in session.connection().execute(query):
        found[assignment_id].append(Answering(position_id, title, name or ""))
    return {key: tuple(each) for key, each in found.items()}


def committee_of(
    session: Session, programme: Programme, unit_id: int, day: date
) -> Committee | None:
    """The steering committee that stands on a day."""
    query = select(Committee).where(
        col(Committee.programme_id) == programme.id,
        col(Committee.unit_id) == unit_id,
        stands_on(day),
    )
    return session.scalars(query).first()


def members_of(
    session: Session,
    committee: Committee,
    day: date,
    lines: Sequence[Line],
    answering: dict[int, tuple[Answering, ...]],
) -> tuple[Member, ...]:
    """The seats of a committee, its head first."""
    query = (
        select(col(CommitteeSeat.seat), col(CommitteeSeat.task), col(Position.id),
               col(Position.title), col(Person.full_name))
        .join(Position, col(Position.id) == col(CommitteeSeat.position_id))
        .outerjoin(Holding, (col(Holding.position_id) == col(Position.id)) & held_on(day))
        .outerjoin(Person, col(Person.id) == col(Holding.person_id))
        .join(Committee, col(Committee.id) == col(CommitteeSeat.committee_id))
        .where(col(CommitteeSeat.committee_id) == committee.id, seated_on(day))
        .order_by(col(CommitteeSeat.id))
    )  # fmt: skip
    rows = session.connection().execute(query).all()
    order = list(Seat)
    return tuple(
        Member(
            seat=seat,
            title=title,
            name=name or "",
            task=task,
            counts=_counts_of(position_id, lines, answering),
        )
        for seat, task, position_id, title, name in sorted(rows, key=lambda r: order.index(r[0]))
    )


def _counts_of(
    position_id: int, lines: Sequence[Line], answering: dict[int, tuple[Answering, ...]]
) -> Counts:
    mine = {
        key for key, each in answering.items() if position_id in {one.position_id for one in each}
    }
    return count(line.counted for line in lines if line.assignment_id in mine)
