"""What the digests of the example year must say, worked out a second time.

It shares no code with the product: it reads the workbook with openpyxl and the acts with tomllib,
and has its own working days, its own due states and its own counting. Where the two disagree,
one of them is wrong.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from replay_plan import (
    ONE_DAY,
    QUARTER_ENDS,
    YEAR,
    Item,
    decimal,
    last_day_in_time,
    read_acts,
    read_items,
    working_days_until,
)

SOON_DAYS = 7
RETURN_DAYS = 5
QUARTER_STARTS = {f"Q{n}": date(YEAR, 3 * n - 2, 1) for n in (1, 2, 3, 4)}
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
