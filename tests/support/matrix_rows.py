"""The words in which the matrix of routes and roles is written (tests/support/matrix/*.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PEOPLE = {
    "official": "CB-LT2",  # answers for Lập Thạch's items, deputy head of its committee
    "head": "CB-LT1",
    "committee_secretary": "CB-LT4",
    "committee_member": "CB-LT5",
    "other_official": "CB-YL2",
    "other_committee_secretary": "CB-YL4",
    "other_plain_official": "CB-BTG2",  # in no committee
    "secretariat": "CB-VPTU3",
    "standing_committee": "CB-TTTU1",
    "administrator": "CB-VPTU5",
    "auditor": "CB-UBKT4",
    "left": "CB-SXD4",  # holds no position any more
}
"""A person of the sample for each role; the rows' addresses are those of Lập Thạch (LT)."""

EVERYBODY = frozenset(PEOPLE)
SECRETARIAT = frozenset({"secretariat"})
OFFICE = frozenset({"secretariat", "administrator"})
ADMINISTRATOR = frozenset({"administrator"})
SEES_ALL = frozenset({"secretariat", "standing_committee", "auditor"})
UNIT = frozenset({"official", "head", "committee_secretary", "committee_member"})
"""Everybody on Lập Thạch's committee; the official and the head are on it, too."""
SEES_UNIT = UNIT | SEES_ALL


@dataclass(frozen=True)
class Row:
    """One route, an address of it, and which roles get through; others get 403 or 404.

    `public`: also without signing in. `data`: a form that gets past the right and is refused
    for its content, so that the matrix changes nothing.
    """

    method: str
    route: str
    address: str
    allowed: frozenset[str] = EVERYBODY
    public: bool = False
    data: Mapping[str, str] = field(default_factory=dict)
