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


def warnings_of(sheet: FormContext, value: Decimal | None) -> tuple[ReportWarning, ...]:
    """What is remarkable about a value before it is recorded."""
    if value is None or sheet.is_product:
        return ()
    found = (_falls(sheet, value), _much_more(sheet, value), _above_full(sheet, value),
             _negative(sheet, value))  # fmt: skip
    return tuple(warning for warning in found if warning is not None)


def _falls(sheet: FormContext, value: Decimal) -> ReportWarning | None:
    """A running total contains what came before it, so it can only grow."""
    last = sheet.last
    if sheet.item.indicator.kind is not Kind.RUNNING_TOTAL or last is None or value >= last.value:
        return None
    return ReportWarning(
        "report.warning.falls", {"value": value, "last": last.value, "as_of": last.as_of}
    )


def _much_more(sheet: FormContext, value: Decimal) -> ReportWarning | None:
    expected = sheet.view.expected
    if expected is None or expected <= 0 or value < TIMES * expected:
        return None
    return ReportWarning("report.warning.much_more", {"value": value, "expected": expected})


def _above_full(sheet: FormContext, value: Decimal) -> ReportWarning | None:
    """Above 100% only where more than everything was expected to begin with."""
    indicator, expected = sheet.item.indicator, sheet.view.expected or Decimal(0)
    if "%" not in indicator.unit_of_measure or value <= max(FULL, expected):
        return None
    return ReportWarning("report.warning.above_full", {"value": value})


def _negative(sheet: FormContext, value: Decimal) -> ReportWarning | None:
    if value >= 0 or (sheet.view.expected or Decimal(0)) < 0:
        return None
    return ReportWarning("report.warning.negative", {"value": value})
