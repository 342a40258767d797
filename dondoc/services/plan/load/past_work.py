"""What a plan asks for, or asks more of, when its time has passed: is that meant?

Whoever answers for it would be overdue from the first day, or have missed what nobody asked for in
time. So it is loaded only once somebody says that it was decided so.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256

from sqlmodel import Session

from dondoc.services.plan.load.changes import ChangeKind, Key, PlanChange, ThingKind
from dondoc.services.plan.load.doubt import Doubt, DoubtAnswer
from dondoc.services.plan.load.rejudging import days_changed
from dondoc.services.plan.load.stored_plan import StoredPlan
from dondoc.services.programme.programmes import calendar_of_year
from models.rules.achievement import asks_more
from models.rules.calendar import WorkingCalendar
from models.rules.due import last_day
from models.rules.indicators import Direction
from models.rules.stages import UNREPORTED, Standing

PAST = frozenset(
    f"plan_load.doubt.past_{name}" for name in ("due", "more", "direction", "weight", "officials")
)
"""The keys of what is asked here."""

MAX_NAMED = 10
_DATES = {ThingKind.ASSIGNMENT: "deadline", ThingKind.CHECKPOINT: "due_on"}
_NUMBERS = ("expected", "target")
_AMOUNTS = ("weight",)
_WORDS = ("product", "target_product")
_JUDGED_BY = {"direction": ThingKind.INDICATOR, "weight": ThingKind.ASSIGNMENT}
"""By what overdue work would be judged otherwise, and of what it is a field."""


def past_work(
    session: Session, stored: StoredPlan, entries: Iterable[PlanChange], today: date
) -> Iterator[Doubt]:
    """One question about all that is assigned after its date, one about all that asks for more.

    One each about overdue work that is measured the other way, or weighs otherwise.
    And one about all work with results by now, for which others answer from now on.
    """
    changes = tuple(entries)
    if not changes:
        return
    calendar = calendar_of_year(session, stored.year, days_changed(changes))
    yield from _asked_late(stored, changes, today, calendar)
    yield from _judged_otherwise(stored, changes, today, calendar)
    yield from _passed_on(stored, changes, today, calendar)


def _asked_late(
    stored: StoredPlan, changes: Sequence[PlanChange], today: date, calendar: WorkingCalendar
) -> Iterator[Doubt]:
    past = [change for change in changes if _is_past(change, today, calendar)]
    directions = _directions(stored, changes)
    added = [change for change in past if _begins(change, stored)]
    harder = [change for change in past if _asks_more(change, stored, directions)]
    for key, ours in (("due", added), ("more", harder)):
        if ours:
            yield _doubt(key, stored.year, [change.ref for change in ours], ours)


def _judged_otherwise(
    stored: StoredPlan, changes: Sequence[PlanChange], today: date, calendar: WorkingCalendar
) -> Iterator[Doubt]:
    late = _late(stored, changes, today, calendar)
    for field, what in _JUDGED_BY.items():
        ours = [c for c in changes if c.what is what and _turns(c, field, late)]
        if ours:
            yield _doubt(field, stored.year, [_turn(change, field) for change in ours], ours)


def _passed_on(
    stored: StoredPlan, changes: Sequence[PlanChange], today: date, calendar: WorkingCalendar
) -> Iterator[Doubt]:
    results = [
        (change, count)
        for change in changes
        if _other_officials(change) and (count := _results(change, stored, today, calendar))
    ]
    if results:
        lines = [f"{change.ref}: {_officials(change)} ({count})" for change, count in results]
        yield _doubt("officials", stored.year, lines, [change for change, _ in results])


def _late(
    stored: StoredPlan, changes: Iterable[PlanChange], today: date, calendar: WorkingCalendar
) -> frozenset[Key]:
    """The indicators and assignments of checkpoints that are overdue, also by the plan's dates."""
    dates = {c.key: c.new["due_on"] for c in changes if c.what is ThingKind.CHECKPOINT and c.new}
    late = {
        key
        for key, point in stored.checkpoints.items()
        if point.standing is Standing.LIVE
        and point.stage in UNREPORTED
        and last_day(dates.get(key) or point.row["due_on"], calendar) < today
    }
    return frozenset({key[:1] for key in late} | {key[:2] for key in late})


