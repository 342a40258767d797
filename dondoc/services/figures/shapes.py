"""What a digest says, as plain values that survive being kept as JSON."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from dondoc.services.figures.moved_item import MovedItem
from dondoc.services.figures.report_shapes import ComparedItem, DigestReport
from models.rules.achievement import Expectation, percent_of_plan
from models.rules.evaluation import Grade
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.ladder import Firmness
from models.rules.measures import Measure, rounded
from models.rules.stages import Stage
from models.rules.totals import ComparedResults, Counts


@dataclass(frozen=True)
class UnitFigures:
    """One unit's checkpoints of the quarter."""

    unit_id: int
    code: str
    name: str
    counts: Counts
    verdicts: ComparedResults


@dataclass(frozen=True)
class GroupFigures:
    """A group of units; its counts are the sums of its units' counts."""

    code: str
    title: str
    counts: Counts
    verdicts: ComparedResults
    units: tuple[UnitFigures, ...]


@dataclass(frozen=True)
class Deliveries:
    """Products accepted as delivered, of those due."""

    delivered: int
    due: int


@dataclass(frozen=True)
class IndicatorFigures:
    """An indicator across the units that carry it. None: it has nothing of that sort."""

    code: str
    title: str
    unit_of_measure: str
    kind: Kind
    direction: Direction
    adds_up: AddsUp
    verdicts: ComparedResults
    quarter: Measure | None
    year: Measure | None
    quarter_products: Deliveries | None
    year_products: Deliveries | None


@dataclass(frozen=True)
class OverdueItem:
    """A checkpoint past its last day, and who answers for it, seen on the day of the digest.

    `days_over`: working days from the last day in time to the day of the digest, or to that of a
    late report; `first_late`: by `original_due_on`, where a decision moved that; it counts nowhere.
    `taken_over`: since when they answer, where it was overdue before that, under those in `before`;
    `held_on`: a day on which they held the position that they have left. `reminded`: how often
    whoever answers was reminded or urged, `firmest`: how firmly at most. `reason`: the last words
    on why it is late, or what the last report says was done (`is_narrative`).
    """

    ref: str
    title: str
    unit: str
    lead: str
    lead_title: str
    due_on: date
    days_over: int
    stage: Stage
    missing: bool
    returned: bool
    taken_over: date | None = None
    before: str = ""
    undelivered: bool = False
    reminded: int = 0
    firmest: Firmness | None = None
    first_urged_on: date | None = None
    reason: str = ""
    reason_on: date | None = None
    is_narrative: bool = False
    held_on: date | None = None
    original_due_on: date | None = None
    first_late: int | None = None


@dataclass(frozen=True)
class DifficultyRow:
    """A difficulty or a proposal in the words of the report. `remover`: who can remove it.

    `title`: of the indicator or product, '' in what was kept before it was asked. `resolved`: it
    is over; `left_out`: because its author no longer repeats it. `since`: the
    day since which it is said without a break. `ended_on`, `ended_by`, `ended_how`: when it ended,
    who said so or filed the report without it, and their words or that report's checkpoint.
    """

    ref: str
    unit: str
    said_on: date
    difficulty: str
    proposal: str
    remover: str
    resolved: bool
    since: date | None = None
    left_out: bool = False
    ended_on: date | None = None
    ended_by: str = ""
    ended_how: str = ""
    title: str = ""


@dataclass(frozen=True)
class GradeCount:
    """How many checkpoints were evaluated with a grade."""

    grade: Grade
    count: int


@dataclass(frozen=True)
class DigestFigures:
    """All that the digest of a period says, as of the end of a day. `quarter`: the period.

    `unit`: the name of the only unit it is about, or ''. `estimates`: results of the quarter
    that are estimates to be replaced. `backlog`: overdue from earlier quarters of the year,
    in none of the counts; `later`: overdue that was due after the period. `moved`: whose due
    date was moved from or to a day of the quarter.
    `report`: what it says beside these, None in what was kept before. `group`: the title of the
    only group that it is about, or ''. `of_groups`: of all units, the same of each group by its
    code, from the same reading.
    """

    programme_year: int
    programme_title: str
    quarter: str
    first_day: date
    last_day: date
    as_of: date
    unit: str
    due_soon_days: int
    counts: Counts
    verdicts: ComparedResults
    estimates: int
    groups: tuple[GroupFigures, ...]
    indicators: tuple[IndicatorFigures, ...]
    overdue: tuple[OverdueItem, ...]
    backlog: tuple[OverdueItem, ...]
    exceeded: tuple[ComparedItem, ...]
    difficulties: tuple[DifficultyRow, ...]
    grades: tuple[GradeCount, ...]
    moved: tuple[MovedItem, ...] = ()
    group: str = ""
    report: DigestReport | None = None
    later: tuple[OverdueItem, ...] = ()
    of_groups: dict[str, "DigestFigures"] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain values: dates as ISO text, quantities as decimal text, counts with totals."""
        plain: dict[str, Any] = _adapter().dump_python(self, mode="json")
        _put_totals(plain)
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "DigestFigures":
        """The figures of a digest that was kept, to be shown again."""
        return _limits_as_used(_adapter().validate_python(plain))


def _limits_as_used(figures: DigestFigures) -> DigestFigures:
    """What was kept when a limit that was over was told as allowed / used: as it is told now."""
    return replace(
        figures,
        indicators=tuple(map(_indicator_as_used, figures.indicators)),
        exceeded=tuple(
            replace(item, percent=_of_plan(item.expected, item.actual))
            if item.direction is Direction.LOWER
            else item
            for item in figures.exceeded
        ),
        of_groups={key: _limits_as_used(part) for key, part in figures.of_groups.items()},
    )


def _indicator_as_used(figures: IndicatorFigures) -> IndicatorFigures:
    if figures.direction is not Direction.LOWER:
        return figures
    quarter, year = (each and _as_used(each) for each in (figures.quarter, figures.year))
    return replace(figures, quarter=quarter, year=year)


def _as_used(measure: Measure) -> Measure:
    if measure.percent is not None:  # no limit has one any more
        used = _of_plan(measure.target, measure.actual)
        return replace(measure, percent=None, used=used, allowed=measure.target)
    is_older = measure.used is not None and measure.allowed is None
    return replace(measure, allowed=measure.planned) if is_older else measure


def _of_plan(expected: Decimal | None, actual: Decimal | None) -> Decimal | None:
    return rounded(percent_of_plan(Expectation(expected), actual))


@cache
def _adapter() -> TypeAdapter[DigestFigures]:
    return TypeAdapter(DigestFigures)


def _put_totals(value: Any) -> None:
    """Writes the total beside its parts, so that no reader has to add them up."""
    if isinstance(value, list):
        for row in value:
            _put_totals(row)
    elif isinstance(value, dict):
        for row in value.values():
            _put_totals(row)
        if "done_in_time" in value:
            value["total"] = Counts(**value).total
