"""Who holds which position on a day, and so the people of an audience."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.services.organisation.in_force import held_on, seat_taken_on, stands_on
from dondoc.services.organisation.person_codes import person_of_code
from dondoc.services.organisation.unit_tree import parents_on
from dondoc.store.bulk import among
from dondoc.store.chunks import chunks
from models.assignment import Assignment, AssignmentOfficial, AssignmentUnit
from models.committee import Committee, CommitteeSeat
from models.person import Holding, Person, Position, ProgrammeMandate
from models.programme import Programme
from models.rules.audiences import asked_in_turn
from models.rules.roles import Audience, Involvement, Mandate, Seat
from models.rules.unit_tree import above, nearest


class Holder(NamedTuple):
    """A person in a position on the day of the directory."""

    person_id: int
    full_name: str
    language: str
    position_id: int
    title: str


_BATCH = 5000


@dataclass(frozen=True)
class Recipients:
    """The people of an audience. `stand_in`: the audience that answers because it was empty."""

    holders: tuple[Holder, ...]
    stand_in: Audience | None = None


@dataclass
class Directory:
    """Positions, seats and mandates of a programme as they are held on one day.

    Made once per run with `open_directory`; the officials of assignments are taken in with
    `take_in` before they are asked for, many at a time.
    """

    day: date
    holders: dict[int, list[Holder]]
    unit_heads: dict[int, list[int]]
    seats: dict[int, dict[Seat, list[int]]]
    mandates: dict[Mandate, list[tuple[int, int | None]]]
    parents: dict[int, int] = field(default_factory=dict)
    units: dict[int, int] = field(default_factory=dict)
    officials: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    coordinating: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    _answers: dict[int, tuple[object, ...]] = field(default_factory=dict)

    def take_in(
        self,
        session: Session,
        assignment_ids: Iterable[int],
        units: Mapping[int, int] | None = None,
    ) -> None:
        """Reads who answers for these assignments, unless it is known already.

        `units`: the unit of each assignment, where the caller has read it.
        """
        wanted_ids = sorted(set(assignment_ids) - self.units.keys())
        for ids in chunks(wanted_ids, _BATCH):
            self._take_in(session, list(ids), units)

    def _take_in(self, session: Session, ids: list[int], units: Mapping[int, int] | None) -> None:
        if units is None:
            query = sa_select(col(Assignment.id), col(Assignment.unit_id))
            query = query.where(among(session, Assignment.id, ids))
            rows = session.connection().execute(query).tuples()
            units = {key: unit for key, unit in rows if key is not None}
        self.units.update((key, units[key]) for key in ids if key in units)
        officials = select(AssignmentOfficial.assignment_id, AssignmentOfficial.position_id)
        mine = among(session, AssignmentOfficial.assignment_id, ids)
        ranked = officials.where(mine).order_by(col(AssignmentOfficial.rank))
        for assignment_id, position_id in session.connection().execute(ranked).all():
            self.officials[assignment_id].append(position_id)
        others = select(AssignmentUnit.assignment_id, AssignmentUnit.unit_id).where(
            among(session, AssignmentUnit.assignment_id, ids),
            AssignmentUnit.involvement == Involvement.COORDINATING,
        )
        for assignment_id, unit_id in session.connection().execute(others).all():
            self.coordinating[assignment_id].append(unit_id)

    def who_answers(self, assignment_id: int) -> tuple[object, ...]:
        """What `recipients` depends on: assignments that agree here have the same people."""
        answer = self._answers.get(assignment_id)
        if answer is None:
            answer = self._answers[assignment_id] = (
                self.units[assignment_id],
                tuple(self.officials.get(assignment_id, ())),
                tuple(self.coordinating.get(assignment_id, ())),
            )
        return answer

    def recipients(self, assignment_id: int, audience: Audience) -> Recipients:
        """The people of an audience of an assignment, or those who stand in for nobody."""
        for candidate in asked_in_turn(audience):
            holders = self._holders(self._positions(assignment_id, candidate))
            if holders:
                return Recipients(holders, None if candidate is audience else candidate)
        return Recipients(())

    def deputy_heads(self, assignment_id: int, audience: Audience) -> tuple[Holder, ...]:
        """Who of a committee answers where its head or secretary is there, but out of reach."""
        if audience not in (Audience.COMMITTEE_HEAD, Audience.COMMITTEE_SECRETARY):
            return ()
        return self._holders(self._in_office(self.units[assignment_id], Seat.DEPUTY))

    def lead(self, assignment_id: int) -> Holder | None:
        """The first of those who answer for an assignment."""
        holders = self._holders(self.officials.get(assignment_id, ()))
        return holders[0] if holders else None

    def _positions(self, assignment_id: int, audience: Audience) -> Iterable[int]:
        unit_id = self.units[assignment_id]
        match audience:
            case Audience.LEAD:
                return self.officials.get(assignment_id, ())
            case Audience.COORDINATING:
                units = self.coordinating.get(assignment_id, ())
                return [head for unit in units for head in self.unit_heads.get(unit, ())]
            case Audience.UNIT_HEAD:
                return self.unit_heads.get(unit_id, ())
            case Audience.COMMITTEE_SECRETARY | Audience.COMMITTEE_HEAD:
                head = audience is Audience.COMMITTEE_HEAD
                return self._in_office(unit_id, Seat.HEAD if head else Seat.SECRETARY, Seat.DEPUTY)
            case Audience.PARENT_HEAD:
                higher = above(unit_id, self.parents, self._has_head)
                return self.unit_heads.get(higher, ()) if higher is not None else ()
            case Audience.SECRETARIAT | Audience.STANDING_COMMITTEE:
                grants = self.mandates.get(Mandate(audience.value), ())
                return [position for position, only in grants if only in (None, unit_id)]

    def _has_head(self, unit_id: int) -> bool:
        return any(self.holders.get(post) for post in self.unit_heads.get(unit_id, ()))

    def _in_office(self, unit_id: int, *turns: Seat) -> Iterable[int]:
        """The positions of the first of these seats that anybody holds on the day.

        On the unit's committee, or while it has none on that of the nearest unit above.
        """
        answering = nearest(unit_id, self.parents, self.seats.__contains__)
        seats = self.seats.get(answering, {}) if answering is not None else {}
        for seat in turns:
            if any(self.holders.get(position) for position in seats.get(seat, ())):
                return seats[seat]
        return ()

    def _holders(self, positions: Iterable[int]) -> tuple[Holder, ...]:
        unique = {
            holder.person_id: holder
            for position in reversed(list(positions))
            for holder in reversed(self.holders.get(position, []))
        }
        return tuple(reversed(unique.values()))


def open_directory(session: Session, programme: Programme, day: date) -> Directory:
    """Reads who holds what on a day."""
    return Directory(
        day=day,
        holders=_holders_on(session, day),
        unit_heads=_unit_heads(session),
        seats=_seats_on(session, programme.key, day),
        mandates=_mandates(session, programme.key),
        parents=parents_on(session, day),
    )


def _holders_on(session: Session, day: date) -> dict[int, list[Holder]]:
    person, what = (Person.id, Person.full_name, Person.language), (Position.id, Position.title)
    query = (
        sa_select(*(col(key) for key in (*person, *what)))
        .select_from(Holding)
        .join(Person, col(Person.id) == Holding.person_id)
        .join(Position, col(Position.id) == Holding.position_id)
        .where(held_on(day))
        .order_by(col(Holding.held_from), col(Holding.id))
    )
    holders: dict[int, list[Holder]] = defaultdict(list)
    for row in session.connection().execute(query).all():
        holders[row[3]].append(Holder(*row))
    return holders


def _unit_heads(session: Session) -> dict[int, list[int]]:
    heads: dict[int, list[int]] = defaultdict(list)
    for position in session.exec(select(Position).where(col(Position.heads_unit))):
        heads[position.unit_id].append(position.key)
    return heads


def _seats_on(session: Session, programme_id: int, day: date) -> dict[int, dict[Seat, list[int]]]:
    """By unit, also of committees that have nobody yet: their units ask no other one."""
    sits = (col(CommitteeSeat.committee_id) == Committee.id) & seat_taken_on(day)
    query = (
        select(Committee, CommitteeSeat)
        .outerjoin(CommitteeSeat, sits)
        .where(Committee.programme_id == programme_id, stands_on(day))
        .order_by(col(CommitteeSeat.id))
    )
    seats: dict[int, dict[Seat, list[int]]] = {}
    for committee, seat in session.exec(query):
        taken = seats.setdefault(committee.unit_id, defaultdict(list))
        if seat is not None:
            taken[seat.seat].append(seat.position_id)
    return seats


def _mandates(session: Session, programme_id: int) -> dict[Mandate, list[tuple[int, int | None]]]:
    query = select(ProgrammeMandate).where(ProgrammeMandate.programme_id == programme_id)
    mandates: dict[Mandate, list[tuple[int, int | None]]] = defaultdict(list)
    for row in session.exec(query.order_by(col(ProgrammeMandate.id))):
        mandates[row.mandate].append((row.position_id, row.unit_id))
    return mandates


def names_of_people(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """What these people are called; those who are not there are left out."""
    query = sa_select(col(Person.id), col(Person.full_name))
    rows = session.execute(query.where(among(session, col(Person.id), set(ids))))
    return dict(rows.tuples().all())


def find_person(session: Session, code: str) -> Person:
    """The person with a code, as typed after `--by`, in whatever case.

    Raises BadInput where there is none, or where an old database has several alike.
    """
    person = person_of_code(session, code)
    if person is None:
        raise BadInput("person.unknown", code=code)
    return person
