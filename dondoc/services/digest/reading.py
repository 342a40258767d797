"""What a digest is computed from: a programme, read once, as of the end of a day.

A part of it (a group, a unit, an official) is cut out of the same reading and asks no database.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.difficulties.open import OpenDifficulty
from dondoc.services.digest.difficulties import read_difficulties
from dondoc.services.digest.late_and_exceeded import ListLookups, open_lookups
from dondoc.services.digest.parts import DigestPart
from dondoc.services.figures.as_they_stood import rows_as_they_stood
from dondoc.services.figures.indicators import YearShares, YearValues, shares_of, year_values_of
from dondoc.services.figures.judgements import JudgedCheckpoint, see
from dondoc.services.figures.per_group import GroupedUnit, UnitOrder, units_in_order
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.figures.question import FiguresQuestion, open_question
from dondoc.services.organisation.units import names_on
from models.programme import Programme


@dataclass(frozen=True)
class DigestReading:
    """Every live checkpoint of the year as it stood, and what the figures look things up in."""

    lookups: ListLookups
    judged: Sequence[JudgedCheckpoint]
    order: UnitOrder
    year_values: YearValues
    difficulties: Sequence[OpenDifficulty]
    shares: YearShares

    @property
    def question(self) -> FiguresQuestion:
        """Which period, units and day it is about."""
        return self.lookups.question

    @cached_property
    def within(self) -> list[JudgedCheckpoint]:
        """The checkpoints that are due in the period."""
        first, last = self.question.quarter.start, self.question.quarter.end
        return [each for each in self.judged if first <= each.row.due_on <= last]

    @cached_property
    def by_unit(self) -> Mapping[int, Sequence[JudgedCheckpoint]]:
        """The checkpoints of each unit, so that thousands of parts are cut out at once."""
        return of_units(self.judged)

    @cached_property
    def difficulties_by_unit(self) -> Mapping[int, Sequence[OpenDifficulty]]:
        """The difficulties that each unit raised."""
        by_unit: dict[int, list[OpenDifficulty]] = defaultdict(list)
        for each in self.difficulties:
            by_unit[each.unit_id].append(each)
        return by_unit

    @cached_property
    def groups(self) -> dict[str, str]:
        """The codes and titles of the groups that have anything to count in the period."""
        units = {each.row.unit_id for each in self.within}
        return {each.group_code: each.group_title for each in self.order if each.unit_id in units}

    def cut(self, part: DigestPart) -> "DigestReading":
        """What of it is of one part; an official's are the checkpoints that they lead."""
        order = self._order_of(part)
        units = [each.unit_id for each in order]
        judged = [each for unit in units for each in self.by_unit.get(unit, ())]
        raised = [each for unit in units for each in self.difficulties_by_unit.get(unit, ())]
        shares = self.shares
        if part.person_id is not None:
            judged = [each for each in judged if self.lookups.is_led_by(part.person_id, each)]
            ours = {each.row.assignment_id for each in judged}
            raised = [each for each in raised if each.assignment_id in ours]
            shares = shares_of(judged, self.year_values)
        question = replace(self.question, unit_id=part.unit_id or self.question.unit_id)
        lookups = replace(self.lookups, question=question)
        return replace(
            self, lookups=lookups, judged=judged, order=order, difficulties=raised, shares=shares
        )

    def units_of(self, part: DigestPart) -> tuple[int, ...]:
        """The units of a part, in the order of the plan."""
        return tuple(each.unit_id for each in self._order_of(part))

    def _order_of(self, part: DigestPart) -> UnitOrder:
        """One of thousands of units is not looked for among all of them."""
        if part.unit_id is not None:
            return [self._places[part.unit_id]] if part.unit_id in self._places else []
        return [each for each in self.order if part.group_code in ("", each.group_code)]

    @cached_property
    def _places(self) -> Mapping[int, GroupedUnit]:
        return {each.unit_id: each for each in self.order}


def of_units(judged: Iterable[JudgedCheckpoint]) -> Mapping[int, Sequence[JudgedCheckpoint]]:
    """Checkpoints by the key of their unit."""
    by_unit: dict[int, list[JudgedCheckpoint]] = defaultdict(list)
    for each in judged:
        by_unit[each.row.unit_id].append(each)
    return by_unit


def read_digest(
    session: Session, programme: Programme, period: DigestPeriod, as_of: date, unit_id: int | None
) -> DigestReading:
    """Reads the live checkpoints of the year; what was recorded and is not drained counts.

    Raises BadInput for a period of another year than the programme's, or a unit that does not
    exist.
    """
    if period.year != programme.year:
        raise BadInput("digest.error.other_year", quarter=str(period), year=programme.year)
    session.flush()
    question = open_question(session, programme, period, as_of, unit_id)
    judged = see(question, rows_as_they_stood(session, question))
    lookups = open_lookups(session, question, names_on(session, as_of))
    if unit_id is not None and unit_id not in lookups.names:
        raise BadInput("digest.error.unknown_unit", unit=unit_id)
    year_values = year_values_of(session, question)
    return DigestReading(
        lookups=lookups,
        judged=judged,
        order=units_in_order(session),
        year_values=year_values,
        shares=shares_of(judged, year_values),
        difficulties=read_difficulties(session, question),
    )
