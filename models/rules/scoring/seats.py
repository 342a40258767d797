"""The cap on "excellent": how many seats there are, who has one, and who shares the last.

Decree 335/2025/NĐ-CP Art. 20: at most 20% of those graded good, in the agency and in each group
of similar tasks; up to 25% where the organisation has outstanding achievement (secondary). Who
among equals gets the last seat is decided by the body: here they are only named.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from models.rules.evaluation import Grade
from models.rules.scoring.exact import HUNDRED
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import SeatBase, SeatRounding, SeatScope

_COUNTED = (Grade.EXCELLENT, Grade.GOOD)


@dataclass(frozen=True)
class RankedOfficial:
    """Somebody with total and grade; `group`: of similar tasks.

    `points`: None of whoever has a grade and no total: equal to all who have none, and behind the
    others. `moved`: "good" now, and "excellent" before the cap.
    """

    reference: str
    points: Fraction | None
    grade: Grade
    group: str
    moved: bool = False


@dataclass(frozen=True)
class SeatCount:
    """How many seats, and of what: `share` percent of `base` people are `exact` seats.

    Where the base is who ends up good, `seats` may be below the rounded `exact`: one seat more
    would leave a smaller base.
    """

    share: Fraction
    base: int
    exact: Fraction
    seats: int


@dataclass(frozen=True)
class SeatsOfGroup:
    """The seats of a group (None: of the agency), and everybody whose grade asks for one.

    `tied`: equal at the last seats, which are `left` in number, too few for them all.
    """

    group: str | None
    count: SeatCount
    seated: tuple[str, ...]
    tied: tuple[str, ...]
    left: int
    without: tuple[str, ...]


def seat_count(
    excellent: int, good: int, everybody: int, share: Fraction, parameters: ScoringParameters
) -> SeatCount:
    """The seats among so many people by grade; `share`: percent, the usual or the outstanding."""
    if parameters.seat_base is SeatBase.GOOD_AFTER:
        base, seats = _good_after(excellent, good, share, parameters)
    else:
        base = _base(excellent, good, everybody, parameters)
        seats = _whole(share / HUNDRED * base, parameters.seat_rounding)
    exact = share / HUNDRED * base
    return SeatCount(share, base, exact, max(seats, parameters.seats_least))


def seats_of(
    officials: Iterable[RankedOfficial], share: Fraction, parameters: ScoringParameters
) -> tuple[SeatsOfGroup, ...]:
    """The seats of each group by name, then of the agency, wherever the cap holds."""
    officials = tuple(officials)
    found = []
    if parameters.seat_scope is not SeatScope.AGENCY:
        for group in sorted({each.group for each in officials}):
            members = [each for each in officials if each.group == group]
            found.append(_seats(group, members, share, parameters))
    if parameters.seat_scope is not SeatScope.GROUP:
        found.append(_seats(None, list(officials), share, parameters))
    return tuple(found)


def allotted(
    group: str | None, officials: Iterable[RankedOfficial], count: SeatCount
) -> SeatsOfGroup:
    """Who of these has one of so many seats, the most points first; equals stay together."""
    candidates = [each for each in officials if each.grade is Grade.EXCELLENT]
    left = count.seats
    seated: list[str] = []
    without: list[str] = []
    tied: tuple[str, ...] = ()
    for names in _levels(candidates):
        if tied or not left:
            without += names
        elif len(names) > left:
            tied = names
        else:
            seated += names
            left -= len(names)
    return SeatsOfGroup(group, count, tuple(seated), tied, left if tied else 0, tuple(without))


def _seats(
    group: str | None,
    members: list[RankedOfficial],
    share: Fraction,
    parameters: ScoringParameters,
) -> SeatsOfGroup:
    excellent, good = ([each for each in members if each.grade is grade] for grade in _COUNTED)
    if parameters.seat_base is SeatBase.GOOD_BEFORE:
        good = [each for each in good if not each.moved]
    count = seat_count(len(excellent), len(good), len(members), share, parameters)
    return allotted(group, excellent, count)


def _levels(candidates: list[RankedOfficial]) -> Iterator[tuple[str, ...]]:
    """Those with the same points together, from the most down; among equals nobody is first."""
    ranked = sorted(candidates, key=_most_first)
    for _, level in groupby(ranked, key=lambda each: each.points):
        yield tuple(each.reference for each in level)


def _most_first(official: RankedOfficial) -> tuple[bool, Fraction, str]:
    points = official.points
    return points is None, -(points or Fraction(0)), official.reference


def _base(excellent: int, good: int, everybody: int, parameters: ScoringParameters) -> int:
    if parameters.seat_base is SeatBase.GOOD_BEFORE:
        return good
    return excellent + good if parameters.seat_base is SeatBase.GOOD_OR_BETTER else everybody


def _good_after(
    excellent: int, good: int, share: Fraction, parameters: ScoringParameters
) -> tuple[int, int]:
    """Those who end up good, and the most seats that they allow: each seat makes one fewer good.

    Two of nine would leave seven, who allow one; one leaves eight, so it is one.
    """
    most = excellent + good
    options = ((seats, good + max(0, excellent - seats)) for seats in range(most, -1, -1))
    return next(
        (base, seats)
        for seats, base in options
        if seats <= _whole(share / HUNDRED * base, parameters.seat_rounding)
    )


def _whole(exact: Fraction, rounding: SeatRounding) -> int:
    if rounding is SeatRounding.DOWN:
        return math.floor(exact)
    if rounding is SeatRounding.UP:
        return math.ceil(exact)
    return math.floor(exact + Fraction(1, 2))
