"""The fields that leaders lead, as recorded and not taken back at the end of a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.locked_rounds import locked_rounds
from dondoc.services.evaluation.people.paper_facts import stands_on
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.organisation.unit_tree import parents_on
from dondoc.services.organisation.units import names_on
from models.led_field import LedField
from models.rules.led_fields import FieldOfWork
from models.rules.scoring.locked_periods import RecordedAbsence, counted_spans
from models.rules.scoring.periods import DaySpan
from models.rules.validity import on_day, overlaps


@dataclass(frozen=True)
class LedFieldNamed:
    """A field that somebody leads, with its unit's name. `category`: '' for all of its work."""

    unit: str
    category: str
    first: date
    last: date | None


@dataclass(frozen=True)
class LedFields:
    """By person what they lead; `parents`: the unit that each unit is under."""

    of_people: Mapping[int, tuple[FieldOfWork, ...]] = field(default_factory=dict)
    parents: Mapping[int, int] = field(default_factory=dict)

    def leads_in(self, person_id: int, first: date, last: date) -> bool:
        """Whether somebody leads a field on any of these days."""
        fields = self.of_people.get(person_id, ())
        return any(overlaps(each.first, each.last, first, last) for each in fields)

    def units_on(self, day: date) -> Mapping[int, frozenset[int]]:
        """The units of which people lead the work on a day, all of it or a group, by person."""
        return {
            person_id: frozenset(
                each.unit_id for each in fields if on_day(each.first, each.last, day)
            )
            for person_id, fields in self.of_people.items()
        }

    def units_of(self, person_id: int, units: Iterable[int]) -> list[int]:
        """Those of these units in which somebody leads any work on any day."""
        fields = self.of_people.get(person_id, ())
        return [unit for unit in units if any(one.reaches(unit, self.parents) for one in fields)]

    def of(self, person_id: int, works: Iterable[OfficialWork]) -> tuple[OfficialWork, ...]:
        """What of these works is of somebody's field."""
        fields = self.of_people.get(person_id, ())
        return tuple(
            replace(each.of_unit(), of_field=True, verdict_waiting=None)
            for each in works
            if any(
                one.holds(each.unit_id, each.category, each.due_on, self.parents) for one in fields
            )
        )


def fields_in(
    session: Session, fields: LedFields, person_id: int, first: date, last: date
) -> tuple[LedFieldNamed, ...]:
    """What somebody leads on any of these days. One query; none of whoever leads nothing."""
    led = [
        each
        for each in fields.of_people.get(person_id, ())
        if overlaps(each.first, each.last, first, last)
    ]
    names = names_on(session, last, {each.unit_id for each in led}) if led else {}
    return tuple(
        LedFieldNamed(names[each.unit_id].name, each.category, each.first, each.last)
        for each in led
    )


NO_FIELDS = LedFields()
"""Where nobody's field was recorded."""


def led_fields_on(session: Session, as_of: date) -> LedFields:
    """In a locked period as known at its lock. One query, and two more where there are any."""
    query = select(LedField).order_by(col(LedField.first_on), col(LedField.id))
    found: dict[int, list[FieldOfWork]] = defaultdict(list)
    rows = session.scalars(query).all()
    locked = list(locked_rounds(session, as_of).values()) if rows else []
    for row in rows:
        for span in counted_spans(recorded_field(row, as_of), locked):
            last = None if span.last == date.max else span.last
            found[row.person_id].append(FieldOfWork(row.unit_id, row.category, span.first, last))
    if not found:
        return NO_FIELDS
    fields = {key: tuple(rows) for key, rows in found.items()}
    return LedFields(fields, parents_on(session, as_of))


def recorded_field(row: LedField, as_of: date) -> RecordedAbsence:
    """A field by its days, as it stands at the end of a day."""
    span = DaySpan(row.first_on, row.last_on or date.max)
    stands = stands_on(row.recorded_at, row.taken_back_at, as_of)
    return RecordedAbsence(span, row.recorded_at, row.taken_back_at, stands)


def without_own(
    works: Sequence[OfficialWork], own: Iterable[OfficialWork]
) -> tuple[OfficialWork, ...]:
    """The works of a field that are not somebody's own."""
    refs = {each.ref for each in own}
    return tuple(each for each in works if each.ref not in refs)
