"""Who looks, and which assignments they may see: asked by every page, for every row.

The whole office sees everything by its mandates; a unit's head and its committee see the unit,
its head also every unit under it, its committee those that have none of their own; whoever
answers for an assignment sees it, and so do the heads of units that take part in it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from sqlalchemy import ColumnElement, or_, select, true
from sqlmodel import Session, col

from dondoc.services.organisation.viewer_query import roles_held
from models.assignment import Assignment, AssignmentOfficial, AssignmentUnit
from models.person import Person
from models.rules.responsibility import Tenure
from models.rules.roles import Mandate, Seat

SEES_ALL = frozenset({Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE, Mandate.AUDITOR})
"""Mandates of the whole office whose holders see every item; an administrator needs none."""


@dataclass(frozen=True)
class Viewer:
    """A person on a day, with what they are in one programme (None: there is none yet).

    `mandates`: of the whole office; `in_unit`: those for one unit only. `heads`, `seats`: units
    whose head they are, or on whose steering committee they sit, or which have none and are under
    such a unit. `below`: units under those that they head. `units`: where they work.
    `answers`: whether they answer for anything now; `tenures`: what they hold, held or will hold.
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
    below: frozenset[int] = frozenset()
    seats: Mapping[int, frozenset[Seat]] = field(default_factory=dict)
    units: frozenset[int] = frozenset()
    answers: bool = False
    tenures: tuple[Tenure, ...] = ()

    def has(self, *mandates: Mandate) -> bool:
        """Whether they hold one of these mandates for the whole office."""
        return bool(self.mandates & set(mandates))

    @property
    def sees_all(self) -> bool:
        """Whether every item of the programme is theirs to see."""
        return bool(self.mandates & SEES_ALL)

    @property
    def boards(self) -> frozenset[int]:
        """Units whose whole work they see."""
        watched = {unit for unit, held in self.in_unit.items() if held & SEES_ALL}
        return self.heads | self.below | frozenset(self.seats) | watched

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


class Somebody(Protocol):
    """Whom a viewer is made of: a row of `person`, or what a session's look-up says of it."""

    @property
    def person_id(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def full_name(self) -> str: ...
    @property
    def language(self) -> str: ...


class InYear(Protocol):
    """The programme that is looked at."""

    @property
    def key(self) -> int: ...
    @property
    def year(self) -> int: ...


class _Somebody(NamedTuple):
    person_id: int
    code: str
    full_name: str
    language: str


def open_viewer(
    session: Session,
    person: Person,
    programme: InYear | None,
    day: date,
    *,
    administrator: bool = False,
) -> Viewer:
    """What a person is on a day. `administrator`: of the installation, by their account."""
    somebody = _Somebody(person.key, person.code, person.full_name, person.language)
    return viewer_of(session, somebody, programme, day, administrator)


def viewer_in(session: Session, viewer: Viewer, programme: InYear) -> Viewer:
    """What the same person is in another programme on that day."""
    somebody = _Somebody(viewer.person_id, viewer.code, viewer.name, viewer.language)
    return viewer_of(session, somebody, programme, viewer.day, administrator=False)


def viewer_of(
    session: Session, somebody: Somebody, programme: InYear | None, day: date, administrator: bool
) -> Viewer:
    """What somebody is on a day, in one query: every page begins with it."""
    held = _Held()
    key = programme.key if programme is not None else None
    for kind, first, second, third in session.connection().execute(
        roles_held(key), {"person": somebody.person_id, "day": day, "programme": key}
    ):
        held.take(kind, first, second, third)
    office = frozenset({Mandate.ADMINISTRATOR}) if administrator else frozenset()
    return Viewer(
        person_id=somebody.person_id,
        code=somebody.code,
        name=somebody.full_name,
        language=somebody.language,
        day=day,
        programme_id=key,
        year=programme.year if programme is not None else None,
        positions=tuple(sorted(held.positions)),
        mandates=office | frozenset(held.mandates.pop(None, ())),
        in_unit={unit: frozenset(mandates) for unit, mandates in held.mandates.items() if unit},
        heads=frozenset(held.heads),
        below=frozenset(held.below - held.heads),
        seats={unit: frozenset(seats) for unit, seats in held.seats.items()},
        units=frozenset(held.positions.values()),
        answers=held.answers,
        tenures=tuple(sorted(held.tenures, key=lambda each: (each.start, each.position_id))),
    )


@dataclass
class _Held:
    """What the query finds, a row at a time."""

    positions: dict[int, int] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)
    below: set[int] = field(default_factory=set)
    mandates: dict[int | None, set[Mandate]] = field(default_factory=lambda: defaultdict(set))
    seats: dict[int, set[Seat]] = field(default_factory=lambda: defaultdict(set))
    tenures: list[Tenure] = field(default_factory=list)
    answers: bool = False

    def take(self, kind: str, first: int | None, second: int | None, what: str | None) -> None:
        match kind:
            case "position":
                assert first is not None and second is not None
                self.positions[first] = second
                if what:
                    self.heads.add(second)
            case "below":
                assert first is not None
                self.below.add(first)
            case "mandate":
                self.mandates[first].add(Mandate(what or ""))
            case "seat":
                assert first is not None
                self.seats[first].add(Seat(what or ""))
            case "tenure":
                assert first is not None and what is not None
                start, _, end = what.partition("/")
                last = date.fromisoformat(end) if end else None
                self.tenures.append(Tenure(first, date.fromisoformat(start), last, second))
            case "answers":
                self.answers = True
