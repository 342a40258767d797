"""What changed in a period since an earlier day: whose grade or seat depended on a correction.

A decision rests on what was recorded then. After a verified result is corrected, everybody whose
seat it moved is shown, those too whose own results are the same; the body decides, nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dondoc.services.evaluation.ranking.groups import RankedPeriod
from models.rules.scoring.caps import SeatsChanged, seats_after_correction


@dataclass(frozen=True)
class RankChange:
    """A rank before and after; None: not ranked then."""

    before: int | None
    after: int | None


@dataclass(frozen=True)
class PeriodChanges:
    """By rule set, each group in which somebody is affected; `ranks`: by the code of a person."""

    seats: Mapping[str, tuple[SeatsChanged, ...]]
    ranks: Mapping[str, RankChange]

    @property
    def is_empty(self) -> bool:
        """Whether nobody is affected."""
        return not any(self.seats.values())


def changes_between(before: RankedPeriod, after: RankedPeriod) -> PeriodChanges:
    """From one ranking of a period to another of the same rule sets and decisions."""
    seats = {
        rules: seats_after_correction(
            before.officials(rules),
            after.officials(rules),
            after.share_of(rules),
            after.parameters_of(rules),
        )
        for rules in after.caps
    }
    return PeriodChanges(seats, ranks_changed(before, after))


def ranks_changed(before: RankedPeriod, after: RankedPeriod) -> Mapping[str, RankChange]:
    """Everybody whose rank is another."""
    was, is_now = _ranks(before), _ranks(after)
    codes: Sequence[str] = sorted(was.keys() | is_now.keys())
    found = {code: RankChange(was.get(code), is_now.get(code)) for code in codes}
    return {code: change for code, change in found.items() if change.before != change.after}


def _ranks(ranked: RankedPeriod) -> dict[str, int]:
    places = (place for group in ranked.groups for place in group.ranking.places)
    return {place.reference: place.rank for place in places}
