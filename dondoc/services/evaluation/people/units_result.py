"""The result of a period over all work, or unit by unit where a rule set weighs a transfer by days.

One reading for everybody and every page: rounds, provisional results and rankings all ask here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dondoc.services.evaluation.people.unit_times import UnitTimes
from dondoc.services.evaluation.people.work import OfficialWork
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.results import LeaderParts, NoTotal, ResultSum, result_of, with_leader
from models.rules.scoring.task_lines import TaskLine
from models.rules.scoring.transfers import WeighedPart, weighed_result

UnitLines = tuple[tuple[int, TaskLine], ...]
"""Lines, each with its unit."""


@dataclass(frozen=True)
class UnitsResult:
    """a, b, c over all lines; `by_unit`: each unit's own with its days, where these weigh."""

    pooled: ResultSum | NoTotal
    by_unit: Mapping[int, tuple[ResultSum | NoTotal, int]]

    def whole(
        self, leader: LeaderParts | None, parameters: ScoringParameters
    ) -> ResultSum | NoTotal:
        """The result, for a leader with d, đ, e beside it."""
        if not self.by_unit:
            return with_leader(self.pooled, leader, parameters)
        results = [
            (with_leader(result, leader, parameters), days)
            for result, days in self.by_unit.values()
        ]
        return weighed_result(results, self.pooled.lines, parameters)


def lines_of(counted: UnitLines) -> tuple[TaskLine, ...]:
    """The lines alone."""
    return tuple(line for _, line in counted)


def result_of_units(
    counted: UnitLines, times: UnitTimes | None, parameters: ScoringParameters
) -> UnitsResult:
    """Of these lines; a unit of which nothing counts weighs nothing."""
    pooled = result_of(lines_of(counted), None, parameters)
    units = tuple(dict.fromkeys(unit_id for unit_id, _ in counted))
    weights = times.weights(units, parameters) if times is not None and units else {}
    return UnitsResult(
        pooled,
        {
            unit_id: (result_of(_of_unit(counted, unit_id), None, parameters), days)
            for unit_id, days in weights.items()
        },
    )


def weighed_parts(result: UnitsResult, works: Sequence[OfficialWork]) -> tuple[WeighedPart, ...]:
    """Each unit by its name with its days and its own result; none where they are pooled."""
    names = {each.unit_id: each.unit for each in works}
    return tuple(
        WeighedPart(names[unit_id], days, None if isinstance(own, NoTotal) else own)
        for unit_id, (own, days) in result.by_unit.items()
    )


def _of_unit(counted: Iterable[tuple[int, TaskLine]], unit_id: int) -> tuple[TaskLine, ...]:
    return tuple(line for unit, line in counted if unit == unit_id)
