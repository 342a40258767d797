"""A score as a step keeps it, read without any rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from models.evaluation_round import EvaluationDossierStep
from models.rules.evaluation import Grade


@dataclass(frozen=True)
class KeptScore:
    """What a step says of its score; None of each where something was missing.

    `by_points`: the grade of the points alone; `grade`: after gates. `held_by`: the gates of the
    grade by points that are not met.
    """

    general: Fraction | None
    results: Fraction | None
    total: Fraction | None
    exact: Fraction | None
    by_points: Grade | None
    grade: Grade | None
    held_by: tuple[str, ...]


def kept_score(step: EvaluationDossierStep | None) -> KeptScore | None:
    """What a step keeps of its score; None without a step."""
    if step is None:
        return None
    kept: Mapping[str, Any] = step.computed
    by_points = _grade(kept.get("by_points"))
    unmet = ("open", "unknown")
    return KeptScore(
        _exact(kept.get("general")),
        _exact(kept.get("results")),
        _exact(kept.get("rounded")),
        _exact(kept.get("exact")),
        by_points,
        _grade(kept.get("grade")),
        tuple(
            gate["need"]
            for gate in kept.get("gates", ())
            if by_points and gate["grade"] == by_points.value and gate["state"] in unmet
        ),
    )


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _grade(text: str | None) -> Grade | None:
    return None if text is None else Grade(text)
