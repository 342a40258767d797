"""The example year's plan and acts, read a second time, and its working days."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import holidays
from openpyxl import load_workbook

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
WORKBOOK = EXAMPLES / "vinh-phuc-2022.xlsx"
ACTS = EXAMPLES / "vinh-phuc-2022-acts.toml"
YEAR = 2022
ONE_DAY = timedelta(days=1)
QUARTER_ENDS = (date(YEAR, 3, 31), date(YEAR, 6, 30), date(YEAR, 9, 30), date(YEAR, 12, 31))
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
GROUPS = {
    "Huyện, thành phố": "localities",
    "Cơ quan Đảng, Mặt trận, đoàn thể": "party_bodies",
    "Sở, ban, ngành": "departments",
}


@dataclass
class Item:
    """One checkpoint, and what has become of it so far."""

    ref: str
    unit: str
    group: str
    due_on: date
    expected: Decimal | None
    is_product: bool
    lower_is_better: bool
    reported_on: date | None = None
    waiting: bool = False
    settled: bool = False
    missing: bool = False
    withdrawn: bool = False
    was_late: bool = False
    value: Decimal | None = None
    delivered: bool | None = None
    said: dict[str, Any] = field(default_factory=dict)


# Working days ---------------------------------------------------------------------------------


@cache
def days_off() -> frozenset[date]:
    """Public holidays and the overlay's days off; weekends come on top, working Saturdays off."""
    known = set(holidays.country_holidays("VN", years=(YEAR, YEAR + 1)))
    rows = sheet_rows("Lịch làm việc")
    known |= {row["Ngày"].date() for row in rows if row["Làm việc"] != "x"}
    return frozenset(known)


@cache
def worked_saturdays() -> frozenset[date]:
    rows = sheet_rows("Lịch làm việc")
    return frozenset(row["Ngày"].date() for row in rows if row["Làm việc"] == "x")


def is_working(day: date) -> bool:
    return day in worked_saturdays() or (day.isoweekday() < 6 and day not in days_off())


def last_day_in_time(due_on: date) -> date:
    """A due date on a day off passes on to the next working day."""
    while not is_working(due_on):
        due_on += ONE_DAY
    return due_on


def working_days_until(day: date, today: date) -> int:
    """Working days after today, up to and including the day."""
    days = (today + ONE_DAY * n for n in range(1, (day - today).days + 1))
    return sum(1 for each in days if is_working(each))


# The workbook ---------------------------------------------------------------------------------


@cache
def sheet_rows(name: str) -> tuple[dict[str, Any], ...]:
    """The rows below the heading row as dictionaries; headings without their asterisk."""
    rows = [list(row) for row in load_workbook(WORKBOOK)[name].values]
    top = next(i for i, row in enumerate(rows) if sum(v is not None for v in row) > 1)
    headings = [str(v or "").removesuffix(" *") for v in rows[top]]
    body = (dict(zip(headings, row, strict=True)) for row in rows[top + 1 :])
    return tuple(row for row in body if any(v is not None for v in row.values()))


def decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def due_date(value: Any) -> date:
    """A date, or the last day of a quarter or month in words."""
    if isinstance(value, datetime):
        return value.date()
    kind, period = str(value).split()
    number, year = period.split("/")
    if kind == "quý":
        return QUARTER_ENDS[ROMAN[number] - 1]
    return date(int(year), int(number) + 1, 1) - ONE_DAY


def read_items() -> dict[str, Item]:
    """All checkpoints of the workbook by INDICATOR@UNIT/LABEL, untouched."""
    groups = {row["Mã đơn vị"]: GROUPS[row["Nhóm"]] for row in sheet_rows("Đơn vị")}
    kinds = {row["Mã chỉ tiêu"]: row for row in sheet_rows("Chỉ tiêu")}
    steps: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in sheet_rows("Lộ trình"):
        steps.setdefault((row["Mã chỉ tiêu"], row["Mã đơn vị"]), []).append(row)
    items = {}
    for row in sheet_rows("Giao chỉ tiêu"):
        code, unit = row["Mã chỉ tiêu"], row["Mã đơn vị"]
        product = kinds[code]["Loại"] == "Sản phẩm"
        lower = kinds[code]["Chiều"] == "Càng thấp càng tốt"
        for label, due_on, expected in dated(row, steps.get((code, unit), []), product):
            ref = f"{code}@{unit}/{label}"
            items[ref] = Item(ref, unit, groups[unit], due_on, expected, product, lower)
    return items


def dated(
    row: Mapping[str, Any], steps: list[dict[str, Any]], product: bool
) -> Iterable[tuple[str, date, Decimal | None]]:
    """(label, due date, expected value): the steps, else the filled quarters, else the year."""
    if steps:
        return [(s["Bước"], due_date(s["Hạn"]), decimal(s["Giá trị kế hoạch"])) for s in steps]
    quarters = [
        (f"Q{n}", QUARTER_ENDS[n - 1], decimal(row[f"Quý {roman}"])) for roman, n in ROMAN.items()
    ]
    filled = [quarter for quarter in quarters if quarter[2] is not None]
    deadline = row["Thời hạn"]
    due_on = deadline.date() if deadline else QUARTER_ENDS[-1]
    return filled or [("Y", due_on, None if product else decimal(row["Kế hoạch năm"]))]


# The acts -------------------------------------------------------------------------------------


@cache
def read_acts() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(ACTS.read_text("utf-8"))["act"])
