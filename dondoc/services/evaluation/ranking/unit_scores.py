"""Units and groups of units in a period: what was done, in time, beyond the target, and points.

A unit is scored by the rule set of whoever heads it, over all its lines, whoever led them: as a
collective before the gates. Its own general criteria nobody enters here: points have bounds.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dondoc.services.evaluation.people.entered import EnteredPoints
from dondoc.services.evaluation.people.scored import scored
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.evaluation.ranking.period_points import PeriodPoints, period_points
from dondoc.services.evaluation.ranking.standings import (
    PeriodReading,
    PeriodStandings,
    parts_of,
)
from dondoc.services.figures.periods import DigestPeriod
from models.rules.evaluation import Grade
from models.rules.objective_causes import ShortfallKind
from models.rules.scoring.exact import ZERO
from models.rules.scoring.gates import TaskCounts, WhoIsGraded, counts_of
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.task_lines import TaskLine
from models.rules.scoring.units import WorkShare, is_under, share_of_unit


@dataclass(frozen=True)
class UnitScore:
    """A unit in a period. `vacant`: lines that nobody led; `under`: less than the rule asks.

    `share`: what it did of its lines; `counts`: tasks, and of these done, late, exceeded;
    `in_time`: done without a lateness.
    """

    unit_id: int
    unit: str
    group_code: str
    group_title: str
    rules: str
    vacant: int
    not_counted: int
    share: WorkShare
    counts: TaskCounts
    in_time: int
    points: PeriodPoints
    under: bool


@dataclass(frozen=True)
class GroupScore:
    """A group of units. `mean`: of its units' results, each counting once; None without any.

    `grades`: officials of the group by grade, None: whose grade is not known.
    """

    group_code: str
    group_title: str
    units: tuple[UnitScore, ...]
    mean: Fraction | None
    grades: Mapping[Grade | None, int]

    @property
    def scored(self) -> int:
        """How many units the mean is of."""
        return sum(each.points.results is not None for each in self.units)


def group_scores(period: PeriodReading, standings: PeriodStandings) -> tuple[GroupScore, ...]:
    """All groups with their units, in the order of the plan."""
    by_unit = period.work.by_unit
    rules, parameters = standings.rules[True].code, standings.parameters[True]
    unled = Counter(each.unit_id for each in period.work.vacant if each.due_on in period.period)
    groups: dict[str, list[UnitScore]] = {}
    for place in period.work.units:
        works = [each for each in by_unit.get(place.unit_id, ()) if each.due_on in period.period]
        if works:
            lines = _lines(works, parameters)
            share = share_of_unit(lines, parameters)
            score = UnitScore(
                place.unit_id, works[0].unit, place.group_code, place.group_title, rules,
                unled[place.unit_id], len(works) - len(lines), share, counts_of(lines, parameters),
                counts_of(_in_time(lines), parameters).done,
                _points(place.unit_id, works, period, parameters), is_under(share, parameters),
            )  # fmt: skip
            groups.setdefault(place.group_code, []).append(score)
    return tuple(_group(units, standings) for units in groups.values())


def _lines(works: Sequence[OfficialWork], parameters: ScoringParameters) -> tuple[TaskLine, ...]:
    lines = (each.line(parameters) for each in works if each.reason is None)
    return tuple(line for line in lines if line is not None)


def _in_time(lines: Sequence[TaskLine]) -> list[TaskLine]:
    kind = ShortfallKind.LATENESS
    return [line for line in lines if all(each.kind is not kind for each in line.shortfalls)]


def _points(
    unit_id: int,
    works: Sequence[OfficialWork],
    period: PeriodReading,
    parameters: ScoringParameters,
) -> PeriodPoints:
    parts = [
        scored(
            [each for each in works if each.due_on in part],
            False,
            parameters,
            _disciplined(unit_id, period, part),
            WhoIsGraded.COLLECTIVE,
        )
        for part in parts_of(period.period)
    ]
    return period_points(parts, False, parameters)


def _disciplined(unit_id: int, period: PeriodReading, part: DigestPeriod) -> EnteredPoints:
    """What papers say of a collective: of itself, and of units and leaders below it."""
    return EnteredPoints(
        disciplined=bool(period.work.disciplines.of_unit(unit_id, part)),
        below_disciplined=unit_id in period.below.units_in(part),
    )


def _group(units: Sequence[UnitScore], standings: PeriodStandings) -> GroupScore:
    code, title = units[0].group_code, units[0].group_title
    known = [each.points.results for each in units if each.points.results is not None]
    members = [each for each in standings.people if each.official.group_code == code]
    return GroupScore(
        code,
        title,
        tuple(units),
        sum(known, ZERO) / len(known) if known else None,
        Counter(each.points.grade for each in members),
    )
