"""The grade of the same person under 366-QĐ/TW, apart: its gates, and how far one falls."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dondoc.services.evaluation.people.person_period import RuleSetResult
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from models.rules.evaluation import Grade
from models.rules.scoring.gates import Gate, GateState, grade_left
from models.rules.scoring.readings import FallBelowGate

PARTY_RULES = "366-QD-TW"
"""The rule set of members of the Party."""


@dataclass(frozen=True)
class PartyFall:
    """The grades that are left by one reading of how far an open gate lowers; best last."""

    fall: FallBelowGate
    grades: tuple[Grade, Grade]


@dataclass(frozen=True)
class PartyGrade:
    """A person's period under 366-QĐ/TW. `held`: gates of the best grade, open or unknown."""

    result: RuleSetResult
    falls: tuple[PartyFall, ...]
    held: tuple[Gate, ...]


def party_grade(
    results: Sequence[RuleSetResult], rules: EvaluationRules | None
) -> PartyGrade | None:
    """Of the rule sets' results; None of a year, without data, and where 366 stands first."""
    result = next((each for each in results[1:] if each.code == PARTY_RULES), None)
    if result is None or rules is None or result.period is None:
        return None
    period = result.period
    if period.least is None or period.most is None:
        return None
    falls = []
    for fall in FallBelowGate:
        parameters = replace(rules.parameters(), fall_below_gate=fall)
        worst, best = (
            Grade.NOT_COMPLETED
            if period.overruled
            else grade_left(points.grade, period.gates, parameters, unknown_holds=holds)
            for points, holds in ((period.least, True), (period.most, False))
        )
        falls.append(PartyFall(fall, (worst, best)))
    states = (GateState.OPEN, GateState.UNKNOWN)
    best_by_points = period.most.grade
    held = tuple(
        gate for gate in period.gates if gate.grade is best_by_points and gate.state in states
    )
    return PartyGrade(result, tuple(falls), held)
