"""What the API answers of an official's provisional result; fractions are exact: `161/2`."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from dondoc.web.api.evaluation_round_shapes import DossierOut
from dondoc.web.api.evaluation_work_shapes import ShortfallOut, WorkOut
from dondoc.web.api.evaluation_year_shapes import GateOut
from dondoc.web.api.shapes import Shape
from models.rules.discipline import DisciplineKind
from models.rules.evaluation import Grade
from models.rules.evaluation_flags import FlagKind
from models.rules.scoring.gates import Overruled
from models.rules.scoring.results import MissingReason, ResultName, ResultNote


class PointsTakenOut(Shape):
    """What a shortfall took, in converted products."""

    shortfall: ShortfallOut
    taken: Fraction


class LineOut(Shape):
    """The converted products of a counted checkpoint, in the order of `counted`."""

    assigned: Fraction
    completed: Fraction
    quality: Fraction
    in_time: Fraction
    deductions: list[PointsTakenOut]


class PartOut(Shape):
    """One of a, b, c, and of a leader's total d, đ, e: `part` / `whole` = `share`."""

    name: ResultName
    share: Fraction
    note: ResultNote
    part: Fraction | None
    whole: Fraction | None


class ResultOut(Shape):
    """The mean of a, b, c alone."""

    share: Fraction
    parts: list[PartOut]


class TotalOut(Shape):
    """Points, exact and rounded, with the grade by points."""

    general: Fraction
    results: Fraction
    exact: Fraction
    rounded: Fraction
    grade: Grade


class ScoredOut(Shape):
    """What a rule set makes of the period; `least`, `most`: without and with all of `missing`."""

    lines: list[LineOut]
    result: ResultOut | None
    results: Fraction | None
    missing: list[MissingReason]
    total: TotalOut | None
    least: TotalOut | None
    most: TotalOut | None
    if_done: TotalOut | None
    gates: list[GateOut]
    grade: Grade | None
    overruled: Overruled | None


class QuarterOut(Shape):
    """The points of a quarter's results; null where nothing is counted."""

    period: str
    counted: int
    results: Fraction | None


class YearOut(Shape):
    """The quarters of the year. `results`: the mean of those that have any."""

    quarters: list[QuarterOut]
    results: Fraction | None


class RuleSetOut(Shape):
    """A rule set and what it makes of the period. `in_force`: on the period's last day.

    `period`: null of a year, which is made of its quarters.
    """

    code: str
    version: int
    title: str
    in_force: bool
    period: ScoredOut | None
    so_far: YearOut


class StepOut(Shape):
    """What a better grade needs, by the first rule set."""

    grade: Grade
    least: Fraction
    lacking: Fraction
    within_reach: bool
    if_done: bool


class ReadingOut(Shape):
    """The first rule set with one parameter read otherwise, or every rounding alike.

    `value`: of a choice, or so many decimals; None: not rounded there.
    """

    name: str
    value: str | int | None
    results: Fraction | None
    least: Fraction | None
    most: Fraction | None
    crosses: bool


class FlagOut(Shape):
    """An observation for whoever evaluates, which takes nothing off: numbers, checkpoints."""

    kind: FlagKind
    numbers: dict[str, Decimal]
    refs: list[str]


class DisciplineOut(Shape):
    """A paper on the person that counts in the period, from the day on which it takes effect."""

    kind: DisciplineKind
    paper_number: str
    paper_body: str
    signed_on: date
    effective_on: date


class FieldOut(Shape):
    """A field that the person leads: the work of a unit and of all below it, or a group of it.

    `category`: empty for all of the work. `last`: null while it goes on.
    """

    unit: str
    category: str
    first: date
    last: date | None


class PersonPeriodOut(Shape):
    """A result by rule sets, that nobody has decided; what was decided stands in `dossier`.

    `dossier`: the person's evaluation in the round of the period, null without one.
    `disciplined`: papers that count in the period; `fields`: those led on a day of it. Both as they
    were known at its lock where a round is locked. Fractions are exact.
    """

    person: str
    name: str
    year: int
    period: str
    as_of: date
    leads: bool
    counted: list[WorkOut]
    not_counted: list[WorkOut]
    rules: list[RuleSetOut]
    steps: list[StepOut]
    readings: list[ReadingOut]
    as_judged: YearOut | None
    flags: list[FlagOut]
    disciplined: list[DisciplineOut]
    fields: list[FieldOut]
    dossier: DossierOut | None = None
    provisional: bool = True
