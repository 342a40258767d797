"""Numbers that look wrong: whoever sends one is asked again, and may be right all the same."""

from decimal import Decimal
from typing import Any, NamedTuple

from dondoc.services.reports.form_context import FormContext
from models.rules.indicators import Kind

TIMES = 10
"""So many times what is expected: most often a mark of thousands was read as one of decimals."""

FULL = Decimal(100)


class ReportWarning(NamedTuple):
    """A key of the catalogue, and what fills it in (numbers as numbers)."""

    key: str
    params: dict[str, Any]


def warnings_of(context: FormContext, value: Decimal | None) -> tuple[ReportWarning, ...]:
    """What is remarkable about a value before it is recorded."""
    if value is None or context.is_product:
        return ()
    warnings = (_falls(context, value), _much_more(context, value), _above_full(context, value),
             _negative(context, value))  # fmt: skip
    return tuple(warning for warning in warnings if warning is not None)


def _falls(context: FormContext, value: Decimal) -> ReportWarning | None:
    """A running total contains what came before it, so it can only grow."""
    last = context.last
    if (
        context.checkpoint.indicator.kind is not Kind.RUNNING_TOTAL
        or last is None
        or value >= last.value
    ):
        return None
    return ReportWarning(
        "report.warning.falls", {"value": value, "last": last.value, "as_of": last.as_of}
    )


def _much_more(context: FormContext, value: Decimal) -> ReportWarning | None:
    expected = context.view.expected
    if expected is None or expected <= 0 or value < TIMES * expected:
        return None
    return ReportWarning("report.warning.much_more", {"value": value, "expected": expected})


def _above_full(context: FormContext, value: Decimal) -> ReportWarning | None:
    """Above 100% only where more than everything was expected to begin with."""
    indicator, expected = context.checkpoint.indicator, context.view.expected or Decimal(0)
    if "%" not in indicator.unit_of_measure or value <= max(FULL, expected):
        return None
    return ReportWarning("report.warning.above_full", {"value": value})


def _negative(context: FormContext, value: Decimal) -> ReportWarning | None:
    if value >= 0 or (context.view.expected or Decimal(0)) < 0:
        return None
    return ReportWarning("report.warning.negative", {"value": value})
