"""Whom somebody can name as their deputy: only those who would be accepted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import held_on, seated_on
from dondoc.services.organisation.on_duty import reachable
from dondoc.services.organisation.unit_tree import parents_on, with_committee_on
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.services.programme.programmes import programmes_at_work
from dondoc.services.reach.deputies import wanted_of
from models.assignment import AssignmentOfficial
from models.committee import Committee, CommitteeSeat
from models.person import Holding, Person, Position, ProgrammeMandate
from models.rules.deputies import OwnRight, missing
from models.rules.roles import Mandate, Seat
from models.rules.unit_tree import above, nearest, upwards

MAX_SHOWN = 50


class _Proposed(NamedTuple):
    """In order: of the same unit first, then whoever shares more of the work."""

    elsewhere: bool
    shared: int
    code: str
    name: str


@dataclass
class _Candidate:
    """What is known of somebody's own right, a row at a time."""

    code: str
    name: str
    units: set[int] = field(default_factory=set)
    heads: set[int] = field(default_factory=set)
    seats: dict[int, frozenset[Seat]] = field(default_factory=dict)
    mandates: set[Mandate] = field(default_factory=set)
    watches: set[int] = field(default_factory=set)
    below: set[int] = field(default_factory=set)
    work: dict[int, int] = field(default_factory=dict)

    def take(self, kind: str, number: int | None, what: str | None) -> None:
        if kind == "heads" and number is not None:
            self.heads.add(number)
        elif kind == "seat" and number is not None:
            self.seats[number] = self.seats.get(number, frozenset()) | {Seat(what or "")}
        elif kind == "work" and number is not None:
            self.work[number] = 0
        elif number is None:
            self.mandates.add(Mandate(what or ""))
        else:
            self.watches.add(number)

    @property
    def right(self) -> OwnRight:
        return OwnRight(
            frozenset(self.mandates), frozenset(self.watches), frozenset(self.heads),
            self.seats, frozenset(self.below), self.work,
        )  # fmt: skip


def deputies_to_choose(session: Session, away: Person, day: date) -> list[tuple[str, str]]:
    """Code and name of those who may stand in for somebody on a day, the likeliest first.

    Where nothing is at work, anybody would be accepted, and nobody is proposed.
    """
    accepted: dict[int, _Proposed] | None = None
    for programme in programmes_at_work(session):
        absent = open_viewer(session, away, programme, day)
        good = _accepted(session, absent)
        both = good.keys() if accepted is None else accepted.keys() & good.keys()
        accepted = {key: good[key] for key in both}
    if not accepted:
        return []
    within_reach = reachable(session, accepted)
    ranked = sorted(row for key, row in accepted.items() if key in within_reach)
    return [(proposed.code, proposed.name) for proposed in ranked[:MAX_SHOWN]]


def _accepted(session: Session, absent: Viewer) -> dict[int, _Proposed]:
    wanted = wanted_of(session, absent)
    parents = parents_on(session, absent.day)
    units = {*wanted.heads, *wanted.below, *wanted.seats, *wanted.watches, *wanted.work.values()}
    units = {higher for unit in units for higher in upwards(unit, parents)}
    candidates: dict[int, _Candidate] = {}
    for key, code, name, unit, kind, number, what in session.execute(_rows(absent, units)):
        candidate = candidates.setdefault(key, _Candidate(code, name))
        candidate.units.add(unit)
        candidate.take(kind, number, what)
    if parents:
        _reach_down(session, absent, parents, wanted, candidates.values())
    return {
        key: _proposed(candidate, absent)
        for key, candidate in candidates.items()
        if key != absent.person_id and not missing(wanted, candidate.right)
    }


def _reach_down(
    session: Session,
    absent: Viewer,
    parents: Mapping[int, int],
    wanted: OwnRight,
    candidates: Iterable[_Candidate],
) -> None:
    """Adds what comes to candidates of the units below those that they head or sit for."""
    founded = with_committee_on(session, absent.programme_id or 0, absent.day)
    answering = {unit: nearest(unit, parents, founded.__contains__) for unit in wanted.seats}
    for candidate in candidates:
        heads = candidate.heads.__contains__
        candidate.below = {
            unit for unit in wanted.below | wanted.heads if above(unit, parents, heads) is not None
        }
        for unit, higher in answering.items():
            if higher is not None and higher in candidate.seats:
                candidate.seats[unit] = candidate.seats[higher]


def _proposed(candidate: _Candidate, absent: Viewer) -> _Proposed:
    elsewhere = candidate.units.isdisjoint(absent.units)
    return _Proposed(elsewhere, -len(candidate.work), candidate.code, candidate.name)


def _rows(absent: Viewer, units: set[int]) -> CompoundSelect[Any]:
    """Who has any right that counts here, in rows of a person, their unit, and the right."""
    text = cast(null(), String)
    heads = _holders(absent.day, "heads", col(Position.unit_id), text).where(
        col(Position.heads_unit), col(Position.unit_id).in_(units)
    )
    seats = (
        _holders(absent.day, "seat", col(Committee.unit_id), cast(col(CommitteeSeat.seat), String))
        .join(CommitteeSeat, col(CommitteeSeat.position_id) == col(Position.id))
        .join(Committee, col(Committee.id) == col(CommitteeSeat.committee_id))
        .where(
            col(Committee.programme_id) == absent.programme_id,
            col(Committee.unit_id).in_(units),
            seated_on(absent.day),
        )
    )
    mandate = cast(col(ProgrammeMandate.mandate), String)
    mandates = (
        _holders(absent.day, "mandate", col(ProgrammeMandate.unit_id), mandate)
        .join(ProgrammeMandate, col(ProgrammeMandate.position_id) == col(Position.id))
        .where(col(ProgrammeMandate.programme_id) == absent.programme_id)
    )
    work = (
        _holders(absent.day, "work", col(AssignmentOfficial.assignment_id), text)
        .join(AssignmentOfficial, col(AssignmentOfficial.position_id) == col(Position.id))
        .where(col(AssignmentOfficial.assignment_id).in_(_shared(absent)))
    )
    return union_all(heads, seats, mandates, work)


def _holders(day: date, kind: str, number: Any, what: ColumnElement[Any]) -> Select[Any]:
    return (
        select(
            col(Person.id), col(Person.code), col(Person.full_name), col(Position.unit_id),
            literal(kind), number, what,
        )
        .select_from(Position)
        .join(Holding, col(Holding.position_id) == col(Position.id))
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(held_on(day))
    )  # fmt: skip


def _shared(absent: Viewer) -> Select[Any]:
    """The work that the absent person answers for; that of nobody is for no colleague by name."""
    return select(col(AssignmentOfficial.assignment_id)).where(
        col(AssignmentOfficial.position_id).in_(absent.positions)
    )
