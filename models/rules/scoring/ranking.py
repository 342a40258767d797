"""Ranking officials within groups of similar tasks: equal points, equal rank, nobody resolved.

A group is ranked by totals where everybody in it who has results has a total; else by the points of
the results alone, so that nobody is ranked by what nobody entered. Points that differ where nobody
sees it are equal where the bands cut rounded points, and differ where they cut exact ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from models.rules.scoring.exact import rounded
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import BandsOn


class RankedBy(StrEnum):
    """By which points a group is ranked; nothing where nobody in it has any."""

    TOTAL = "total"
    RESULTS = "results"
    NOTHING = "nothing"


@dataclass(frozen=True)
class RankEntry:
    """Somebody to be ranked. `total`: None while something is missing; `results`: without data."""

    reference: str
    group: str
    total: Fraction | None
    results: Fraction | None


@dataclass(frozen=True)
class RankPlace:
    """A rank from 1 on; `tied`: all others with the same points, in no order that ranks them."""

    reference: str
    rank: int
    points: Fraction
    tied: tuple[str, ...]


@dataclass(frozen=True)
class GroupRanking:
    """A group of similar tasks, the best first; `unranked`: those of whom nothing is counted.

    `without_total`: how many have results and no total, for which reason results rank the group.
    """

    group: str
    by: RankedBy
    places: tuple[RankPlace, ...]
    unranked: tuple[str, ...]
    without_total: int


def points_that_count(points: Fraction, parameters: ScoringParameters) -> Fraction:
    """Points as bands, ranks and seats compare them: rounded or exact, as the rule set says."""
    if parameters.bands_on is BandsOn.EXACT:
        return points
    return rounded(points, parameters.total_places, parameters.rounding)


def ranked_group(
    group: str, members: Iterable[RankEntry], parameters: ScoringParameters
) -> GroupRanking:
    """One group, whatever the order in which its members come."""
    members = sorted(members, key=lambda each: each.reference)
    known = [each for each in members if each.results is not None or each.total is not None]
    lacking = sum(each.total is None for each in known)
    by = _by(bool(known), bool(lacking))
    points = {each.reference: _points(each, by, parameters) for each in known}
    return GroupRanking(
        group,
        by,
        tuple(_places(points)),
        tuple(each.reference for each in members if each.reference not in points),
        lacking,
    )


def _by(anybody: bool, lacking: bool) -> RankedBy:
    if not anybody:
        return RankedBy.NOTHING
    return RankedBy.RESULTS if lacking else RankedBy.TOTAL


def _points(entry: RankEntry, by: RankedBy, parameters: ScoringParameters) -> Fraction:
    points = entry.total if by is RankedBy.TOTAL else entry.results
    assert points is not None  # a total is made of results, and `by` asks for what all have
    return points_that_count(points, parameters)


def _places(points: dict[str, Fraction]) -> Iterable[RankPlace]:
    rank = 1
    ordered = sorted(points, key=lambda reference: (-points[reference], reference))
    for value, level in groupby(ordered, key=lambda reference: points[reference]):
        names = tuple(level)
        for name in names:
            yield RankPlace(name, rank, value, tuple(each for each in names if each != name))
        rank += len(names)
