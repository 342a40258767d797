"""On which results somebody assessed themself, where others are there by now."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dondoc.services.evaluation.course.basis import basis_of
from dondoc.services.evaluation.course.dossiers import entered_of
from dondoc.services.evaluation.course.kept_scores import kept_score
from dondoc.services.evaluation.course.score import DossierWork
from models.rules.checkpoints import local_date


@dataclass(frozen=True)
class ResultsThen:
    """`on`: the day of the self-assessment; products and points of results then, and now."""

    on: date
    products: int
    results: Fraction | None
    products_now: int
    results_now: Fraction | None


def results_then(work: DossierWork) -> ResultsThen | None:
    """None without a self-assessment, where nothing else counts now, or of a year.

    What was verified, or became late, since then the person has explained nowhere.
    """
    step = work.dossier.self_assessment
    kept = kept_score(step)
    if step is None or kept is None or work.year is not None:
        return None
    entered = entered_of(step)
    if step.basis_sha256 in ("", basis_of(work.work_sha256, entered)):
        return None
    period = work.scored_with(entered).period
    now = period.total.results if period.total else period.results
    products = step.computed.get("products", 0)
    return ResultsThen(local_date(step.at), products, kept.results, len(period.lines), now)
