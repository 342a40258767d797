"""The grades of a year's quarters that were decided before a period is: known before it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DECISIONS
from dondoc.services.evaluation.people.locked_rounds import in_round
from dondoc.services.evaluation.people.periods import quarters_of
from dondoc.services.figures.periods import DigestPeriod
from models.evaluation_round import EvaluationDossier, EvaluationDossierStep, EvaluationRound
from models.rules.evaluation import Grade
from models.rules.scoring.earlier_periods import EarlierReason, before_quarter, before_year
from models.rules.scoring.parameters import ScoringParameters

DecidedQuarters = Mapping[str, Grade | None]
"""Decided, by the quarter such as 2026-Q1; None: not graded."""


@dataclass(frozen=True)
class EarlierRemark:
    """What the quarters before say of a grade; `quarters`: those that were not completed."""

    reason: EarlierReason
    quarters: tuple[DigestPeriod, ...]


def earlier_grades(session: Session, context: RoundContext) -> Mapping[int, DecidedQuarters]:
    """By person what was decided about the quarters before the round's period, or in its year."""
    wanted = [str(each) for each in _quarters_before(context.period)]
    step, dossier, held = EvaluationDossierStep, EvaluationDossier, EvaluationRound
    query = (
        select(col(dossier.person_id), col(held.period), col(step.grade))
        .join(dossier, col(dossier.id) == col(step.dossier_id))
        .join(held, col(held.id) == col(dossier.round_id))
        .where(
            col(held.programme_id) == context.programme.key,
            col(held.period).in_(wanted),
            col(step.kind).in_(DECISIONS),
            in_round(),
        )
        .order_by(col(step.id))
    )
    found: dict[int, dict[str, Grade | None]] = {}
    for person_id, period, grade in session.execute(query):
        found.setdefault(person_id, {})[period] = grade  # the last decision is the one in force
    return found


def earlier_remark(
    period: DigestPeriod,
    grade: Grade | None,
    known: DecidedQuarters,
    leads: bool,
    parameters: ScoringParameters,
) -> EarlierRemark | None:
    """What they say of a grade; None where none of them was left not completed."""
    quarters = _quarters_before(period)
    if period.span == "year":
        reason = before_year(grade, list(known.values()), leads, parameters)
    else:
        quarters = quarters[-1:]
        reason = before_quarter(grade, known.get(str(quarters[0])) if quarters else None)
    failed = tuple(each for each in quarters if known.get(str(each)) is Grade.NOT_COMPLETED)
    return None if reason is None else EarlierRemark(reason, failed)


def _quarters_before(period: DigestPeriod) -> tuple[DigestPeriod, ...]:
    """The quarters of a year, else those that were over before the period was."""
    whole = period.span == "year"
    return tuple(each for each in quarters_of(period.year) if whole or each.end < period.end)
