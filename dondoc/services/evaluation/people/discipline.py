"""Who was disciplined, and of whom degradation was concluded, as far as it counts in a period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.locked_rounds import locked_rounds
from dondoc.services.evaluation.people.paper_facts import PaperFact, stands_on
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.organisation.unit_tree import parents_on
from models.discipline import DisciplineRecord
from models.person import Holding, Position
from models.rules.discipline import DisciplineKind, counts_in
from models.rules.scoring.locked_periods import LockedPeriod, was_known_at
from models.rules.scoring.periods import DaySpan
from models.rules.unit_tree import upwards


@dataclass(frozen=True)
class DisciplineFact:
    """A paper that stands, by the day on which it takes effect."""

    kind: DisciplineKind
    paper_number: str
    paper_body: str
    signed_on: date
    effective_on: date


DisciplineFacts = Mapping[int, tuple[DisciplineFact, ...]]


@dataclass(frozen=True)
class Disciplines:
    """All papers that stand at the end of a day, by the person and by the unit.

    `locked`: of each period of a round that is locked, the papers as they were known at its lock.
    """

    as_of: date
    of_people: DisciplineFacts = field(default_factory=dict)
    of_units: DisciplineFacts = field(default_factory=dict)
    locked: "Mapping[DaySpan, Disciplines]" = field(default_factory=dict)

    def known_in(self, period: DigestPeriod) -> "Disciplines":
        """What counts in a period: a locked one keeps the papers of its lock."""
        return self.locked.get(DaySpan(period.start, period.end), self)

    def of_person(self, person_id: int, period: DigestPeriod) -> tuple[DisciplineFact, ...]:
        """What counts against somebody in a period."""
        return self._in(self.known_in(period).of_people.get(person_id, ()), period)

    def of_unit(self, unit_id: int, period: DigestPeriod) -> tuple[DisciplineFact, ...]:
        """What counts against a unit as a collective."""
        return self._in(self.known_in(period).of_units.get(unit_id, ()), period)

    def _in(
        self, facts: Iterable[DisciplineFact], period: DigestPeriod
    ) -> tuple[DisciplineFact, ...]:
        return tuple(
            each
            for each in facts
            if counts_in(each.effective_on, period.start, period.end, self.as_of)
        )


NOBODY_DISCIPLINED = Disciplines(date.min)
"""Where no paper was recorded."""


def disciplines_on(session: Session, as_of: date) -> Disciplines:
    """As recorded and not taken back at the end of a day, in a locked period at its lock.

    One query, of a few rows, and one more where there is any.
    """
    query = select(DisciplineRecord).order_by(
        col(DisciplineRecord.effective_on), col(DisciplineRecord.id)
    )
    rows = session.scalars(query).all()
    standing = [row for row in rows if stands_on(row.recorded_at, row.taken_back_at, as_of)]
    locked = locked_rounds(session, as_of).values() if rows else ()
    return _papers(
        as_of,
        standing,
        {
            each.days: _papers(as_of, [row for row in rows if known_at_lock(row, each)])
            for each in locked
        },
    )


def known_at_lock(fact: PaperFact, period: LockedPeriod) -> bool:
    """Whether a fact was recorded and not taken back when a round was locked."""
    return was_known_at(fact.recorded_at, fact.taken_back_at, period.locked_at)


def _papers(
    as_of: date,
    rows: Iterable[DisciplineRecord],
    locked: Mapping[DaySpan, Disciplines] | None = None,
) -> Disciplines:
    people: dict[int, list[DisciplineFact]] = defaultdict(list)
    units: dict[int, list[DisciplineFact]] = defaultdict(list)
    for row in rows:
        fact = DisciplineFact(
            row.kind, row.paper_number, row.paper_body, row.signed_on, row.effective_on
        )
        if row.person_id is not None:
            people[row.person_id].append(fact)
        if row.unit_id is not None:
            units[row.unit_id].append(fact)
    return Disciplines(
        as_of,
        {key: tuple(facts) for key, facts in people.items()},
        {key: tuple(facts) for key, facts in units.items()},
        locked or {},
    )


class LedUnit(NamedTuple):
    """A unit that somebody led, from a day to a day; None: still."""

    unit_id: int
    first: date
    last: date | None


@dataclass(frozen=True)
class DisciplineBelow:
    """Under which collectives a unit was disciplined, or a leader of theirs or of a unit below.

    `led`: by person; `parents`: the unit that each unit is under.
    """

    disciplines: Disciplines
    led: Mapping[int, tuple[LedUnit, ...]] = field(default_factory=dict)
    parents: Mapping[int, int] = field(default_factory=dict)

    def units_in(self, period: DigestPeriod) -> frozenset[int]:
        """These collectives (366-QĐ/TW Art. 11); a unit that was disciplined is not below itself.

        A leader counts in the unit that they led on the day on which the paper took effect.
        """
        found: set[int] = set()
        for unit_id in self.disciplines.known_in(period).of_units:
            if self.disciplines.of_unit(unit_id, period):
                found.update(set(upwards(unit_id, self.parents)) - {unit_id})
        for person_id, units in self.led.items():
            for fact in self.disciplines.of_person(person_id, period):
                on_day = (unit for unit in units if _leads_on(unit, fact.effective_on))
                found.update(
                    above for unit in on_day for above in upwards(unit.unit_id, self.parents)
                )
        return frozenset(found)


def _leads_on(unit: LedUnit, day: date) -> bool:
    """Whether somebody led the unit on that day."""
    return unit.first <= day and (unit.last is None or day <= unit.last)


NOBODY_BELOW = DisciplineBelow(NOBODY_DISCIPLINED)


def discipline_below(session: Session, disciplines: Disciplines) -> DisciplineBelow:
    """Two queries; none where no paper was recorded."""
    known = (disciplines, *disciplines.locked.values())
    if not any(each.of_people or each.of_units for each in known):
        return DisciplineBelow(disciplines)
    people = {key for each in known for key in each.of_people}
    held, post = Holding, Position
    query = (
        select(col(held.person_id), col(post.unit_id), col(held.held_from), col(held.held_to))
        .join(Position, col(post.id) == col(held.position_id))
        .where(
            col(held.person_id).in_(sorted(people)),
            or_(col(post.heads_unit), col(post.deputy_head)),
        )
    )
    led: dict[int, list[LedUnit]] = defaultdict(list)
    for person_id, *unit in session.connection().execute(query):
        led[person_id].append(LedUnit(*unit))
    parents = parents_on(session, disciplines.as_of)
    return DisciplineBelow(disciplines, {key: tuple(units) for key, units in led.items()}, parents)
