"""What a digest is computed from: a programme, read once, as of the end of a day.

A part of it (a group, a unit, an official) is cut out of the same reading and asks no database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.difficulties.open import OpenDifficulty
from dondoc.services.digest.difficulties import read_difficulties
from dondoc.services.digest.late_and_exceeded import ListLookups, open_lookups
from dondoc.services.digest.parts import DigestPart
from dondoc.services.figures.as_they_stood import rows_as_they_stood
from dondoc.services.figures.indicators import YearValues, year_values_of
from dondoc.services.figures.judgements import JudgedCheckpoint, see
from dondoc.services.figures.per_group import UnitOrder, units_in_order
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

    @property
    def question(self) -> FiguresQuestion:
        """Which period, units and day it is about."""
        return self.lookups.question

    @property
    def within(self) -> list[JudgedCheckpoint]:
        """The checkpoints that are due in the period."""
        return [each for each in self.judged if each.row.due_on in self.question.quarter]

    @property
    def groups(self) -> dict[str, str]:
        """The codes and titles of the groups that have anything to count in the period."""
        units = {each.row.unit_id for each in self.within}
        return {group.code: group.title for group, unit in self.order if unit.key in units}

    def cut(self, part: DigestPart) -> "DigestReading":
        """What of it is of one part."""
        units = self.units_of(part)
        judged = [each for each in self.judged if self._is_of(part, units, each)]
        ours = {each.row.assignment_id for each in judged}
        raised = [
            each
            for each in self.difficulties
            if each.assignment_id in ours or (part.person_id is None and each.unit_id in units)
        ]
        question = replace(self.question, unit_id=part.unit_id or self.question.unit_id)
        lookups = replace(self.lookups, question=question)
        return replace(self, lookups=lookups, judged=judged, difficulties=raised)

    def units_of(self, part: DigestPart) -> frozenset[int]:
        """The units of a part."""
        return frozenset(
            unit.key
            for group, unit in self.order
            if part.unit_id in (None, unit.key) and part.group_code in ("", group.code)
        )

    def _is_of(self, part: DigestPart, units: frozenset[int], checkpoint: JudgedCheckpoint) -> bool:
        """Whether a checkpoint is of a part; an official's are those that they lead."""
        if part.person_id is not None:
            lead = self.lookups.lead(checkpoint)
            return lead is not None and lead.person_id == part.person_id
        return checkpoint.row.unit_id in units


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
    return DigestReading(
        lookups=lookups,
        judged=judged,
        order=units_in_order(session),
        year_values=year_values_of(session, question),
        difficulties=read_difficulties(session, question),
    )
