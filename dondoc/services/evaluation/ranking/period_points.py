"""The points of a period, of somebody or of a unit: what is known, and the bounds of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from dondoc.services.evaluation.course.year_basis import YearBasis
from dondoc.services.evaluation.people.entered import EnteredPoints
from dondoc.services.evaluation.people.scored import ScoredPeriod
from models.rules.evaluation import Grade
from models.rules.scoring.exact import ZERO, rounded
from models.rules.scoring.gates import Gate, GateState, Overruled, grade_left
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.periods import PeriodTotal, YearTotal, year_total
from models.rules.scoring.results import MissingReason, grade_by_points

HOLDING = (GateState.OPEN, GateState.UNKNOWN)


@dataclass(frozen=True)
class PeriodPoints:
    """What a period comes to by one rule set.

    `abc`: the points of the results by a, b and c alone, None without data; `results`: those that
    the total has in it, of a leader with d, đ and e, as `abc` while something is missing.
    `total`: exact, None while something is missing; `least`, `most`: what it can come to.
    `worst`, `best`: the grades that gates leave of these, what nobody knows held against and for
    them; `grade`: where it is known. `held`: the gates of the best grade by points that are open
    or unknown. `disciplined`: the rule set grades them "not completed" for it, whatever the points.
    """

    counted: int
    abc: Fraction | None
    results: Fraction | None
    total: Fraction | None
    least: Fraction | None
    most: Fraction | None
    by_points: Grade | None
    worst: Grade | None
    best: Grade | None
    grade: Grade | None
    held: tuple[Gate, ...]
    missing: tuple[MissingReason, ...]
    disciplined: bool = False

    @property
    def grades(self) -> tuple[Grade | None, Grade | None]:
        """The worst and the best grade that can be left."""
        return (self.grade, self.grade) if self.grade else (self.worst, self.best)


def period_points(
    parts: Sequence[ScoredPeriod], leads: bool, parameters: ScoringParameters
) -> PeriodPoints:
    """Of one period, or of several that make a year; `leads`: whether somebody heads a unit."""
    if len(parts) > 1:
        return _of_year(parts, leads, parameters)
    (one,) = parts
    low, high = (each.grade if each else None for each in (one.least, one.most))
    return PeriodPoints(
        len(one.lines), one.results, one.shown_results,
        one.total.exact if one.total else None, *one.bounds,
        by_points=one.total.grade if one.total else None,
        worst=_after_gates(one, low, parameters, unknown_holds=True),
        best=_after_gates(one, high, parameters, unknown_holds=False),
        grade=Grade.NOT_COMPLETED if one.overruled else one.grade,
        held=tuple(gate for gate in one.gates if gate.grade is high and gate.state in HOLDING),
        missing=one.missing, disciplined=one.overruled is Overruled.DISCIPLINE,
    )  # fmt: skip


def year_points(
    year: YearBasis, leads: bool, parameters: ScoringParameters, entered: EnteredPoints
) -> PeriodPoints:
    """Of a year that is evaluated: from what was decided of its periods, which are counted."""
    points = period_points([year.scored(leads, parameters, entered)], leads, parameters)
    return replace(points, counted=len(year.outcome(leads, parameters).counted))


def _after_gates(
    one: ScoredPeriod,
    by_points: Grade | None,
    parameters: ScoringParameters,
    *,
    unknown_holds: bool,
) -> Grade | None:
    if one.overruled and by_points:
        return Grade.NOT_COMPLETED
    return by_points and grade_left(by_points, one.gates, parameters, unknown_holds=unknown_holds)


def _of_year(
    parts: Sequence[ScoredPeriod], leads: bool, parameters: ScoringParameters
) -> PeriodPoints:
    """The mean of the quarters of which something is counted, as far as they are known."""
    known = [each for each in parts if each.results is not None]
    disciplined = any(each.overruled is Overruled.DISCIPLINE for each in parts)
    year = _year_total(known, leads, parameters, disciplined)
    least, most = (_mean([each.bounds[end] for each in known]) for end in (0, 1))
    abc = _rounded_mean([each.results for each in known], parameters)
    results = _rounded_mean([each.shown_results for each in known], parameters)
    return PeriodPoints(
        sum(len(each.lines) for each in parts), abc, results,
        year.mean if year else None, least, most,
        by_points=year.by_points if year else None,
        worst=year.grade if year else _grade(least, parameters, disciplined),
        best=year.grade if year else _grade(most, parameters, disciplined),
        grade=year.grade if year else None,
        held=(),
        missing=tuple(dict.fromkeys(reason for each in known or parts for reason in each.missing)),
        disciplined=disciplined,
    )  # fmt: skip


def _year_total(
    known: Sequence[ScoredPeriod], leads: bool, parameters: ScoringParameters, disciplined: bool
) -> YearTotal | None:
    """None as long as one of the quarters has no total."""
    totals = [
        PeriodTotal(each.total.exact, each.grade or each.total.grade)
        for each in known
        if each.total
    ]
    whole = len(totals) == len(known)
    return year_total(totals, leads, parameters, disciplined) if whole else None


def _grade(
    points: Fraction | None, parameters: ScoringParameters, disciplined: bool
) -> Grade | None:
    if points is None:
        return None
    return Grade.NOT_COMPLETED if disciplined else grade_by_points(points, parameters)


def _rounded_mean(
    values: Sequence[Fraction | None], parameters: ScoringParameters
) -> Fraction | None:
    mean = _mean(values)
    return None if mean is None else rounded(mean, parameters.points_places, parameters.rounding)


def _mean(values: Sequence[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, ZERO) / len(known) if known and len(known) == len(values) else None
