"""What the API answers of what the evaluation of a year rests on; fractions are exact: `161/2`."""

from fractions import Fraction

from dondoc.services.evaluation.rule_sets.values import HowSure
from dondoc.web.api.shapes import Shape
from models.rules.evaluation import Grade
from models.rules.scoring.gates import GateState, Overruled
from models.rules.scoring.parameters import Need
from models.rules.scoring.undecided_periods import UndecidedPeriods
from models.rules.scoring.years import YearPartState


class GateOut(Shape):
    """What a grade asks for beside points."""

    grade: Grade
    need: Need
    state: GateState
    part: int | None
    whole: int | None
    limit: Fraction | None


class YearPeriodOut(Shape):
    """A period of the year: what is decided and published of it, else what it comes to today.

    `counted`: it is in the mean. `exact`, `rounded`: the total, by the rule set of its own round;
    `grade`: decided alone. `unit`: where the person was evaluated. `outdated`: it is to be decided
    again; `asked_again`: a re-assessment waits; `counted_with_next`: not graded, as they were away
    for too much of it. `so_far`: the points of results today of one that is not decided.
    """

    period: str
    state: YearPartState
    decided: bool
    counted: bool
    general: Fraction | None
    results: Fraction | None
    exact: Fraction | None
    rounded: Fraction | None
    grade: Grade | None
    unit: str
    outdated: bool
    asked_again: bool
    counted_with_next: bool
    so_far: Fraction | None


class YearMeanOut(Shape):
    """The mean of what is counted. `grade`: `by_points`, or what holding it back leaves of it."""

    general: Fraction | None
    results: Fraction | None
    exact: Fraction
    rounded: Fraction
    by_points: Grade
    grade: Grade
    held_back: bool


class YearBasisOut(Shape):
    """On what the evaluation of a year rests.

    `undecided_periods`: what the round's rule set does with periods that are not decided, and how
    sure that is (`undecided_basis`). `mean`: null where there is none, for want of `lacking`.
    `not_completed`: periods graded so; `two_running`: two of them in a row, null to the person
    themself. `gates`, `overruled`: what a grade of the year asks for beside its points, and what
    overrules them; `grade`: after both, null while a gate is not known.
    """

    periods: list[YearPeriodOut]
    undecided_periods: UndecidedPeriods
    undecided_basis: HowSure
    mean: YearMeanOut | None
    lacking: list[str]
    not_completed: list[str]
    two_running: bool | None
    gates: list[GateOut]
    overruled: Overruled | None
    grade: Grade | None
