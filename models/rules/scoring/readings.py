"""How the rules of evaluation are read: one choice each, and none that is taken in silence."""

from enum import StrEnum


class LeaderFormula(StrEnum):
    """Of what a leader's result is the mean: a to c with d, đ, e, or a to c alone."""

    MEAN_OF_SIX = "mean_of_six"
    MEAN_OF_THREE = "mean_of_three"


class SubordinatesBy(StrEnum):
    """Whether d looks at the points of the subordinates, or at the grades decided for them."""

    POINTS = "points"
    DECIDED = "decided"


class HeadsTasks(StrEnum):
    """Whether a head's a, b, c are of their own tasks, or of the field they lead too."""

    OWN = "own"
    OWN_AND_FIELD = "own_and_field"


class Denominator(StrEnum):
    """What b and c are divided by: what was assigned, or what was completed of it."""

    ASSIGNED = "assigned"
    COMPLETED = "completed"


class DeductionBase(StrEnum):
    """Of what a failed review or a lateness takes its part: all units of a task line, or one."""

    LINE = "line"
    UNIT = "unit"


class DeductionFloor(StrEnum):
    """Whether a product keeps nothing at worst, or may go below it and take from others."""

    ZERO = "zero"
    NONE = "none"


class LatenessRule(StrEnum):
    """A part for each lateness, or that part up to five days and all of it from then on."""

    EACH = "each"
    FIVE_DAYS = "five_days"


class Surplus(StrEnum):
    """What is done beyond the assigned: cut line by line, cut in the sum, or left uncut."""

    LINE = "line"
    TOTAL = "total"
    UNCUT = "uncut"


class NothingAssigned(StrEnum):
    """What somebody to whom nothing was assigned scores."""

    NOT_ENOUGH_DATA = "not_enough_data"
    ZERO = "zero"
    HUNDRED = "hundred"


class UnderFullQuantity(StrEnum):
    """What less than the assigned quantity means beside its part in a.

    Nothing more; "not completed" where it was one's own fault; not done only under half of it.
    """

    NOTHING_MORE = "nothing_more"
    NOT_COMPLETED = "not_completed"
    DONE_FROM_HALF = "done_from_half"


class ReturnedReports(StrEnum):
    """What was handed in and returned: done while the time runs, or not done until accepted."""

    TIME_RUNS = "time_runs"
    NOT_DONE = "not_done"


class GivenQuality(StrEnum):
    """Whether a percentage of quality that whoever verifies gave is counted, or only noted."""

    COUNTED = "counted"
    NOTED = "noted"


class RoundingKind(StrEnum):
    """Where a value lies in the middle: up, or to the even digit."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


class BandsOn(StrEnum):
    """Whether the bands of the grades cut the rounded total or the exact one."""

    ROUNDED = "rounded"
    EXACT = "exact"


class FallBelowGate(StrEnum):
    """How far one falls below an open gate: one grade, or on to the next whose gates are closed."""

    ONE_STEP = "one_step"
    CASCADE = "cascade"


class ExcusedLateness(StrEnum):
    """Whether a lateness with a confirmed cause is late before the gates."""

    LATE = "late"
    NOT_LATE = "not_late"


class Exceeding(StrEnum):
    """When a task is exceeded: by its quantity alone, or also where that is declared of it."""

    BY_QUANTITY = "by_quantity"
    DECLARED = "declared"


class Discipline(StrEnum):
    """Whether discipline or concluded degradation makes the grade "not completed"."""

    NOT_COMPLETED = "not_completed"
    NOTHING = "nothing"


class CountedBy(StrEnum):
    """What a unit's share counts: tasks, or converted products."""

    TASKS = "tasks"
    PRODUCTS = "products"


class ForceMajeure(StrEnum):
    """Whether tasks that confirmed force majeure hindered count in a unit's share."""

    COUNTED = "counted"
    TAKEN_OUT = "taken_out"


class HeadAndUnit(StrEnum):
    """Whether a head may be graded above the unit led."""

    NOT_ABOVE = "not_above"
    UNBOUND = "unbound"


class SeatBase(StrEnum):
    """Of whom the cap is a share: good by points, good in the end, good or better, everybody."""

    GOOD_BEFORE = "good_before"
    GOOD_AFTER = "good_after"
    GOOD_OR_BETTER = "good_or_better"
    EVERYBODY = "everybody"


class SeatRounding(StrEnum):
    """How a share of people becomes a number of seats."""

    DOWN = "down"
    HALF_UP = "half_up"
    UP = "up"


class SeatScope(StrEnum):
    """Where the cap holds: in each group of similar tasks, in the agency, or in both."""

    GROUP = "group"
    AGENCY = "agency"
    GROUP_AND_AGENCY = "group_and_agency"


class YearFrom(StrEnum):
    """Whether the year is the mean of the exact totals of its periods or of the rounded ones."""

    EXACT = "exact"
    ROUNDED = "rounded"


class OneNotCompleted(StrEnum):
    """Whom one period "not completed" keeps from "excellent" for the year."""

    NO_EXCELLENT = "no_excellent"
    NO_EXCELLENT_FOR_LEADERS = "no_excellent_for_leaders"
    NOTHING = "nothing"


class AbsenceDays(StrEnum):
    """By which days an absence is measured."""

    CALENDAR = "calendar"
    WORKING = "working"


class DueInAbsence(StrEnum):
    """Whether what fell due during an absence counts as assigned."""

    COUNTED = "counted"
    TAKEN_OUT = "taken_out"


class Transfer(StrEnum):
    """How the parts of a period in two units become one result: pooled, or weighted by days."""

    POOLED = "pooled"
    BY_DAYS = "by_days"
    BY_WORKING_DAYS = "by_working_days"


class TransferGeneral(StrEnum):
    """Whose general points count after a transfer: the new unit's, or both by their days."""

    NEW_UNIT = "new_unit"
    BY_DAYS = "by_days"


class CarriedOver(StrEnum):
    """Where a task counts that was finished after its period.

    In its own as not done; again, as late, where it was finished; where a paper moved it to.
    """

    STAYS = "stays"
    COUNTED_AGAIN = "counted_again"
    MOVED_BY_PAPER = "moved_by_paper"


class LowerIsBetter(StrEnum):
    """How a share is made where less is better: target / actual, or 2 - actual / target."""

    TARGET_BY_ACTUAL = "target_by_actual"
    TWO_MINUS_RATIO = "two_minus_ratio"


class SilenceRule(StrEnum):
    """Whether silence is not done, or a result counts that is known from elsewhere."""

    NOT_DONE = "not_done"
    KNOWN_RESULT = "known_result"
