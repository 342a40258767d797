"""The parts of a reading that a digest can be about: all units, a group, a unit, an official."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DigestPart:
    """At most one of these; none is everything that was read. `official`: a person's name."""

    unit_id: int | None = None
    group_code: str = ""
    person_id: int | None = None
    official: str = ""


EVERYTHING = DigestPart()
