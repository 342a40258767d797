"""Who stands in for an audience that nobody is of, or of which nobody can be reached.

A vacant head is such an audience. Whom somebody who is away named is another matter:
models/rules/deputies.py.
"""

from collections.abc import Iterator

from models.rules.roles import Audience

_ABOVE = (Audience.PARENT_HEAD, Audience.SECRETARIAT)
"""Who is asked when nobody of the unit and its committee can be: up the tree of units."""

_STAND_INS: dict[Audience, tuple[Audience, ...]] = {
    Audience.LEAD: (Audience.UNIT_HEAD, Audience.COMMITTEE_SECRETARY, *_ABOVE),
    Audience.UNIT_HEAD: (Audience.COMMITTEE_SECRETARY, *_ABOVE),
    Audience.COMMITTEE_SECRETARY: (Audience.UNIT_HEAD, *_ABOVE),
    Audience.COMMITTEE_HEAD: (Audience.COMMITTEE_SECRETARY, Audience.UNIT_HEAD, *_ABOVE),
    Audience.PARENT_HEAD: (Audience.SECRETARIAT,),
    Audience.COORDINATING: (Audience.SECRETARIAT,),
    Audience.STANDING_COMMITTEE: (Audience.SECRETARIAT,),
    Audience.SECRETARIAT: (),
}

MAY_BE_EMPTY = frozenset({Audience.COORDINATING, Audience.PARENT_HEAD, Audience.STANDING_COMMITTEE})
"""Not every assignment has coordinating units, not every unit is under another: no gap here."""


def stand_ins(audience: Audience) -> tuple[Audience, ...]:
    """Who is told instead, in this order, where an audience is vacant or out of reach."""
    return _STAND_INS[audience]


def asked_in_turn(audience: Audience) -> Iterator[Audience]:
    """An audience, then those who answer for it where nobody is of it.

    An empty seat must not swallow a reminder, except where an audience may be empty.
    """
    yield audience
    if audience not in MAY_BE_EMPTY:
        yield from stand_ins(audience)
