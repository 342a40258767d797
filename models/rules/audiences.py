"""Who stands in for an audience that nobody is of, or of which nobody can be reached."""

from collections.abc import Iterator

from models.rules.roles import Audience

_STAND_INS: dict[Audience, tuple[Audience, ...]] = {
    Audience.LEAD: (Audience.UNIT_HEAD, Audience.COMMITTEE_SECRETARY, Audience.SECRETARIAT),
    Audience.UNIT_HEAD: (Audience.COMMITTEE_SECRETARY, Audience.SECRETARIAT),
    Audience.COMMITTEE_SECRETARY: (Audience.UNIT_HEAD, Audience.SECRETARIAT),
    Audience.COMMITTEE_HEAD: (
        Audience.COMMITTEE_SECRETARY,
        Audience.UNIT_HEAD,
        Audience.SECRETARIAT,
    ),
    Audience.COORDINATING: (Audience.SECRETARIAT,),
    Audience.STANDING_COMMITTEE: (Audience.SECRETARIAT,),
    Audience.SECRETARIAT: (),
}

MAY_BE_EMPTY = frozenset({Audience.COORDINATING, Audience.STANDING_COMMITTEE})
"""Not every assignment has coordinating units: an empty audience is no gap here."""


def stand_ins(audience: Audience) -> tuple[Audience, ...]:
    """Who is told instead where nobody of an audience can be reached, the first to ask first."""
    return _STAND_INS[audience]


def asked_in_turn(audience: Audience) -> Iterator[Audience]:
    """An audience, then those who answer for it where nobody is of it.

    An empty seat must not swallow a reminder, except where an audience may be empty.
    """
    yield audience
    if audience not in MAY_BE_EMPTY:
        yield from stand_ins(audience)
