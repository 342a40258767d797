"""The basis of somebody's year for programs, as far as its page shows it to whoever asks."""

from collections.abc import Iterable

from dondoc.services.evaluation.course.dossiers import entered_of
from dondoc.services.evaluation.course.sheet import DossierSheet
from dondoc.services.evaluation.course.year_basis import YearBasis, YearPeriod
from dondoc.web.api.evaluation_year_shapes import (
    GateOut,
    YearBasisOut,
    YearMeanOut,
    YearPeriodOut,
)
from models.rules.evaluation_course.assessors import Assessor
from models.rules.scoring.years import YearOfParts, YearPartState


def year_out(sheet: DossierSheet) -> YearBasisOut | None:
    """None of a period within a year. Who is evaluated is not told what is considered of them."""
    work, made = sheet.work, sheet.work.year_outcome
    if work.year is None or made is None:
        return None
    rule = work.rules.rules.periods.undecided_periods
    period = sheet.scored_with(entered_of(sheet.shown.scored_last)).period
    return YearBasisOut(
        periods=[_period(each, place, made) for place, each in enumerate(work.year.periods)],
        undecided_periods=rule.value,
        undecided_basis=rule.basis,
        mean=_mean(made),
        lacking=_named(work.year, made.lacking),
        not_completed=_named(work.year, made.not_completed),
        two_running=None if Assessor.SELF in sheet.assessors else made.two_running,
        gates=[GateOut.model_validate(each) for each in period.gates],
        overruled=period.overruled,
        grade=period.grade,
    )


def _period(each: YearPeriod, place: int, made: YearOfParts) -> YearPeriodOut:
    part = each.part
    return YearPeriodOut(
        period=str(each.period),
        state=part.state,
        decided=part.state in (YearPartState.DECIDED, YearPartState.NOT_GRADED),
        counted=place in made.counted,
        general=part.general,
        results=part.results,
        exact=part.exact,
        rounded=each.rounded,
        grade=part.grade,
        unit=each.unit,
        outdated=each.outdated,
        asked_again=each.asked_again,
        counted_with_next=each.counted_with_next,
        so_far=each.so_far.results if each.so_far else None,
    )


def _mean(made: YearOfParts) -> YearMeanOut | None:
    total = made.total
    if total is None:
        return None
    return YearMeanOut(
        general=made.general, results=made.results, exact=total.mean, rounded=total.rounded,
        by_points=total.by_points, grade=total.grade, held_back=total.held_back,
    )  # fmt: skip


def _named(year: YearBasis, places: Iterable[int]) -> list[str]:
    return [str(year.periods[place].period) for place in places]
