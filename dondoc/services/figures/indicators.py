"""Each indicator across the units that carry it, for the quarter and for the year so far.

Totals and ratios are those of models.rules.measures, as on every page.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.figures.composites import CompositesOfYear, OfYear
from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.per_group import all_verdicts
from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.figures.shapes import Deliveries, IndicatorFigures
from models.assignment import Assignment
from models.indicator import Indicator
from models.rules.indicators import Kind
from models.rules.measures import Definition, Measure, Reading, UnitShare, of_period, of_year


@dataclass(frozen=True)
class YearValue:
    """What an assignment gives for the whole year."""

    target: Decimal | None
    weight: Decimal


YearValues = Mapping[int, YearValue]


@dataclass(frozen=True)
class YearShares:
    """What each assignment has of its indicator in the year, and what that comes to by itself.

    The whole, its groups and its units tell the same of an assignment: it is reckoned once.
    """

    shares: Mapping[int, UnitShare]
    _alone: dict[int, Measure] = field(default_factory=dict)

    def carried(self, judged: Iterable[JudgedCheckpoint]) -> dict[int, UnitShare]:
        """Of the assignments that these checkpoints are of, those that ask for a number."""
        asking = (each for each in judged if not each.expectation.is_product)
        keys = dict.fromkeys(each.row.assignment_id for each in asking)
        return {key: self.shares[key] for key in keys}

    def measure(
        self, definition: Definition, carried: Mapping[int, UnitShare], today: date
    ) -> Measure:
        """The year so far of these assignments."""
        if len(carried) != 1:
            return of_year(definition, [*carried.values()], today)
        (key,) = carried
        if key not in self._alone:
            self._alone[key] = of_year(definition, [*carried.values()], today)
        return self._alone[key]


def shares_of(judged: Iterable[JudgedCheckpoint], year_values: YearValues) -> YearShares:
    """The shares of all assignments. `judged`: all checkpoints of the year."""
    return YearShares(_by_assignment(judged, year_values))


def per_indicator(
    question: FiguresQuestion,
    judged: Sequence[JudgedCheckpoint],
    year_values: YearValues,
    shares: YearShares,
) -> list[IndicatorFigures]:
    """Indicators with a checkpoint due in the period. `judged`: all of the year."""
    by_indicator: dict[int, list[JudgedCheckpoint]] = defaultdict(list)
    for checkpoint in judged:
        by_indicator[checkpoint.row.indicator_id].append(checkpoint)
    composites = CompositesOfYear(question, judged, year_values)
    figures = (
        _indicator(composites, question.indicators[key], by_indicator[key], shares)
        for key in sorted(by_indicator, key=lambda key: question.indicators[key].code)
    )
    return [figure for figure in figures if figure is not None]


def year_values_of(session: Session, question: FiguresQuestion) -> YearValues:
    """Target and weight of every assignment of the programme."""
    query = select(col(Assignment.id), col(Assignment.target), col(Assignment.weight)).where(
        col(Assignment.programme_id) == question.programme.key
    )
    rows = session.connection().execute(query)
    return {key: YearValue(target, weight) for key, target, weight in rows if key is not None}


def _indicator(
    composites: CompositesOfYear,
    indicator: Indicator,
    judged: Sequence[JudgedCheckpoint],
    shares: YearShares,
) -> IndicatorFigures | None:
    quarter = composites.question.quarter
    within = [checkpoint for checkpoint in judged if checkpoint.row.due_on in quarter]
    if not within:
        return None
    of_quarter, of_year_so_far = _measures(composites, indicator, judged, within, shares)
    return IndicatorFigures(
        code=indicator.code, title=indicator.title, unit_of_measure=indicator.unit_of_measure,
        kind=indicator.kind, direction=indicator.direction, adds_up=indicator.adds_up,
        verdicts=all_verdicts(within),
        quarter=of_quarter,
        year=of_year_so_far,
        quarter_products=_deliveries(within),
        year_products=_deliveries(judged),
    )  # fmt: skip


def _measures(
    composites: CompositesOfYear,
    indicator: Indicator,
    judged: Sequence[JudgedCheckpoint],
    within: Sequence[JudgedCheckpoint],
    shares: YearShares,
) -> tuple[Measure | None, Measure | None]:
    """Of the period and of the year so far; None where nothing asks for a number."""
    today = composites.question.as_of
    rule = Definition(indicator.kind, indicator.direction, indicator.adds_up)
    if indicator.kind is Kind.COMPOSITE:
        quarter, whole = composites.in_quarter(within), composites.in_year(judged)
        year = of_year(rule, whole, today) if whole else None
    else:
        quarter = [*_by_assignment(within, composites.year_values).values()]
        carried = shares.carried(judged)
        year = shares.measure(rule, carried, today) if carried else None
    return of_period(rule, quarter, today) if quarter else None, year


def _deliveries(judged: Iterable[JudgedCheckpoint]) -> Deliveries | None:
    products = [checkpoint for checkpoint in judged if checkpoint.expectation.is_product]
    if not products:
        return None
    return Deliveries(sum(product.delivered is True for product in products), len(products))


def _by_assignment(
    judged: Iterable[JudgedCheckpoint], year_values: Mapping[int, OfYear]
) -> dict[int, UnitShare]:
    """The checkpoints that ask for a number."""
    by_assignment: dict[int, list[Reading]] = defaultdict(list)
    for checkpoint in judged:
        if not checkpoint.expectation.is_product:
            by_assignment[checkpoint.row.assignment_id].append(checkpoint.reading)
    return {
        key: UnitShare(year_values[key].target, year_values[key].weight, tuple(readings))
        for key, readings in by_assignment.items()
    }