def _turns(change: PlanChange, field: str, late: frozenset[Key]) -> bool:
    known = change.change is ChangeKind.CHANGED and change.key in late
    return known and any(each.name == field for each in change.fields)


def _turn(change: PlanChange, field: str) -> str:
    """A weight before and after; of a direction there are two."""
    if field not in _AMOUNTS:
        return change.ref
    rows = (change.old or {}, change.new or {})
    return f"{change.ref}: {' → '.join(_text(row[field]) for row in rows)}"


def _other_officials(change: PlanChange) -> bool:
    if change.what is not ThingKind.ASSIGNMENT or change.old is None or change.new is None:
        return False
    return set(change.old["officials"]) != set(change.new["officials"])


def _officials(change: PlanChange) -> str:
    rows = (change.old or {}, change.new or {})
    return " → ".join(", ".join(row["officials"]) or "–" for row in rows)


def _results(change: PlanChange, stored: StoredPlan, today: date, calendar: WorkingCalendar) -> int:
    """How many of its checkpoints were reported, or were due, before others answer for them."""
    return sum(
        point.standing is Standing.LIVE
        and key[:2] == change.key
        and (point.stage not in UNREPORTED or last_day(point.row["due_on"], calendar) < today)
        for key, point in stored.checkpoints.items()
    )


def _is_past(change: PlanChange, today: date, calendar: WorkingCalendar) -> bool:
    """Whether its time would be over by the dates that the plan names."""
    if change.what not in _DATES or change.new is None:
        return False
    due_on = change.new[_DATES[change.what]]
    return due_on < today and last_day(due_on, calendar) < today


def _begins(change: PlanChange, stored: StoredPlan) -> bool:
    if change.what is not ThingKind.CHECKPOINT:
        return False
    if change.change is ChangeKind.RESTORED:
        return stored.checkpoints[change.key].stage in UNREPORTED
    return change.change is ChangeKind.ADDED


def _directions(stored: StoredPlan, changes: Iterable[PlanChange]) -> dict[str, Direction]:
    """In which direction each indicator is measured, as the plan leaves it."""
    rows = {key[0]: thing.row for key, thing in stored.indicators.items()}
    rows |= {c.key[0]: dict(c.new) for c in changes if c.what is ThingKind.INDICATOR and c.new}
    return {code: Direction(row["direction"]) for code, row in rows.items()}


def _asks_more(change: PlanChange, stored: StoredPlan, directions: dict[str, Direction]) -> bool:
    """Of a checkpoint that nobody reported, or of an assignment as a whole."""
    if change.change is not ChangeKind.CHANGED:
        return False
    known = stored.checkpoints.get(change.key)
    if known is not None and known.stage not in UNREPORTED:
        return False
    direction = directions[change.key[0]]
    return any(
        (field.name in _NUMBERS and asks_more(field.old, field.new, direction))
        or (field.name in _WORDS and bool(field.new))
        for field in change.fields
    )


def _doubt(key: str, year: int, lines: list[str], changes: list[PlanChange]) -> Doubt:
    """All of them in one question; the mark of its answer says which, and what is asked of them."""
    refs = "; ".join(lines[:MAX_NAMED])
    rows = [(change.ref, sorted(_plain(change).items())) for change in changes]
    details = {
        "year": year,
        "n": len(changes),
        "refs": refs + ("; …" if len(changes) > MAX_NAMED else ""),
        "all": sha256(repr(rows).encode()).hexdigest(),
    }
    answer = DoubtAnswer(f"past-{key}:{year}", f"plan_load.sure.past_{key}")
    return Doubt(f"plan_load.doubt.past_{key}", (answer,), details)


def _plain(change: PlanChange) -> dict[str, str]:
    """What is asked for, until when and of whom, before and after."""
    names = (*_DATES.values(), *_NUMBERS, *_WORDS, *_JUDGED_BY, "officials")
    rows = {"old": change.old or {}, "new": change.new or {}}
    return {
        f"{which}.{name}": _text(row[name])
        for which, row in rows.items()
        for name in names
        if name in row
    }


def _text(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
