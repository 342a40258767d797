"""Which paper of a unit is wanted, and who may make it: asked before anything is read."""

from dataclasses import dataclass
from enum import StrEnum

from dondoc.services.boards.unit import may_urge_at
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.organisation.viewer import Viewer
from models.rules.roles import Mandate


class UnitPaperKind(StrEnum):
    """The papers of a unit, in the order in which a year needs them."""

    ANNEX = "annex"
    DECISION = "decision"
    LETTER = "letter"
    REPORT = "report"


@dataclass(frozen=True)
class UnitPaperRequest:
    """`period`: of a report. `position_id`: whose decision or annex it is, None where one alone
    leads the unit's work, or for an annex of all of it.
    """

    kind: UnitPaperKind
    unit_id: int
    period: DigestPeriod | None = None
    position_id: int | None = None


def may_make(viewer: Viewer, kind: UnitPaperKind, unit_id: int) -> bool:
    """Whether a paper of a unit is the viewer's to make.

    A decision is the office's; a letter of urging and a unit's report are for whoever urges that
    unit's work, as its committee's secretary; what was assigned reads whoever sees its board.
    """
    if kind is UnitPaperKind.ANNEX:
        return viewer.may_see_unit(unit_id)
    if kind is UnitPaperKind.DECISION:
        return viewer.has(Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE)
    return may_urge_at(viewer, unit_id)
