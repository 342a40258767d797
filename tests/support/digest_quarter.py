"""The first quarter of the small plan of the digest."""

from datetime import date

from digest_plan import Plan

from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.shapes import DigestFigures, IndicatorFigures

Q1, Q2, Q3 = (Quarter(2022, number) for number in (1, 2, 3))
FRIDAY_AFTER = date(2022, 4, 8)


def q1(plan: Plan, as_of: date = FRIDAY_AFTER, unit: str | None = None) -> DigestFigures:
    unit_id = plan.units[unit].key if unit else None
    return figures(plan.session, plan.programme, Q1, as_of, unit_id)


def indicator(found: DigestFigures, code: str) -> IndicatorFigures:
    return next(one for one in found.indicators if one.code == code)
