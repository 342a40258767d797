"""Who comments where the level above is away or its seat is vacant.

Decree 335/2025/NĐ-CP and HD 02-HD/BTCTW (secondary) ask for the comment of the level above and say
nothing of its absence. Nobody's evaluation waits for somebody's return: the deputy of that time
comments, else the level above that, else the secretariat. A deputy has this only while the absence
lasts, and the step says in whose place it was given.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

Away = Mapping[int, frozenset[int]]
"""Who is away, each with those who were recorded as their deputies of that time."""


class StandIn(StrEnum):
    """What whoever comments in another's place is: their deputy, a level above it, the office."""

    DEPUTY = "deputy"
    LEVEL_ABOVE = "level_above"
    OFFICE = "office"


@dataclass(frozen=True)
class Commenting:
    """Who may comment. `holders`: of the level above, away or not; `asked`: who is asked to.

    `stand_in`: what those who are asked are where they are not the level above itself. `barred`:
    who would be asked if the person assessed did not lead them.
    """

    holders: frozenset[int]
    asked: frozenset[int]
    stand_in: StandIn | None = None
    barred: frozenset[int] = frozenset()

    @property
    def may(self) -> frozenset[int]:
        """Everybody who may: whoever is away keeps their right."""
        return self.holders | self.asked

    def stands_in(self, person_id: int) -> StandIn | None:
        """In what quality somebody comments in another's place; None: by their own right."""
        return None if person_id in self.holders else self.stand_in


def who_comments(
    levels: Sequence[frozenset[int]],
    office: frozenset[int],
    away: Away,
    barred: Set[int] = frozenset(),
) -> Commenting:
    """`levels`: from the level above upwards; an empty one is a vacant seat.

    `office`: the secretariat, asked where no level answers. `barred`: whoever never stands in: the
    person assessed, and who is led by them.
    """
    holders = levels[0] if levels else frozenset()
    for place, level in enumerate((*levels, office)):
        here = level if place == 0 and levels else level - barred
        how = _quality(place, len(levels))
        if present := here - away.keys():
            return Commenting(holders, present, how)
        deputies = frozenset().union(*(away[person] for person in here)) - barred - away.keys()
        if deputies:
            return Commenting(holders, deputies, how or StandIn.DEPUTY)
    return Commenting(holders, holders)


def _quality(place: int, levels: int) -> StandIn | None:
    if place == levels:
        return StandIn.OFFICE
    return StandIn.LEVEL_ABOVE if place else None
