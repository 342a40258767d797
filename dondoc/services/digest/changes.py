"""What changed since another day: counts of both, and which checkpoints stand elsewhere now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from dondoc.services.digest.late_and_exceeded import ListLookups
from dondoc.services.digest.report_reading import DayRead, ReportReading
from dondoc.services.figures.judgements import JudgedCheckpoint, come_by_day
from dondoc.services.figures.quarter import parse_period
from dondoc.services.figures.report_shapes import (
    ChangedItem,
    ChangeSort,
    Compared,
    DayCompared,
    Transition,
)
from models.rules.due import DueState
from models.rules.totals import Counts, count

_DONE = frozenset({DueState.DONE_IN_TIME, DueState.DONE_LATE})
_ORDER: tuple[ChangeSort, ...] = ("overdue", "done", "assigned", "ended", "moved")


def counts_of_judged(judged: Iterable[JudgedCheckpoint]) -> Counts:
    """How they are counted by due state."""
    return count(each.counted for each in judged)


def days_compared(reading: ReportReading) -> tuple[DayCompared, ...]:
    """The last digest's day and the same day a year before, where there are such."""
    days: list[tuple[Compared, DayRead | None]] = [
        ("digest", reading.last), ("year", reading.year_before),
    ]  # fmt: skip
    return tuple(_compared(reading, kind, day) for kind, day in days if day is not None)


def _compared(reading: ReportReading, kind: Compared, day: DayRead) -> DayCompared:
    period = day.question.quarter
    within = [each for each in day.judged if each.row.due_on in period]
    then = {e.row.checkpoint_id for e in day.judged if e.counted.state is DueState.OVERDUE}
    now = {each.row.checkpoint_id for each in reading.overdue}
    same_year = kind == "digest"
    printed, restated, named = _corrected(day)
    return DayCompared(
        kind=kind,
        day=day.question.as_of,
        due=counts_of_judged(come_by_day(day.question, day.judged)),
        period=counts_of_judged(within),
        overdue=len(then),
        appeared=len(now - then) if same_year else 0,
        remained=len(now & then) if same_year else 0,
        ended=len(then - now) if same_year else 0,
        printed=printed,
        restated=restated,
        printed_period=named,
    )


def _corrected(day: DayRead) -> tuple[Counts | None, Counts | None, str]:
    """What was printed of the period then, and how the same is told today, where they differ."""
    if day.printed is None:
        return None, None, ""
    printed, period = day.printed.counts, parse_period(day.printed.period)
    restated = counts_of_judged(each for each in day.judged if each.row.due_on in period)
    return (None, None, "") if printed == restated else (printed, restated, str(period))


By = Mapping[int, JudgedCheckpoint]


def transitions(reading: ReportReading) -> tuple[Transition, ...]:
    """How many went from which due state to which since the last digest; the diagonal stayed."""
    if reading.last is None:
        return ()
    before, after = _by_id(reading.last.judged), _by_id(reading.base.judged)
    counted = Counter((_state(before, key), _state(after, key)) for key in {**before, **after})
    states: list[DueState | None] = [*DueState, None]
    return tuple(
        Transition(then, now, counted[then, now])
        for then in states
        for now in states
        if counted[then, now]
    )


def changed_items(reading: ReportReading) -> tuple[tuple[ChangedItem, ...], int]:
    """What changed since the last digest, and how many did not: same state and same date."""
    if reading.last is None:
        return (), 0
    before, after = _by_id(reading.last.judged), _by_id(reading.base.judged)
    items, unchanged = [], 0
    for key in {**before, **after}:
        change = _change(before.get(key), after.get(key))
        if change is None:
            unchanged += 1
        else:
            items.append(_item(reading.base.lookups, change, before.get(key), after.get(key)))
    return tuple(sorted(items, key=lambda item: (_ORDER.index(item.change), item.ref))), unchanged


def _change(then: JudgedCheckpoint | None, now: JudgedCheckpoint | None) -> ChangeSort | None:
    if then is None:
        return "assigned"
    if now is None:
        return "ended"
    if now.counted.state is not then.counted.state:
        if now.counted.state is DueState.OVERDUE:
            return "overdue"
        if now.counted.state in _DONE:
            return "done"
        return "moved"
    return "moved" if now.row.due_on != then.row.due_on else None


def _item(
    lookups: ListLookups,
    change: ChangeSort,
    then: JudgedCheckpoint | None,
    now: JudgedCheckpoint | None,
) -> ChangedItem:
    shown = now or then
    assert shown is not None  # it is in one of the two
    return ChangedItem(
        ref=shown.row.ref,
        title=lookups.title(shown),
        unit=lookups.names[shown.row.unit_id].name,
        change=change,
        before=then.counted.state if then else None,
        after=now.counted.state if now else None,
        due_before=then.row.due_on if then else None,
        due_on=now.row.due_on if now else None,
    )


def _by_id(judged: Sequence[JudgedCheckpoint]) -> By:
    return {each.row.checkpoint_id: each for each in judged}


def _state(by_id: By, key: int) -> DueState | None:
    return by_id[key].counted.state if key in by_id else None
