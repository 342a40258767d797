"""Finds the kind of an indicator that a plan does not state, where its numbers tell it."""

import re
from datetime import date
from decimal import Decimal

from dondoc.services.workbook.amounts import is_blank
from dondoc.services.workbook.bounds import holds_number, looks_numeric, means_number, read_amount
from dondoc.services.workbook.grid import CellError, DatePart, Percent, Value
from dondoc.services.workbook.layout import measure_words
from dondoc.services.workbook.plan import QUARTER_LABELS
from dondoc.services.workbook.row_reader import SheetRow
from models.rules.folding import fold_words

Numbers = list[Decimal]
_OF_PRODUCTS = ("san pham", "ket qua", "dau ra", "product", "deliverable")
_COUNTED_PRODUCT = re.compile(r"\d{1,2}(?:[.)] ?| +)([^\W\d]+)")
_NUMBER_KEYS = ("target", "q1", "q2", "q3", "q4")


def inferred_kind(row: SheetRow) -> str | None:
    """None where several kinds are possible; the rules are tried in this order.

    A name in a column of products: product (30% in a quarter tells how far it is). A unit of
    measure with "%", or numbers shown as per cent: percentage. No number, but words: product.
    Quarters that add up to the target: increment. A last quarter that is the target, with no fall
    before it: running_total. Where two of these fit at once (a single filled quarter), the kinds
    ask for the same, so the order does no harm.
    """
    if is_of_products(row, "target") and _is_words(row, "target"):
        return "product"
    if _is_percentage(row):
        return "percentage"
    target, quarters, words = _numbers(row)
    if words and target is None and not quarters:
        return "product"
    if target is None or not quarters:
        return None
    if sum(quarters, Decimal(0)) == target:
        return "increment"
    return "running_total" if quarters[-1] == target and quarters == sorted(quarters) else None


def is_bare_task(row: SheetRow) -> bool:
    """No number, no words and nothing to measure by: it is done by its deadline, or it is not."""
    target, quarters, words = _numbers(row)
    nothing = target is None and not quarters and not words
    return nothing and not row.line("unit_of_measure") and not any(map(row.text, _NUMBER_KEYS))


def possible_kinds(row: SheetRow) -> tuple[str, ...]:
    """What the numbers do not rule out, for the message."""
    target, quarters, _ = _numbers(row)
    if target is None and not quarters:
        return ("product", "increment", "running_total", "percentage", "last_value")
    if not quarters:
        return ("increment", "running_total", "percentage", "last_value")
    if target is None or quarters[-1] == target:
        return ("last_value", "percentage")
    return ("increment", "running_total", "last_value")


def _is_percentage(row: SheetRow) -> bool:
    if "%" in (row.measured_in or ""):
        return True
    return any(_shows_percent(row.value(key)) for key in _NUMBER_KEYS)


def _shows_percent(value: Value) -> bool:
    return isinstance(value, Percent) or (
        isinstance(value, str) and value.strip().endswith("%") and _amount(value, None) is not None
    )


def _numbers(row: SheetRow) -> tuple[Decimal | None, Numbers, bool]:
    """The target, the filled quarters, and whether some cell holds words instead."""
    quarters, words = [], False
    for label in QUARTER_LABELS:
        value = row.value(label.lower())
        number = _amount(value, row)
        words = words or (number is None and _is_words(row, label.lower()))
        if number is not None:
            quarters.append(number)
    target = _amount(row.value("target"), row)
    return target, quarters, words or (target is None and _is_words(row, "target"))


def _is_words(row: SheetRow, key: str) -> bool:
    """A text that starts with a number is one that is badly written, never a product's name.

    So is any with a number in it where the row is measured in something, and one that tells a
    number in words; below a heading of products both are names.
    """
    value = row.value(key)
    if value == "x":
        return True
    if is_counted_product(row, key):
        return True
    if is_blank(value) or isinstance(value, CellError | date | DatePart) or looks_numeric(value):
        return False
    if is_of_products(row, key):
        return True
    return not (holds_number(value) if row.measured_in else means_number(value))


def is_counted_product(row: SheetRow, key: str) -> bool:
    """ "01 Đề án", "1. Báo cáo; 2. Tờ trình" in a column of products, where nothing is measured."""
    value = row.value(key)
    match = _COUNTED_PRODUCT.match(value) if isinstance(value, str) else None
    if match is None or row.measured_in or not is_of_products(row, key):
        return False
    return fold_words(match[1]) not in measure_words()


def is_of_products(row: SheetRow, key: str) -> bool:
    """Whether the column is headed as one of products: "Sản phẩm", "Kết quả đầu ra"."""
    heading = fold_words(row.heading(key))
    return any(word in heading for word in _OF_PRODUCTS)


def _amount(value: Value, row: SheetRow | None) -> Decimal | None:
    try:
        unit = row.measured_in if row else None
        return read_amount(value, row.style if row else None, unit).number
    except ValueError:
        return None
