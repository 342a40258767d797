"""Says of a row of a one-sheet plan what it may not mean, where it can be read all the same."""

import re

from dondoc.services.plan.check.infer_kind import is_of_products
from dondoc.services.plan.check.repeats import place
from dondoc.services.workbook.amounts import AmountError
from dondoc.services.workbook.bounds import read_amount
from dondoc.services.workbook.grid import shown
from dondoc.services.workbook.layout import no_longer_words
from dondoc.services.workbook.named_wrongly import begins, names_unit
from dondoc.services.workbook.plan import QUARTER_LABELS, IndicatorDraft
from dondoc.services.workbook.row_reader import Placed, SheetRow
from models.rules.folding import fold_words

_SEVERAL = tuple(
    re.compile(rf"\s*{one} ?[^\W\d].*{between}{other} ?[^\W\d].*", re.DOTALL)
    for one, between, other in (
        (r"1[.)/]", r"\s", r"2[.)/]"),
        (r"a[.)/]", r"\s", r"b[.)/]"),
        (r"[-–+•]", r"\n\s*", r"[-–+•]"),
    )
)
"""Titles that count their parts: "1. ... 2. ...", "a) ... b) ...", a dash to a line."""
_LEAD_IN_TITLE = re.compile(
    r"\(([^()]*\bchủ trì\b[^()]*|(?:giao|phân công) [A-ZĐ][^()]*)\)", re.IGNORECASE
)
_ONCE = ("category", "data_source", "formula", "cut_off", "cut_off_days", "roll_up", "is_hard",
         "is_new", "repairs", "parent_code")  # fmt: skip
"""What an indicator has once, however many units are given it."""
_PER_CENT = ("%", "‰", "phan tram", "ty le", "ti le")


def report_title(row: SheetRow, name: str) -> None:
    """A title that is but a number is none; one that counts its parts may be several tasks, and
    the name of a unit a share of the row above.
    """
    if name and not any(map(str.isalpha, name)):
        row.error("name", "plan.error.title_without_words", found=name, column=row.heading("name"))
    elif any(several.fullmatch(row.text("name") or "") for several in _SEVERAL):
        row.warn("name", "plan.warn.several_tasks", name=name)
    elif lead := _LEAD_IN_TITLE.search(name):
        if not row.has("lead_unit"):
            row.warn("name", "plan.warn.lead_in_title", name=name, found=lead[1])
    elif names_unit(name):
        row.warn("name", "plan.warn.title_of_unit", name=name)


def report_note(row: SheetRow) -> None:
    """A remark that takes the task back is kept as a note, and the task is loaded all the same."""
    note = row.line("note") or ""
    if begins(note, no_longer_words()):
        row.warn("note", "plan.warn.note_takes_back", found=note, name=row.line("name") or "")


def report_no_group(row: SheetRow, above: Placed[IndicatorDraft]) -> None:
    """A group named in the first of its rows alone, its cells not merged, counts for that one."""
    if above.row.table is row.table and above.draft.category:
        row.warn("category", "plan.warn.no_group", found=above.draft.category)


def report_told_otherwise(one: Placed[IndicatorDraft], first: Placed[IndicatorDraft]) -> None:
    """What a row says of an indicator that another unit has, too, does not hold: the first does."""
    columns = [one.row.heading(key) for key in _ONCE if _differs(one, first.draft, key)]
    if columns:
        words = {"first": place(first.row, "name"), "columns": "; ".join(columns)}
        row = one.row
        row.warn("name", "plan.warn.told_otherwise", found=one.draft.name, **words)


def _differs(one: Placed[IndicatorDraft], first: IndicatorDraft, key: str) -> bool:
    """Blank says nothing; a category may stand above the row."""
    said, told = getattr(one.draft, key), getattr(first, key)
    is_said = one.row.text(key) is not None or (key == "category" and said)
    return bool(is_said) and fold_words(str(said)) != fold_words(str(told))


def report_numbers(row: SheetRow, kind: str | None) -> None:
    """Percentages of what is counted in something else, progress in place of a target, and falls
    without a direction.
    """
    measured, found = row.measured_in or "", shown(row.value("target"))
    if kind == "percentage" and measured:
        if not any(word in f"{measured} {fold_words(measured)}" for word in _PER_CENT):
            row.warn("target", "plan.warn.percent_of_unit", found=found, unit=measured)
    elif kind == "percentage" and is_of_products(row, "target"):
        column = row.heading("target")
        row.warn("target", "plan.warn.progress_as_product", found=found, column=column)
    if _falls(row) and not row.line("direction"):
        row.warn("name", "plan.warn.direction_unsure", name=row.line("name") or "")


def _falls(row: SheetRow) -> bool:
    """Whether the quarters only ever go down, to the year's target, and no bound says why."""
    values = []
    for key in (*(label.lower() for label in QUARTER_LABELS), "target"):
        try:
            amount = read_amount(row.value(key), row.style, row.measured_in)
        except AmountError:
            return False
        if amount.direction:
            return False
        values += [amount.number] if amount.number is not None else []
    falling = len(values) > 2 and values == sorted(values, reverse=True)
    return falling and values[0] > values[-1] and values[-1] == values[-2]
