"""What every indicator comes to in the example year, worked out a second time.

Like replay_oracle it shares no code with the product: it knows the workbook and the acts alone.
"""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from replay_oracle import items_on
from replay_plan import Item, decimal, sheet_rows


class Expected(NamedTuple):
    """An indicator's year so far across its units, as `Measure` names it."""

    target: Decimal | None
    planned: Decimal | None
    actual: Decimal | None
    percent: Decimal | None
    used: Decimal | None
    units: int
    complete: int


def expected_years(as_of: date) -> dict[str, Expected]:
    """By code of indicator; those that ask for products alone are left out."""
    definitions = {row["Mã chỉ tiêu"]: row for row in sheet_rows("Chỉ tiêu")}
    given = {(r["Mã chỉ tiêu"], r["Mã đơn vị"]): r for r in sheet_rows("Giao chỉ tiêu")}
    held: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for ref, item in items_on(as_of).items():
        code = ref.partition("@")[0]
        if not item.withdrawn and not _asks_for_a_product(ref, item):
            held[code][item.unit].append(item)
    years = {
        code: _year(definitions[code], {u: given[code, u] for u in units}, units, as_of)
        for code, units in held.items()
    }
    for code, year in list(years.items()):
        if definitions[code]["Loại"] == "Tổng hợp":
            parts = [part for part, row in definitions.items() if row["Thuộc chỉ tiêu"] == code]
            years[code] = year._replace(complete=_with_a_part(held, code, parts))
    return years


def _with_a_part(held: dict[str, dict[str, list[Item]]], composite: str, parts: list[str]) -> int:
    """Units of a composite, which adds up across none, of which any component is known."""
    known = {
        unit
        for part in parts
        for unit, items in held[part].items()
        if any(item.value is not None for item in items)
    }
    return len(known & held[composite].keys())


def _asks_for_a_product(ref: str, item: Item) -> bool:
    """Also a step of a roadmap without a number."""
    steps = {(r["Mã chỉ tiêu"], r["Mã đơn vị"]) for r in sheet_rows("Lộ trình")}
    code, _, unit = ref.partition("/")[0].partition("@")
    return item.is_product or (item.expected is None and (code, unit) in steps)


def _year(
    definition: Any, given: dict[str, Any], units: dict[str, list[Item]], as_of: date
) -> Expected:
    summed = definition["Loại"].startswith("Tăng thêm")
    lower = definition["Chiều"] == "Càng thấp càng tốt"
    rows, whole = [], True
    for unit, items in units.items():
        known = sorted((i for i in items if i.value is not None), key=lambda i: i.due_on)
        counted = known if summed else known[-1:]
        if counted:
            last = max(items, key=lambda i: i.due_on)
            whole = whole and (len(known) == len(items) if summed else last.value is not None)
            weight = decimal(given[unit].get("Trọng số")) or Decimal(1)
            plans = [i.expected for i in counted]
            planned = (
                None if None in plans else sum((p for p in plans if p is not None), Decimal(0))
            )
            actual = sum((i.value for i in counted if i.value is not None), Decimal(0))
            rows.append((decimal(given[unit]["Kế hoạch năm"]), planned, actual, weight))
    how = "Cộng" if len(units) == 1 else str(definition["Cộng gộp"] or "Không")
    target, planned, actual = (_across(how, [(r[n], r[3]) for r in rows]) for n in (0, 1, 2))
    over = whole and all(i.due_on < as_of for items in units.values() for i in items)
    percent = used = None
    if lower and not over:
        used = _percent(actual, planned)
    elif lower:
        percent = _percent(target, actual)
    else:
        percent = _percent(actual, target)
    shown = (_printed(one) for one in (target, planned, actual))
    return Expected(*shown, percent, used, len(units), len(rows))


def _across(how: str, parts: list[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    if not parts or any(value is None for value, _ in parts):
        return None
    if how.startswith("Không"):
        return None
    if how.startswith("Cộng"):
        return sum((value for value, _ in parts if value is not None), Decimal(0))
    weight = sum((weight for _, weight in parts), Decimal(0))
    total = sum((value * weight for value, weight in parts if value is not None), Decimal(0))
    return total / weight


def _printed(total: Decimal | None) -> Decimal | None:
    return None if total is None else total.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or not whole:
        return None
    exact = part / whole * 100
    short = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return exact if short in (0, 100) and short != exact else short
