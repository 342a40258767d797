"""Forecasts of a year's end and their trial, worked out a second time."""

from collections import Counter, defaultdict
from fractions import Fraction
from typing import Any

from figures_recomputed import Work
from pages_recomputed import round_half_up
from report_recomputed import Recount, number_of


def trial(recount: Recount) -> tuple[int, int]:
    """How often the forecast from what came before was within a tenth, of how many."""
    near = tried = 0
    for _, steps in recount.steps():
        kind = recount.world.kind(steps[0])
        known = [work for work in steps if number_of(work) is not None]
        for size in range(2, len(known) + 1 if kind != "composite" else 0):
            actual, plan = _reached(kind, known[:size])
            said = _expected(kind, plan, *_reached(kind, known[: size - 1]))
            if said is not None:
                tried += 1
                near += abs(said - actual) * 10 <= abs(actual)
    return near, tried


def forecasts(recount: Recount) -> dict[str, tuple[Fraction, Fraction, int, int]]:
    """By indicator: forecast and plan of the year, over how many units of how many."""
    made: dict[str, list[tuple[Fraction, Fraction, Fraction]]] = defaultdict(list)
    places: Counter[str] = Counter()
    carriers: Counter[str] = Counter()
    for _, steps in recount.steps():
        first, kind = steps[0], recount.world.kind(steps[0])
        carriers[first.indicator] += 1
        known = [work for work in steps if number_of(work) is not None]
        if known and first.target is not None and kind != "composite":
            plan = Fraction(first.target)
            value = _expected(kind, plan, *_reached(kind, known))
            if value is not None:
                made[first.indicator].append((value, plan, Fraction(first.weight)))
                amounts = (first.target, *map(number_of, known))
                exact = max(places[first.indicator], *map(_decimals, amounts))
                places[first.indicator] = min(2, exact)
    found = {}
    for code, units in made.items():
        how = "sum" if carriers[code] == 1 else recount.world.indicators[code].adds_up
        weights = [Fraction(1) if how == "sum" else unit[2] for unit in units]
        whole = Fraction(1) if how == "sum" else sum(weights, Fraction(0))
        if how != "none" and whole:
            sums = [
                sum((unit[n] * w for unit, w in zip(units, weights, strict=True)), Fraction(0))
                for n in (0, 1)
            ]
            shown = places[code] if how == "sum" else 2
            value, plan = (round_half_up(each / whole, shown) for each in sums)
            found[code] = value, plan, len(units), carriers[code]
    return found


def _decimals(value: Any) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _reached(kind: str, known: list[Work]) -> tuple[Fraction, Fraction | None]:
    part = known if kind == "increment" else known[-1:]
    value = sum((Fraction(number_of(work)) for work in part), Fraction(0))
    if any(work.expected is None for work in part):
        return value, None
    return value, sum((Fraction(work.expected or 0) for work in part), Fraction(0))


def _expected(
    kind: str, target: Fraction | None, reached: Fraction, due: Fraction | None
) -> Fraction | None:
    if target is None or due is None:
        return None
    if kind in ("increment", "running_total"):
        return target * reached / due if due > 0 else None
    value = max(Fraction(0), target + reached - due)
    return min(value, max(Fraction(100), target)) if kind == "percentage" else value
