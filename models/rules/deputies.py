"""Who may be a deputy (người thay): only somebody who may see and do it all by their own right.

A deputy gets no right of the person who is away. So nobody ever decides by somebody else's
right, and the rules against deciding on one's own work hold as they do without an absence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.rules.roles import Mandate, Seat

Seats = Mapping[int, frozenset[Seat]]

_URGING = frozenset({Seat.HEAD, Seat.DEPUTY, Seat.SECRETARY})
_OFFICE = frozenset({Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE})


@dataclass(frozen=True)
class OwnRight:
    """What somebody may do in a programme on a day by a right of their own.

    `watches`: units for which alone they hold a mandate. `below`: units under those that they
    head. `work`: the assignments that they
    answer for, and the unit that leads each; of the absent person also the work of their unit
    that nobody else answers for, which comes to its head.
    """

    mandates: frozenset[Mandate] = frozenset()
    watches: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    seats: Seats = field(default_factory=dict)
    below: frozenset[int] = frozenset()
    work: Mapping[int, int] = field(default_factory=dict)

    def files_in(self, unit_id: int) -> bool:
        """Whether they may report on all work of a unit: its head, or its committee's secretary."""
        return unit_id in self.heads or Seat.SECRETARY in self.seats.get(unit_id, frozenset())


@dataclass(frozen=True)
class RightMissing:
    """What a deputy may do less than whom they stand in for: all empty for a good one."""

    mandates: frozenset[Mandate] = frozenset()
    units: tuple[int, ...] = ()
    work: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.mandates or self.units or self.work)


def missing(absent: OwnRight, deputy: OwnRight) -> RightMissing:
    """In what a deputy may do less. The secretariat may do everything."""
    if Mandate.SECRETARIAT in deputy.mandates:
        return RightMissing()
    there = absent.heads | absent.below | absent.seats.keys()
    units = {unit for unit in there if not _enough(unit, absent, deputy)}
    work = (
        key for key, unit in absent.work.items() if key not in deputy.work
        and not deputy.files_in(unit)
    )  # fmt: skip
    return RightMissing(
        (absent.mandates & _OFFICE) - deputy.mandates,
        tuple(sorted(units | (absent.watches - deputy.watches))),
        tuple(sorted(work)),
    )


def _enough(unit_id: int, absent: OwnRight, deputy: OwnRight) -> bool:
    """Who urges is replaced by who may urge, the secretary by who may report, a member by any.

    What the head of a unit answers for themselves, or nobody else does, is asked about apart.
    Beyond it they are told so that they see to it, as the committee of the unit does by its seats.
    """
    if deputy.files_in(unit_id):
        return True
    none: frozenset[Seat] = frozenset()
    mine, theirs = absent.seats.get(unit_id, none), deputy.seats.get(unit_id, none)
    if Seat.SECRETARY in mine:
        return False
    if unit_id in absent.heads | absent.below or mine & _URGING:
        return bool(theirs & _URGING) or unit_id in deputy.below
    return bool(theirs)
