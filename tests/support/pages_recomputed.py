"""What pages, digests and letters say beside the due states, worked out a second time.

Like `figures_recomputed`: SQL of the tests' own and a plain fold, nothing of the product.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from calendar_recomputed import Calendar, as_day
from column_values import local
from figures_recomputed import _ACTS, Work
from sqlalchemy import Engine, text

_INDICATORS = text("""
    SELECT i.code, i.kind, i.direction, i.adds_up, i.cut_off_days
    FROM indicator i JOIN programme p ON p.id = i.programme_id WHERE p.year = :year
""")
_CARRIED = text("""
    SELECT i.code, count(*) AS units
    FROM assignment a JOIN indicator i ON i.id = a.indicator_id
    JOIN programme p ON p.id = i.programme_id
    WHERE p.year = :year AND a.standing = 'live' GROUP BY i.code
""")
_SAID = text("""
    SELECT r.id AS report, c.assignment_id AS assignment, s.recorded_at, d.difficulty,
           d.resolved_at
    FROM progress_report r
    JOIN submission s ON s.id = r.submission_id
    JOIN checkpoint c ON c.id = r.checkpoint_id
    JOIN assignment a ON a.id = c.assignment_id
    JOIN programme p ON p.id = a.programme_id
    LEFT JOIN difficulty d ON d.report_id = r.id
    WHERE p.year = :year AND s.state <> 'refused' AND a.standing = 'live'
    ORDER BY r.id, d.id
