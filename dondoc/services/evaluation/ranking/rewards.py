"""Whom points and decisions speak for when rewards are proposed: a list with reasons, no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dondoc.services.evaluation.ranking.groups import RankedPeriod, RankedRow, SimilarGroup
from models.rules.evaluation import Grade
from models.rules.scoring.caps import SeatState


class RewardReason(StrEnum):
    """Why somebody is on the list."""

    DECIDED_EXCELLENT = "decided_excellent"
    COMPUTED_EXCELLENT = "computed_excellent"
    TIED_AT_LAST_SEAT = "tied_at_last_seat"
    BEST_OF_GROUP = "best_of_group"


@dataclass(frozen=True)
class RewardProposal:
    """Somebody, with every reason there is; nobody is proposed by the software itself."""

    group: SimilarGroup
    row: RankedRow
    reasons: tuple[RewardReason, ...]


def reward_proposals(ranked: RankedPeriod) -> tuple[RewardProposal, ...]:
    """Those decided "excellent", within the cap of it, or best of their group; group by group.

    Once somebody has been decided on, computed grades of that group speak for nobody. Whoever was
    decided "not completed" is not on the list, and nobody is best of a group of one.
    """
    found = []
    for group in ranked.groups:
        for row in group.rows:
            reasons = tuple(_reasons(ranked, group, row))
            if reasons:
                found.append(RewardProposal(group, row, reasons))
    return tuple(found)


def _reasons(ranked: RankedPeriod, group: SimilarGroup, row: RankedRow) -> Iterator[RewardReason]:
    code, grade = row.standing.code, ranked.grade_of(row.standing)
    if grade is Grade.NOT_COMPLETED or (code in ranked.decided and grade is None):
        return
    if any(each.standing.code in ranked.decided for each in group.rows):
        if code in ranked.decided and grade is Grade.EXCELLENT:
            yield RewardReason.DECIDED_EXCELLENT
    elif row.seat is SeatState.SEATED:
        yield RewardReason.COMPUTED_EXCELLENT
    elif row.seat is SeatState.TIED:
        yield RewardReason.TIED_AT_LAST_SEAT
    if row.place is not None and row.place.rank == 1 and len(group.ranking.places) > 1:
        yield RewardReason.BEST_OF_GROUP
