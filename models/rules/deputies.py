"""Who may be a deputy (người thay): only somebody who may see and do it all by their own right.

A deputy gets no right of the person who is away. So nobody ever decides by somebody else's
right, and the rules against deciding on one's own work hold as they do without an absence.
"""

from collections.abc import Mapping

from models.rules.roles import Mandate, Seat

Seats = Mapping[int, frozenset[Seat]]

_URGING = frozenset({Seat.HEAD, Seat.DEPUTY, Seat.SECRETARY})
_OFFICE = frozenset({Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE})


def files_in_unit(unit_id: int, heads: frozenset[int], seats: Seats) -> bool:
    """Whether somebody may report on all work of a unit: its head, or its committee's secretary."""
    return unit_id in heads or Seat.SECRETARY in seats.get(unit_id, frozenset())


def mandates_missing(absent: frozenset[Mandate], deputy: frozenset[Mandate]) -> frozenset[Mandate]:
    """What the absent person does for the whole office and the deputy may not.

    The secretariat may do all that the Standing Committee may.
    """
    if Mandate.SECRETARIAT in deputy:
        return frozenset()
    return (absent & _OFFICE) - deputy


def units_missing(
    heads: frozenset[int], seats: Seats, deputy_heads: frozenset[int], deputy_seats: Seats
) -> tuple[int, ...]:
    """Units in which the deputy may do less than the absent person, in their order."""
    return tuple(
        unit_id
        for unit_id in sorted(heads | seats.keys())
        if not _enough(
            unit_id in heads,
            seats.get(unit_id, frozenset()),
            files_in_unit(unit_id, deputy_heads, deputy_seats),
            deputy_seats.get(unit_id, frozenset()),
        )
    )


def _enough(is_head: bool, seats: frozenset[Seat], files: bool, deputy: frozenset[Seat]) -> bool:
    """Who reports is replaced by who may report, who urges by who may urge, a member by any."""
    if files:
        return True
    if is_head or Seat.SECRETARY in seats:
        return False
    return bool(deputy & _URGING) if seats & _URGING else bool(deputy)
