"""In what capacity a person acts on a checkpoint, or is reminded of it."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is to one checkpoint; one person may be several."""

    OFFICIAL = "official"  # holds a lead position of the assignment
    FORMER_OFFICIAL = "former_official"  # held one while the checkpoint ran, and no longer does
    UNIT_HEAD = "unit_head"
    PARENT_HEAD = "parent_head"  # heads a unit that this one is under
    COMMITTEE_HEAD = "committee_head"
    COMMITTEE_DEPUTY = "committee_deputy"
    COMMITTEE_MEMBER = "committee_member"
    COMMITTEE_SECRETARY = "committee_secretary"
    SECRETARIAT = "secretariat"
    STANDING_COMMITTEE = "standing_committee"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    SYSTEM = "system"  # the flows: a date arrived


ANSWERING = frozenset({Role.OFFICIAL, Role.FORMER_OFFICIAL, Role.UNIT_HEAD})
"""Who answers for a checkpoint, or did while it ran: they decide nothing about it.

The head of the leading unit answers for all of its work. An office's own work is decided by other
members of the secretariat, and evaluated also by the Standing Committee.
"""


class Mandate(StrEnum):
    """What a position may do in the whole programme (or one unit of it)."""

    SECRETARIAT = "secretariat"
    STANDING_COMMITTEE = "standing_committee"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Seat(StrEnum):
    """Seats of a steering committee (ban chỉ đạo)."""

    HEAD = "head"
    DEPUTY = "deputy"
    MEMBER = "member"
    SECRETARY = "secretary"


class Audience(StrEnum):
    """Who a step of the reminder ladder speaks to."""

    LEAD = "lead"
    COORDINATING = "coordinating"
    UNIT_HEAD = "unit_head"
    COMMITTEE_SECRETARY = "committee_secretary"
    COMMITTEE_HEAD = "committee_head"
    PARENT_HEAD = "parent_head"
    SECRETARIAT = "secretariat"
    STANDING_COMMITTEE = "standing_committee"


class Involvement(StrEnum):
    """How another unit takes part in an assignment."""

    COORDINATING = "coordinating"
    WATCHING = "watching"
