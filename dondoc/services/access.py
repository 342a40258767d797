"""Who looks, and which assignments they may see: asked by every page, for every row.

The whole office sees everything by its mandates; a unit's head and its committee see the unit;
whoever answers for an assignment sees it, and so do the heads of units that take part in it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, or_, select, true
from sqlmodel import Session, col

from dondoc.services.mandates import held_on
from models.assignment import Assignment, AssignmentOfficial, AssignmentUnit
from models.committee import Committee, CommitteeSeat
from models.person import Holding, Person, Position, ProgrammeMandate
from models.programme import Programme
from models.rules.roles import Mandate, Seat

SEES_ALL = frozenset({Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE, Mandate.AUDITOR})
"""Mandates of the whole office whose holders see every item; an administrator needs none."""


@dataclass(frozen=True)
class Viewer:
    """A person on a day, with what they are in one programme (None: there is none yet).

    `mandates`: of the whole office; `in_unit`: those for one unit only. `heads`, `seats`: units
    whose head they are, or on whose steering committee they sit. `units`: where they work.
    """

    person_id: int
    code: str
    name: str
    language: str
    day: date
    programme_id: int | None = None
    year: int | None = None
    positions: tuple[int, ...] = ()
    mandates: frozenset[Mandate] = frozenset()
    in_unit: Mapping[int, frozenset[Mandate]] = field(default_factory=dict)
    heads: frozenset[int] = frozenset()
    seats: Mapping[int, frozenset[Seat]] = field(default_factory=dict)
    units: frozenset[int] = frozenset()
    answers: bool = False

    def has(self, *wanted: Mandate) -> bool:
        """Whether they hold one of these mandates for the whole office."""
        return bool(self.mandates & set(wanted))

    @property
    def sees_all(self) -> bool:
        """Whether every item of the programme is theirs to see."""
        return bool(self.mandates & SEES_ALL)

    @property
    def boards(self) -> frozenset[int]:
        """Units whose whole work they see."""
        watched = {unit for unit, held in self.in_unit.items() if held & SEES_ALL}
        return self.heads | frozenset(self.seats) | watched

    def may_see_unit(self, unit_id: int) -> bool:
        """Whether the board of a unit is theirs to see."""
        return self.sees_all or unit_id in self.boards

    def visible(self) -> ColumnElement[bool]:
        """The condition that an Assignment is one they may see."""
        ours = col(Assignment.programme_id) == self.programme_id
        if self.sees_all:
            return ours
        answered = select(col(AssignmentOfficial.assignment_id)).where(
            col(AssignmentOfficial.position_id).in_(self.positions)
        )
        shared = select(col(AssignmentUnit.assignment_id)).where(
            col(AssignmentUnit.unit_id).in_(self.boards)
        )
        return ours & or_(
            col(Assignment.unit_id).in_(self.boards),
            col(Assignment.id).in_(answered),
            col(Assignment.id).in_(shared) if self.boards else ~true(),
        )


def open_viewer(
    session: Session,
    person: Person,
    programme: Programme | None,
    day: date,
    *,
    administrator: bool = False,
) -> Viewer:
    """What a person is on a day. `administrator`: of the installation, by their account."""
    office = frozenset({Mandate.ADMINISTRATOR}) if administrator else frozenset()
    held = _positions(session, person.key, day)
    plain = {
        "person_id": person.key,
        "code": person.code,
        "name": person.full_name,
        "language": person.language,
        "day": day,
        "positions": tuple(held),
        "units": frozenset(unit for unit, _ in held.values()),
        "heads": frozenset(unit for unit, heading in held.values() if heading),
    }
    if programme is None:
        return Viewer(**plain, mandates=office)  # type: ignore[arg-type]
    mandates = _mandates(session, programme.key, list(held))
    return Viewer(
        **plain,  # type: ignore[arg-type]
        programme_id=programme.key,
        year=programme.year,
        mandates=office | mandates.pop(None, frozenset()),
        in_unit={unit: found for unit, found in mandates.items() if unit is not None},
        seats=_seats(session, programme.key, list(held), day),
        answers=_answers(session, programme.key, list(held)),
    )


def _positions(session: Session, person_id: int, day: date) -> dict[int, tuple[int, bool]]:
    query = (
        select(col(Position.id), col(Position.unit_id), col(Position.heads_unit))
        .join(Holding, col(Holding.position_id) == col(Position.id))
        .where(col(Holding.person_id) == person_id, *held_on(day))
        .order_by(col(Position.id))
    )
    return {key: (unit, heads) for key, unit, heads in session.connection().execute(query)}


def _mandates(
    session: Session, programme_id: int, positions: list[int]
) -> dict[int | None, frozenset[Mandate]]:
    query = select(col(ProgrammeMandate.unit_id), col(ProgrammeMandate.mandate)).where(
        col(ProgrammeMandate.programme_id) == programme_id,
        col(ProgrammeMandate.position_id).in_(positions),
    )
    found: dict[int | None, set[Mandate]] = defaultdict(set)
    for unit_id, mandate in session.connection().execute(query):
        found[unit_id].add(mandate)
    return {unit_id: frozenset(held) for unit_id, held in found.items()}


def _seats(
    session: Session, programme_id: int, positions: list[int], day: date
) -> dict[int, frozenset[Seat]]:
    query = (
        select(col(Committee.unit_id), col(CommitteeSeat.seat))
        .join(Committee, col(Committee.id) == col(CommitteeSeat.committee_id))
        .where(
            col(Committee.programme_id) == programme_id,
            col(CommitteeSeat.position_id).in_(positions),
            *_stands(Committee.founded_on, Committee.dissolved_on, day),
            *_stands(CommitteeSeat.seated_from, CommitteeSeat.seated_to, day),
        )
    )
    found: dict[int, set[Seat]] = defaultdict(set)
    for unit_id, seat in session.connection().execute(query):
        found[unit_id].add(seat)
    return {unit_id: frozenset(seats) for unit_id, seats in found.items()}


def _stands(start: object, end: object, day: date) -> tuple[ColumnElement[bool], ...]:
    first, last = col(start), col(end)
    return or_(first.is_(None), first <= day), or_(last.is_(None), last >= day)


def _answers(session: Session, programme_id: int, positions: list[int]) -> bool:
    query = (
        select(col(AssignmentOfficial.id))
        .join(Assignment, col(Assignment.id) == col(AssignmentOfficial.assignment_id))
        .where(
            col(Assignment.programme_id) == programme_id,
            col(AssignmentOfficial.position_id).in_(positions),
        )
        .limit(1)
    )
    return session.connection().scalar(query) is not None