""")


def days_over(work: Work, today: date, calendar: Calendar) -> int:
    """Working days late that the unit answers for, those of reports sent back included."""
    until = today
    if work.stage == "reported" and not work.undelivered and work.reported_on is not None:
        until = work.reported_on
    last = calendar.last_day(work.due_on)
    lay = (calendar.days_until(min(back, until), max(came, last)) for came, back in work.lay)
    return calendar.days_until(until, last) - sum(lay) + work.late_days_before


def moves(engine: Engine, since: date, today: date) -> Counter[str]:
    """Acts recorded after a day, and dates that they moved, whatever became of the checkpoints."""
    tally: Counter[str] = Counter()
    due: dict[int, date] = {}
    with engine.connect() as connection:
        known = connection.execute(text("SELECT id, original_due_on FROM checkpoint"))
        due = {row.id: as_day(row.original_due_on) for row in known}
        for row in connection.execute(_ACTS):
            day, new = local(row.recorded_at).date(), None
            if day > today:
                continue
            if row.act in ("return", "change_due") and row.new_due_on is not None:
                new = as_day(row.new_due_on)
            counted = day > since
            tally[row.act] += counted
            if new is not None and new != due[row.checkpoint_id]:
                tally["due_changed"] += counted
                due[row.checkpoint_id] = new
    return tally


@dataclass(frozen=True)
class Total:
    """An indicator across units: numbers as fractions, percent to be compared with a tolerance."""

    target: Fraction | None
    actual: Fraction | None
    planned: Fraction | None
    units: int
    complete: int
    estimates: int
    percent: Fraction | None
    used: Fraction | None


def indicators_of(engine: Engine, year: int) -> dict[str, Any]:
    with engine.connect() as connection:
        return {row.code: row for row in connection.execute(_INDICATORS, {"year": year})}


def carried(engine: Engine, year: int) -> list[str]:
    """The codes of shared indicators, those of most units first."""
    with engine.connect() as connection:
        rows = list(connection.execute(_CARRIED, {"year": year}))
    shared = [row for row in rows if row.units > 1]
    return [row.code for row in sorted(shared, key=lambda row: (-row.units, row.code))]


def total(indicator: Any, works: Sequence[Work], today: date, *, of_year: bool) -> Total | None:
    """Of the checkpoints that ask for a number; None where none does."""
    units: dict[int, list[Work]] = defaultdict(list)
    for work in sorted(works, key=lambda one: (one.due_on, one.place, one.id)):
        if not work.product:
            units[work.assignment].append(work)
    if not units:
        return None
    counted, every_whole = {}, True
    for key, steps in units.items():
        given = [one for one in steps if _known(one) is not None]
        if indicator.kind != "increment":
            whole = _known(steps[-1]) is not None
            given = given[-1:]
        else:
            whole = len(given) == len(steps)
        if given and (of_year or whole):
            every_whole = every_whole and whole
            counted[key] = given if of_year or indicator.kind == "increment" else steps[-1:]
    adds_up = "sum" if len(units) == 1 else indicator.adds_up
    weights = [Fraction(steps[0].weight) for steps in counted.values()]
    actual = [_sum([_known(one) for one in steps]) for steps in counted.values()]
    planned = [_sum([one.expected for one in steps]) for steps in counted.values()]
    target = [_fraction(steps[0].target) for steps in counted.values()] if of_year else planned
    whole_target, whole_actual, whole_planned = (
        _across(adds_up, some, weights) for some in (target, actual, planned)
    )
    lower = indicator.direction == "lower"
    ahead = any(one.due_on >= today for steps in units.values() for one in steps)
    is_open = lower and (ahead or not every_whole)
    percent = _ratio(whole_planned if is_open else whole_target, whole_actual)
    printed = _as_it_is if adds_up == "sum" else _mean_printed
    return Total(
        printed(whole_target), printed(whole_actual, whole_target, whole_planned),
        printed(whole_planned), len(units), len(counted),
        sum(any(step.estimate for step in steps) for steps in counted.values()),
        None if lower else percent, percent if lower else None,
    )  # fmt: skip


def _known(work: Work) -> Any:
    """The verified number, None where there is none."""
    settled = work.settled and not work.missing and work.result is not None
    return work.result[0] if settled and work.result else None


def _fraction(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)


def _sum(values: Iterable[Any]) -> Fraction | None:
    known = list(values)
    return None if None in known or not known else sum(map(Fraction, known), Fraction(0))


def _across(
    adds_up: str, values: Sequence[Fraction | None], weights: Sequence[Fraction]
) -> Fraction | None:
    if not values or None in values or adds_up == "none":
        return None
    if adds_up == "sum":
        return _sum(values)
    weight = sum(weights, Fraction(0))
    whole = sum((one * w for one, w in zip(values, weights, strict=True) if one is not None),
                Fraction(0))  # fmt: skip
    return whole / weight if weight else None


def _as_it_is(value: Fraction | None, *_beside: Fraction | None) -> Fraction | None:
    return value


def _mean_printed(value: Fraction | None, *beside: Fraction | None) -> Fraction | None:
    """To a hundredth, or as many digits as tell it from the plan that it misses."""
    if value is None:
        return None
    plans = [plan for plan in beside if plan is not None and plan != value]
    for places in range(2, 12):
        short = round_half_up(value, places)
        if short == value or short not in [round_half_up(plan, 2) for plan in plans]:
            return short
    return value


def round_half_up(value: Fraction, places: int) -> Fraction:
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def shown_percent(percent: Fraction | None) -> Fraction | None:
    """To a tenth; 0 and 100 only where it is exactly that, else with as many digits as it takes."""
    if percent is None:
        return None
    for places in range(1, 12):
        short = round_half_up(percent, places)
        if short == percent or short not in (0, 100):
            return short
    return percent


def _ratio(plan: Fraction | None, actual: Fraction | None) -> Fraction | None:
    """What was reached of a plan; of a limit, what was used of it."""
    if plan is None or actual is None:
        return None
    return shown_percent(actual / plan * 100) if plan > 0 else None


def difficulties(engine: Engine, year: int, today: date) -> int:
    """Those that the latest report on each assignment says, and nobody has removed."""
    latest: dict[int, tuple[int, set[str]]] = {}
    with engine.connect() as connection:
        for row in connection.execute(_SAID, {"year": year}):
            if local(row.recorded_at).date() > today:
                continue
            report, said = latest.get(row.assignment, (0, set()))
            said = said if report == row.report else set()
            removed = row.resolved_at is not None and local(row.resolved_at).date() <= today
            if row.difficulty and not removed:
                said = said | {" ".join(row.difficulty.casefold().split())}
            latest[row.assignment] = row.report, said
    return sum(len(said) for _, said in latest.values())
