"""In which unit somebody was on which days, where their work of a year is of more than one."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.figures.periods import DigestPeriod
from dondoc.store.bulk import among
from models.person import Holding, Position
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.periods import DaySpan, IsWorking
from models.rules.scoring.transfers import days_of_units

UnitSpans = Mapping[int, Sequence[DaySpan]]
"""By unit, the days on which somebody held a position there."""


@dataclass(frozen=True)
class UnitTimes:
    """Somebody's days in their units within a period, and which of them are worked."""

    spans: UnitSpans
    is_working: IsWorking

    def weights(self, units: Collection[int], parameters: ScoringParameters) -> Mapping[int, int]:
        """The days that each of these units weighs by a rule set; none where they are pooled."""
        return days_of_units(self.spans, units, self.is_working, parameters)


def unit_spans(
    session: Session, by_person: Mapping[int, Sequence[OfficialWork]]
) -> Mapping[int, UnitSpans]:
    """Of those whose work is of more than one unit; one query, or none where there is nobody."""
    moved = {key for key, works in by_person.items() if len({each.unit_id for each in works}) > 1}
    if not moved:
        return {}
    query = (
        select(
            col(Holding.person_id), col(Position.unit_id), col(Holding.held_from),
            col(Holding.held_to),
        )
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(among(session, col(Holding.person_id), moved))
        .order_by(col(Holding.held_from), col(Holding.id))
    )  # fmt: skip
    found: dict[int, dict[int, list[DaySpan]]] = defaultdict(lambda: defaultdict(list))
    for person_id, unit_id, first, last in session.connection().execute(query):
        found[person_id][unit_id].append(DaySpan(first, last or date.max))
    return found


def times_in(spans: UnitSpans, period: DigestPeriod, is_working: IsWorking) -> UnitTimes:
    """The same within a period."""
    return UnitTimes(
        {
            unit_id: tuple(
                DaySpan(max(each.first, period.start), min(each.last, period.end))
                for each in of_unit
                if each.first <= period.end and each.last >= period.start
            )
            for unit_id, of_unit in spans.items()
        },
        is_working,
    )
