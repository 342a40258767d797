"""Which verified results are looked at again, and by whom: drawn by chance that can be repeated.

Random re-checks by others were brought in where nobody believed scores any more. The same seed
and the same facts give the same rows, in whatever order they come; a greater share adds rows and
takes none away.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from math import floor

_HALF = Fraction(1, 2)


@dataclass(frozen=True)
class VerifiedResult:
    """A result of a period. `unit`: the leading one; `barred`: units that may not look again.

    These take part in it, or whoever verified it works there; `verified_by`: the person.
    """

    ref: str
    unit: int
    verified_by: int
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Rechecker:
    """Somebody who can look again. `unit`: the one that they head; `units`: all they work in."""

    person: int
    unit: int
    units: frozenset[int]


@dataclass(frozen=True)
class DrawnResult:
    """A result of the sample and who looks at it; None where nobody may."""

    result: VerifiedResult
    rechecker: Rechecker | None


def drawn(
    results: Iterable[VerifiedResult], share: Fraction, seed: str, least: int
) -> tuple[VerifiedResult, ...]:
    """The sample: of each unit its share, rounded half up, in the order of chance.

    Of a unit with at least `least` results at least one is drawn.
    """
    by_unit: dict[int, list[VerifiedResult]] = defaultdict(list)
    for each in results:
        by_unit[each.unit].append(each)
    chosen = [
        each
        for of_unit in by_unit.values()
        for each in sorted(of_unit, key=lambda one: _chance(seed, one.ref))[
            : size_of(len(of_unit), share, least)
        ]
    ]
    return tuple(sorted(chosen, key=lambda one: _chance(seed, one.ref)))


def size_of(count: int, share: Fraction, least: int) -> int:
    """How many of a unit's results are drawn."""
    rounded = floor(count * share + _HALF)
    return min(count, max(rounded, 1 if count >= max(1, least) else 0))


def assigned(
    sample: Sequence[VerifiedResult], recheckers: Iterable[Rechecker], seed: str
) -> tuple[DrawnResult, ...]:
    """Each result with somebody of another unit who has the fewest so far; chance decides ties.

    Never of the leading unit or one that takes part, nor whoever verified it or their unit.
    """
    known = sorted(recheckers, key=lambda each: (each.person, each.unit))
    load: dict[int, int] = defaultdict(int)
    found = []
    for result in sample:
        ready = [each for each in known if may_recheck(each, result)]
        best = min(
            ready,
            key=lambda each: (
                load[each.person], _chance(seed, f"{result.ref}\n{each.person}\n{each.unit}")
            ),
            default=None,
        )  # fmt: skip
        if best is not None:
            load[best.person] += 1
        found.append(DrawnResult(result, best))
    return tuple(found)


def may_recheck(rechecker: Rechecker, result: VerifiedResult) -> bool:
    """Whether somebody is of another unit than the leading one and than whoever verified it."""
    barred = result.barred | {result.unit}
    return rechecker.person != result.verified_by and not barred & (
        rechecker.units | {rechecker.unit}
    )


def _chance(seed: str, text: str) -> str:
    return sha256(f"{seed}\n{text}".encode()).hexdigest()
