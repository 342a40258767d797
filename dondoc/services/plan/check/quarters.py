"""Reads the quarter columns of an assignment's row."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dondoc.services.plan.check.roadmap import RoadmapPoint
from dondoc.services.workbook.amounts import AmountError, is_blank
from dondoc.services.workbook.bounds import read_amount
from dondoc.services.workbook.days import DayError, parse_day, quarter_end, quarter_start
from dondoc.services.workbook.grid import CellError, Value, shown
from dondoc.services.workbook.layout import checkpoint_title, choice_index
from dondoc.services.workbook.plan import QUARTER_LABELS, YEAR_LABEL, CheckpointDraft
from dondoc.services.workbook.row_reader import SheetRow
from models.rules.folding import fold_words

_SIGNS = re.compile(r"[^\w?]+")
"""Marks as in a chart of times: "●", "√", "--->"."""


def quarter_points(row: SheetRow, year: int, product: str | None) -> list[RoadmapPoint]:
    """A checkpoint for each filled quarter. `product` is what an "x" stands for; None: numbers."""
    return list(_quarter_points(row, year, product))


def _quarter_points(row: SheetRow, year: int, product: str | None) -> Iterator[RoadmapPoint]:
    for number, label in enumerate(QUARTER_LABELS, start=1):
        key = label.lower()
        text = None if product is None else product_in(row, key, product)
        expected = row.amount(key) if product is None else None
        if expected is None and text is None:
            continue
        checkpoint = CheckpointDraft(
            label=label,
            title=checkpoint_title(label, year),
            opens_on=quarter_start(year, number),
            due_on=quarter_end(year, number),
            expected=expected,
            product=text,
        )
        yield RoadmapPoint(checkpoint, row, key)


def product_in(row: SheetRow, key: str, marked: str) -> str | None:
    """The product named in a cell; a mark ("x", 1, "●") stands for `marked`.

    A product is delivered or not: other numbers are refused, so that a quantity is not lost.
    """
    value, text = row.value(key), row.text(key)
    if text is None or isinstance(value, CellError):
        return None
    mark = choice_index("flag").get(fold_words(text))
    if mark == "yes" or (_SIGNS.fullmatch(text) and not is_blank(value)):
        return marked
    if is_blank(value) or (mark == "no" and fold_words(text) == "false"):  # a box left unticked
        return None
    if key != "target" and _is_day(value, row.year):
        row.error(key, "plan.error.date_as_number", column=row.heading(key), found=text)
        return None
    if _is_number(text, row.measured_in):
        row.error(key, "plan.error.product_number", column=row.heading(key), found=shown(value))
        return None
    return text


def _is_day(value: Value, year: int | None) -> bool:
    """Whether a quarter's cell says when and not what: "30/6", "Tháng 6"."""
    try:
        return parse_day(value, year) is not None
    except DayError:
        return False


def _is_number(text: str, unit: str | None) -> bool:
    try:
        return isinstance(read_amount(text, None, unit).number, Decimal)
    except AmountError as error:
        return error.key == "plan.error.number_range"


def first_quarter(row: SheetRow) -> str | None:
    """The column of the first quarter whose cell says something, readable or not."""
    for label in QUARTER_LABELS:
        value = row.value(label.lower())
        if not is_blank(value) or value == "x":
            return label.lower()
    return None


def year_label_title(year: int) -> tuple[str, str]:
    return YEAR_LABEL, checkpoint_title(YEAR_LABEL, year)
