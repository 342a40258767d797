"""A score as a step keeps it: exact and rounded, with gates, so that it is read without rules."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from dondoc.services.evaluation.course.score import VERDICTS, DossierScore, DossierWork
from dondoc.services.evaluation.course.year_basis import plain_periods
from models.rules.evaluation import Grade
from models.rules.scoring.gates import Gate


def computed_of(score: DossierScore, as_of: date) -> dict[str, Any]:
    """All that the rule set made of an evaluation, as plain texts and numbers."""
    period, rules = score.period, score.work.rules
    total = period.total
    return {
        "rules": {"code": rules.rules.code, "version": rules.rules.version, "sha256": rules.sha256},
        "as_of": as_of.isoformat(),
        "products": len(period.lines),
        "results": _text(total.results if total else period.results),
        "general": _text(total.general if total else score.entered.general),
        "exact": _text(total.exact if total else None),
        "rounded": _text(total.rounded if total else None),
        "parts": {part.name.value: str(part.share) for part in total.result.parts} if total else {},
        "by_points": total.grade.value if total else None,
        "grade": _grade_text(period.grade, period.overruled is not None),
        "overruled": period.overruled.value if period.overruled else None,
        "gates": [_gate(gate) for gate in period.gates],
        "missing": [reason.value for reason in period.missing],
        VERDICTS: dict(score.work.verdicts),
        **_of_year(score.work),
    }


def _of_year(work: DossierWork) -> Mapping[str, Any]:
    """The periods of a year as they are counted; nothing of another period."""
    made = work.year_outcome
    return {} if work.year is None or made is None else plain_periods(work.year, made)


def computed_grade(score: DossierScore) -> Grade | None:
    """The grade that the rule set comes to; None where it comes to none."""
    period = score.period
    if period.overruled is not None:
        return Grade.NOT_COMPLETED
    return period.grade


def _grade_text(grade: Grade | None, is_overruled: bool) -> str | None:
    if is_overruled:
        return Grade.NOT_COMPLETED.value
    return grade.value if grade else None


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "grade": gate.grade.value,
        "need": gate.need.value,
        "state": gate.state.value,
        "part": gate.part,
        "whole": gate.whole,
        "limit": _text(gate.limit),
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
