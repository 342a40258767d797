"""What the digests of the example year must say, worked out a second time.

It shares no code with the product: it reads the workbook with openpyxl and the acts with tomllib,
and has its own working days, its own due states and its own counting. Where the two disagree,
one of them is wrong.
"""

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
SOON_DAYS = 7
RETURN_DAYS = 5
ONE_DAY = timedelta(days=1)
QUARTER_STARTS = {f"Q{n}": date(YEAR, 3 * n - 2, 1) for n in (1, 2, 3, 4)}
QUARTER_ENDS = (date(YEAR, 3, 31), date(YEAR, 6, 30), date(YEAR, 9, 30), date(YEAR, 12, 31))
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
GROUPS = {
    "Huyện, thành phố": "localities",
    "Cơ quan Đảng, Mặt trận, đoàn thể": "party_bodies",
    "Sở, ban, ngành": "departments",
}
COUNTS = (
    "total",
    "done_in_time",
    "done_late",
    "open_in_time",
    "overdue",
    "due_soon",
    "waiting",
    "missing",
    "undelivered",
    "met",
    "compared",
    "exceeded",
)
Counts = dict[str, int]


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


def items_on(as_of: date) -> dict[str, Item]:
    """All checkpoints at the end of a day. Moments in the file carry Viet Nam's own offset."""
    items = read_items()
    for act in read_acts():
        if act["at"].date() <= as_of and act.get("expect") != "refused":
            apply(items[act["on"]], act)
    return items


def apply(item: Item, act: Mapping[str, Any]) -> None:
    """One accepted act. Acknowledging, updating and evaluating change no figure."""
    kind = act["act"]
    if kind == "report":
        item.reported_on, item.waiting, item.said = act["at"].date(), True, dict(act)
    elif kind == "verify":
        settle(item, {**item.said, **{k: act[k] for k in ("value", "delivered") if k in act}})
    elif kind == "return":
        send_back(item, act["at"].date())
    elif kind == "not_reported":
        item.settled, item.missing = True, True
    elif kind == "correct":
        settle(item, act)
    elif kind == "withdraw":
        item.withdrawn = True
    item.due_on = act.get("new_due_on", item.due_on)


def send_back(item: Item, today: date) -> None:
    """A late report stays late; where less is left, five working days are given to mend it."""
    assert item.reported_on is not None
    item.was_late |= item.reported_on > last_day_in_time(item.due_on)
    item.reported_on, item.waiting, item.said = None, False, {}
    if working_days_until(last_day_in_time(item.due_on), today) < RETURN_DAYS:
        item.due_on = next(
            day
            for day in (today + ONE_DAY * n for n in range(60))
            if working_days_until(day, today) == RETURN_DAYS
        )


def settle(item: Item, said: Mapping[str, Any]) -> None:
    item.settled, item.waiting, item.missing = True, False, False
    item.value, item.delivered = decimal(said.get("value")), said.get("delivered")


# The figures ----------------------------------------------------------------------------------


def due_state(item: Item, today: date) -> str:
    """Done means accepted, and delivered where it is a product.

    A waiting report is as timely as it was, unless it says that the product is not there;
    silence is overdue.
    """
    last = last_day_in_time(item.due_on)
    in_time = item.reported_on is not None and item.reported_on <= last and not item.was_late
    if item.settled and not item.missing and not undelivered(item):
        return "done_in_time" if in_time else "done_late"
    if item.missing:
        return "overdue"
    lacking = item.is_product and item.said.get("delivered") is False
    still = in_time if item.waiting and not lacking else today <= last
    return "open_in_time" if still else "overdue"


def undelivered(item: Item) -> bool:
    """Verified, and the product is not there."""
    return item.settled and item.is_product and item.delivered is False


def is_due_soon(item: Item, today: date) -> bool:
    if item.settled or item.waiting or due_state(item, today) != "open_in_time":
        return False
    return working_days_until(last_day_in_time(item.due_on), today) <= SOON_DAYS


def verdict(item: Item) -> tuple[bool | None, bool]:
    """(target met or None, better than the target) of an accepted result."""
    if not item.settled or item.missing:
        return None, False
    if item.is_product:
        return item.delivered, False
    if item.value is None or item.expected is None:
        return None, False
    gain = item.value - item.expected
    gain = -gain if item.lower_is_better else gain
    return gain >= 0, gain > 0


def counts_of(items: Iterable[Item], today: date) -> Counts:
    """Counts of one group of checkpoints; all of COUNTS, none left out."""
    found = dict.fromkeys(COUNTS, 0)
    for item in items:
        met, exceeded = verdict(item)
        found["total"] += 1
        found[due_state(item, today)] += 1
        found["due_soon"] += is_due_soon(item, today)
        found["waiting"] += item.waiting
        found["missing"] += item.missing
        found["undelivered"] += undelivered(item)
        found["compared"] += met is not None
        found["met"] += met is True
        found["exceeded"] += exceeded
    return found


def expected_figures(quarter: int, as_of: date) -> dict[str, Any]:
    """The digest of a quarter (1 to 4) at the end of a day.

    {"total": counts, "groups": {group code: counts}, "units": {unit code: counts}}; only groups
    and units with checkpoints whose current due date lies in the quarter. Withdrawn ones are
    not counted.
    """
    first, last = QUARTER_STARTS[f"Q{quarter}"], QUARTER_ENDS[quarter - 1]
    chosen = [
        item
        for item in items_on(as_of).values()
        if first <= item.due_on <= last and not item.withdrawn
    ]
    groups = {item.group: None for item in chosen}
    units = {item.unit: None for item in chosen}
    return {
        "total": counts_of(chosen, as_of),
        "groups": {g: counts_of([i for i in chosen if i.group == g], as_of) for g in groups},
        "units": {u: counts_of([i for i in chosen if i.unit == u], as_of) for u in units},
    }


def assert_digest_agrees(digest: Mapping[str, Any], quarter: int, as_of: date) -> None:
    """Compares a digest of the product, in the shape of `expected_figures`, with this one.

    Entries whose total is 0 may be left out or given. Each counts dictionary may leave out
    counts that the digest does not show, but not the four due states and their total.
    """
    expected = expected_figures(quarter, as_of)
    problems = list(differences("total", digest["total"], expected["total"]))
    for part in ("groups", "units"):
        shown = {key: counts for key, counts in digest[part].items() if counts["total"]}
        if shown.keys() != expected[part].keys():
            problems.append(f"{part}: {sorted(shown)} instead of {sorted(expected[part])}")
        for key in shown.keys() & expected[part].keys():
            problems += differences(key, shown[key], expected[part][key])
    assert not problems, f"quarter {quarter} as of {as_of}:\n" + "\n".join(problems)


def differences(name: str, shown: Mapping[str, int], expected: Counts) -> Iterable[str]:
    needed = set(COUNTS[:6])
    if not needed <= shown.keys():
        yield f"{name}: lacks {sorted(needed - shown.keys())}"
    for count in COUNTS:
        if count in shown and shown[count] != expected[count]:
            yield f"{name}: {count} is {shown[count]}, expected {expected[count]}"
