"""What the API answers of a piece of work and what was wanting of it; fractions are exact."""

from datetime import date
from decimal import Decimal

from dondoc.services.evaluation.catalogue.coefficients import WeightStaysReason
from dondoc.web.api.shapes import Shape
from models.rules.objective_causes import CauseState, ShortfallKind
from models.rules.product_catalogue import CountingFrom
from models.rules.scoring.achieved_shares import ReportedAs
from models.rules.scoring.from_checkpoints import NotCountedReason


class WorkResultOut(Shape):
    """How a verified result came."""

    reported: ReportedAs


class ReviewOut(Shape):
    """A report that was sent back. `answered_by`: whose time it fell in, "" the person's own."""

    number: int
    returned_on: date
    reported_on: date | None
    reason: str
    cause: CauseState
    answered_by: str


class LatenessOut(Shape):
    """A lateness in working days."""

    number: int
    due_on: date
    reported_on: date | None
    days: int
    cause: CauseState
    answered_by: str


class CountingOut(Shape):
    """The day whose catalogue counts, and whether the quarter began or the work was assigned."""

    day: date
    why: CountingFrom


class CoefficientOut(Shape):
    """The product of the catalogue. `coefficient`: null where the weight stays, for `reason`."""

    code: str
    title: str
    counting: CountingOut
    tied_on: date
    coefficient: Decimal | None
    version: int | None
    since: date | None
    paper: str
    reason: WeightStaysReason | None


class WorkOut(Shape):
    """A checkpoint that the person leads. `reason`: why it is not counted, null where it is.

    `of_field`: it is of the field that they lead, and of another's tasks.
    """

    ref: str
    title: str
    unit: str
    due_on: date
    original_due_on: date
    unit_of_measure: str
    expected: Decimal | None
    value: Decimal | None
    is_estimate: bool
    weight: Decimal
    of_field: bool
    product: CoefficientOut | None
    quality: Decimal | None
    result: WorkResultOut | None
    reason: NotCountedReason | None
    reviews: list[ReviewOut]
    latenesses: list[LatenessOut]


class ShortfallOut(Shape):
    """A failed review or a lateness, and how its objective cause stands."""

    kind: ShortfallKind
    cause: CauseState
    days: int | None
