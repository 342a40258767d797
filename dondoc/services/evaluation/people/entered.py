"""What people enter of an evaluation: general points, d, đ, e, and what gates ask for beside."""

from dataclasses import dataclass, replace
from fractions import Fraction

from dondoc.services.evaluation.people.unit_times import UnitTimes
from dondoc.services.evaluation.people.work import OfficialWork
from models.rules.scoring.exact import ZERO
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.results import LeaderParts


@dataclass(frozen=True)
class EnteredPoints:
    """None of each until somebody has entered it.

    `general`: points of the general criteria; `leader`: d, đ, e of whoever leads, of which each may
    be None still. `shortcomings`, `repaired`: how many were pointed out before, and are repaired.
    `times`: their days in their units, where they worked in more than one. `field`: the work of the
    field that they lead, None where none was recorded.
    `disciplined`, `below_disciplined`: by papers that were recorded, of a collective also whether a
    unit or a leader below it was; None of anybody else.
    """

    general: Fraction | None = None
    leader: LeaderParts | None = None
    shortcomings: int | None = None
    repaired: int | None = None
    disciplined: bool = False
    below_disciplined: bool | None = None
    times: UnitTimes | None = None
    field: tuple[OfficialWork, ...] | None = None

    def general_points(self, parameters: ScoringParameters) -> Fraction | None:
        """The general points; where a rule set knows none, that is nothing."""
        return self.general if parameters.general_most else ZERO

    def bound(self, full: bool, parameters: ScoringParameters) -> "EnteredPoints":
        """The same with nothing, or with all, of what nobody has entered."""
        general = self.general_points(parameters)
        if general is None:
            general = parameters.general_most if full else ZERO
        known = self.leader or LeaderParts(None, None, None)
        parts = (known.subordinates, known.organising, known.uniting)
        filled = LeaderParts(*(full if part is None else part for part in parts))
        return replace(self, general=general, leader=filled)


NOTHING_ENTERED = EnteredPoints()
"""As long as nobody has entered anything."""
