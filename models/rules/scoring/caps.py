"""The cap on "excellent" under every base beside each other, and who depends on a correction.

Decree 335/2025/NĐ-CP Art. 20 says of whom the cap is a share in words that are read four ways: the
software shows what each comes to, marks the rule set's own, and gives nobody a seat.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from models.rules.evaluation import Grade
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import SeatBase, SeatScope
from models.rules.scoring.seats import RankedOfficial, SeatsOfGroup, allotted, seats_of


class SeatState(StrEnum):
    """What somebody is to the seats: asking for none is any grade below "excellent"."""

    SEATED = "seated"
    TIED = "tied"
    WITHOUT = "without"
    NOT_ASKING = "not_asking"


@dataclass(frozen=True)
class CapsUnderBase:
    """The seats of each group and of all under one base; `own`: the rule set's own reading."""

    base: SeatBase
    own: bool
    seats: tuple[SeatsOfGroup, ...]


@dataclass(frozen=True)
class SeatChange:
    """Somebody whose points, grade or seat a correction changed; None: not there then."""

    reference: str
    group: str
    before: RankedOfficial | None
    after: RankedOfficial | None
    seat_before: SeatState | None
    seat_after: SeatState | None

    @property
    def depends(self) -> bool:
        """Whether their grade or seat is another; else their points alone are."""
        grades = (self.before and self.before.grade) is (self.after and self.after.grade)
        return not grades or self.seat_before is not self.seat_after


@dataclass(frozen=True)
class SeatsChanged:
    """A group before and after a correction, and everybody in it whom that changes."""

    group: str | None
    before: SeatsOfGroup | None
    after: SeatsOfGroup | None
    people: tuple[SeatChange, ...]


def state_of(official: RankedOfficial, seats: SeatsOfGroup | None) -> SeatState:
    """What somebody is to the seats of a group; None: of one that has none."""
    if official.grade is not Grade.EXCELLENT or seats is None:
        return SeatState.NOT_ASKING
    if official.reference in seats.seated:
        return SeatState.SEATED
    return SeatState.TIED if official.reference in seats.tied else SeatState.WITHOUT


def asked_of(seats: SeatsOfGroup) -> int:
    """How many people's grade asks for a seat."""
    return len(seats.seated) + len(seats.tied) + len(seats.without)


def over_by(seats: SeatsOfGroup) -> int:
    """By how many those who ask exceed the cap; 0 within it."""
    return max(0, asked_of(seats) - seats.count.seats)


def binds(group: str | None, parameters: ScoringParameters) -> bool:
    """Whether the rule set's cap holds for a group (None: for all together)."""
    apart = SeatScope.GROUP if group is None else SeatScope.AGENCY
    return parameters.seat_scope is not apart


def caps_by_base(
    officials: Iterable[RankedOfficial], share: Fraction, parameters: ScoringParameters
) -> tuple[CapsUnderBase, ...]:
    """All groups and all together under each base, wherever the rule set's own cap holds."""
    officials = tuple(officials)
    everywhere = replace(parameters, seat_scope=SeatScope.GROUP_AND_AGENCY)
    return tuple(
        CapsUnderBase(
            base,
            base is parameters.seat_base,
            seats_of(officials, share, replace(everywhere, seat_base=base)),
        )
        for base in SeatBase
    )


def caps_while_choosing(
    officials: Iterable[RankedOfficial],
    chosen: Collection[str],
    share: Fraction,
    parameters: ScoringParameters,
) -> tuple[CapsUnderBase, ...]:
    """The same while a body chooses: of everybody's grades so many seats, given to the chosen.

    `chosen`: whose grade is chosen already; all others count as they would be without a choice.
    """
    officials = tuple(officials)
    taking = [each for each in officials if each.reference in chosen]

    def among(seats: SeatsOfGroup) -> SeatsOfGroup:
        members = [each for each in taking if seats.group in (None, each.group)]
        return allotted(seats.group, members, seats.count)

    return tuple(
        replace(caps, seats=tuple(among(seats) for seats in caps.seats))
        for caps in caps_by_base(officials, share, parameters)
    )


def seats_after_correction(
    before: Sequence[RankedOfficial],
    after: Sequence[RankedOfficial],
    share: Fraction,
    parameters: ScoringParameters,
) -> tuple[SeatsChanged, ...]:
    """Wherever the cap holds: who is affected by results that changed, directly or by a seat.

    Groups in which nobody is affected are left out.
    """
    first, then = (
        {each.group: each for each in seats_of(people, share, parameters)}
        for people in (before, after)
    )
    ends = {each.reference: each for each in before}, {each.reference: each for each in after}
    found = (
        SeatsChanged(group, first.get(group), then.get(group), people)
        for group in dict.fromkeys([*first, *then])
        if (people := tuple(_changes(group, ends, (first.get(group), then.get(group)))))
    )
    return tuple(found)


_ByReference = dict[str, RankedOfficial]


def _changes(
    group: str | None,
    ends: tuple[_ByReference, _ByReference],
    seats: tuple[SeatsOfGroup | None, SeatsOfGroup | None],
) -> Iterator[SeatChange]:
    before, after = ends
    for reference in sorted(before.keys() | after.keys()):
        was, is_now = before.get(reference), after.get(reference)
        if group is not None:
            was = was if was and was.group == group else None
            is_now = is_now if is_now and is_now.group == group else None
        known = is_now or was
        if known is None:
            continue
        change = SeatChange(
            reference,
            known.group,
            was,
            is_now,
            None if was is None else state_of(was, seats[0]),
            None if is_now is None else state_of(is_now, seats[1]),
        )
        if was != is_now or change.depends:
            yield change
