"""Each indicator across the units that carry it, for the quarter and for the year so far.

Totals and ratios are those of models.rules.measures, as on every page.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.figures.composites import CompositesOfYear, reading_of
from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.per_group import all_verdicts
from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.figures.shapes import Deliveries, IndicatorFigures
from models.assignment import Assignment
from models.indicator import Indicator
from models.rules.indicators import Kind
from models.rules.measures import Definition, Reading, UnitShare, of_period, of_year


@dataclass(frozen=True)
class YearValue:
    """What an assignment gives for the whole year."""

    target: Decimal | None
    weight: Decimal


YearValues = Mapping[int, YearValue]


def per_indicator(
    question: FiguresQuestion, judged: Sequence[JudgedCheckpoint], year_values: YearValues
) -> list[IndicatorFigures]:
    """Indicators with a checkpoint due in the period. `judged`: all of the year."""
    by_indicator: dict[int, list[JudgedCheckpoint]] = defaultdict(list)
    for checkpoint in judged:
        by_indicator[checkpoint.row.indicator_id].append(checkpoint)
    composites = CompositesOfYear(question, judged, year_values)
    figures = (
        _indicator(composites, question.indicators[key], by_indicator[key], year_values)
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
    year_values: YearValues,
) -> IndicatorFigures | None:
    question = composites.question
    within = [checkpoint for checkpoint in judged if checkpoint.row.due_on in question.quarter]
    if not within:
        return None
    rule = Definition(indicator.kind, indicator.direction, indicator.adds_up)
    if indicator.kind is Kind.COMPOSITE:
        quarter, year = composites.in_quarter(within), composites.in_year(judged)
    else:
        quarter, year = carriers_of(within, year_values), carriers_of(judged, year_values)
    return IndicatorFigures(
        code=indicator.code,
        title=indicator.title,
        unit_of_measure=indicator.unit_of_measure,
        kind=indicator.kind,
        direction=indicator.direction,
        adds_up=indicator.adds_up,
        verdicts=all_verdicts(within),
        quarter=of_period(rule, quarter, question.as_of) if quarter else None,
        year=of_year(rule, year, question.as_of) if year else None,
        quarter_products=_deliveries(within),
        year_products=_deliveries(judged),
    )


def _deliveries(judged: Iterable[JudgedCheckpoint]) -> Deliveries | None:
    products = [checkpoint for checkpoint in judged if checkpoint.expectation.is_product]
    if not products:
        return None
    return Deliveries(sum(product.delivered is True for product in products), len(products))


def carriers_of(judged: Iterable[JudgedCheckpoint], year_values: YearValues) -> list[UnitShare]:
    """By assignment, the checkpoints that ask for a number."""
    by_assignment: dict[int, list[Reading]] = defaultdict(list)
    for checkpoint in judged:
        if not checkpoint.expectation.is_product:
            by_assignment[checkpoint.row.assignment_id].append(reading_of(checkpoint))
    return [
        UnitShare(year_values[key].target, year_values[key].weight, tuple(readings))
        for key, readings in by_assignment.items()
    ]
