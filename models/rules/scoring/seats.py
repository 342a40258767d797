"""The cap on "excellent": how many seats there are, who has one, and who shares the last.

Decree 335/2025/NĐ-CP Art. 20: at most 20% of those graded good, in the agency and in each group
of similar tasks; up to 25% where the organisation has outstanding achievement (secondary). Who
among equals gets the last seat is decided by the body: here they are only named.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from models.rules.evaluation import Grade
from models.rules.scoring.exact import HUNDRED
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import SeatBase, SeatRounding, SeatScope


@dataclass(frozen=True)
class RankedOfficial:
    """Somebody with total and grade as they are before the cap; `group`: of similar tasks."""

    reference: str
    points: Fraction
    grade: Grade
    group: str


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


def _seats(
    group: str | None,
    members: list[RankedOfficial],
    share: Fraction,
    parameters: ScoringParameters,
) -> SeatsOfGroup:
    candidates = [each for each in members if each.grade is Grade.EXCELLENT]
    good = sum(each.grade is Grade.GOOD for each in members)
    count = seat_count(len(candidates), good, len(members), share, parameters)
    line = _line(candidates, count.seats)
    seated = _named(candidates, lambda points: line is None or points > line)
    equal = _named(candidates, lambda points: points == line)
    left = count.seats - len(seated)
    if line is not None and len(equal) <= left:
        seated, equal, left = (*seated, *equal), (), 0
    below = _named(candidates, lambda points: line is not None and points < line)
    return SeatsOfGroup(group, count, seated, equal, left if equal else 0, below)


def _line(candidates: list[RankedOfficial], seats: int) -> Fraction | None:
    """The points at the last seat; None where there are seats for all."""
    if len(candidates) <= seats:
        return None
    ranked = sorted((each.points for each in candidates), reverse=True)
    return ranked[seats - 1] if seats else ranked[0] + 1


def _named(
    candidates: list[RankedOfficial], is_meant: Callable[[Fraction], bool]
) -> tuple[str, ...]:
    """From the most points down; equals by their reference, which ranks nobody."""
    meant = (each for each in candidates if is_meant(each.points))
    ranked = sorted(meant, key=lambda each: (-each.points, each.reference))
    return tuple(each.reference for each in ranked)


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
    seats = 0
    while seats < excellent + good:
        after = good + max(0, excellent - seats - 1)
        if seats + 1 > _whole(share / HUNDRED * after, parameters.seat_rounding):
            break
        seats += 1
    return good + max(0, excellent - seats), seats


def _whole(exact: Fraction, rounding: SeatRounding) -> int:
    if rounding is SeatRounding.DOWN:
        return math.floor(exact)
    if rounding is SeatRounding.UP:
        return math.ceil(exact)
    return math.floor(exact + Fraction(1, 2))
