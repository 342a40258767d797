"""What somebody enters with a step of an evaluation, and what must be right about it.

A difference from the score before needs a reason: three scores stand apart (HD 02-HD/BTCTW,
secondary), and nobody has to guess why.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead
from dondoc.services.evaluation.course.entered_parts import LEADER_PARTS
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.frozen_rules import FrozenRules
from models.columns import AMOUNT_PLACES
from models.evaluation_round import EvaluationDossierStep
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import SCORED, STEP_OF, DossierAct
from models.rules.texts import bare

MAX_WORDS = 5000
"""Letters of an explanation, a reason, strengths or limits."""


@dataclass(frozen=True)
class StepInput:
    """What a form or a command brings. `grounds_shown`: what it showed.

    `criteria`: points by the criterion's number, None where nothing was typed; `leader`: d, đ, e by
    name. `grade`: proposed or decided; None of a decision: not graded.
    """

    act: DossierAct
    grounds_shown: str
    criteria: Mapping[int, Decimal | None] = field(default_factory=dict)
    leader: Mapping[str, bool | None] = field(default_factory=dict)
    shortcomings: int | None = None
    repaired: int | None = None
    grade: Grade | None = None
    words: str = ""
    strengths: str = ""
    limits: str = ""
    reason: str = ""
    session_id: int | None = None

    @property
    def kept_parts(self) -> dict[str, Any]:
        """d, đ, e and what gates ask for beside, as a step keeps them."""
        parts: dict[str, Any] = {
            name: self.leader[name] for name in LEADER_PARTS if self.leader.get(name) is not None
        }
        beside = {"shortcomings": self.shortcomings, "repaired": self.repaired}
        return parts | {name: count for name, count in beside.items() if count is not None}

    def kept_criteria(self) -> list[dict[str, Any]]:
        """The points of each criterion, as a step keeps them."""
        return [
            {"number": number, "points": f"{points.normalize():f}"}
            for number, points in sorted(self.criteria.items())
            if points is not None
        ]

    def general(self) -> Decimal | None:
        """The sum of the criteria; None where the step has none."""
        known = [points for points in self.criteria.values() if points is not None]
        return sum(known, Decimal(0)) if self.criteria and known else None


def kept_points(step: EvaluationDossierStep | None) -> dict[int, Decimal]:
    """The points of each criterion that a step keeps."""
    criteria = () if step is None else step.criteria
    return {each["number"]: Decimal(each["points"]) for each in criteria}


def input_faults(
    context: RoundContext, dossier: DossierRead, entered: StepInput
) -> Iterator[FieldError]:
    """Everything that is missing or cannot be, in the order of the form."""
    rules, act = context.rules[dossier.row.leads], entered.act
    yield from _not_asked_for(context, entered)
    if STEP_OF[act] in SCORED:
        yield from _of_criteria(context, entered)
    if act is DossierAct.COMMENT:
        if not context.is_year:  # they are in the totals of its periods
            yield from leader_part_faults(rules, dossier, entered)
        if rules.asks_shortcomings:
            yield from _of_shortcomings(entered)
    judges = (DossierAct.ASSESS_SELF, DossierAct.COMMENT, DossierAct.PROPOSE)
    if act in judges and entered.grade is None:
        yield FieldError("grade", "evaluation.course.error.no_grade")
    if act in (DossierAct.REQUEST, DossierAct.ANSWER) and not bare(entered.words):
        yield FieldError("words", f"evaluation.course.error.no_words.{act}")
    not_graded = act is DossierAct.DECIDE and entered.grade is None
    if not_graded and not bare(entered.reason):
        yield FieldError("reason", "evaluation.course.error.not_graded_why")
    for name in ("words", "strengths", "limits", "reason"):
        if len(getattr(entered, name)) > MAX_WORDS:
            yield FieldError(name, "evaluation.course.error.too_long", most=MAX_WORDS)


def _not_asked_for(context: RoundContext, entered: StepInput) -> Iterator[FieldError]:
    """Points that the round does not ask for: the year is made from its periods."""
    known = {criterion["number"] for criterion in context.row.criteria}
    why = "year" if context.is_year else "round"
    for number, points in entered.criteria.items():
        if points is not None and number not in known:
            yield FieldError(f"criterion-{number}", f"evaluation.course.error.not_asked.{why}")
    if context.is_year:
        for name in LEADER_PARTS:
            if entered.leader.get(name) is not None:
                yield FieldError(name, "evaluation.course.error.not_asked.year")


def _of_criteria(context: RoundContext, entered: StepInput) -> Iterator[FieldError]:
    optional = entered.act in (DossierAct.DECIDE, DossierAct.ANSWER)
    if optional and not any(points is not None for points in entered.criteria.values()):
        return
    for criterion in context.row.criteria:
        number, most = criterion["number"], Decimal(criterion["most"])
        points = entered.criteria.get(number)
        if points is None:
            yield FieldError(f"criterion-{number}", "evaluation.course.error.no_points")
        else:
            yield from point_faults(number, points, most)


def point_faults(number: int, points: Decimal, most: Decimal) -> Iterator[FieldError]:
    """Points that there are not: below 0, over the most, too fine."""
    name = f"criterion-{number}"
    if not 0 <= points <= most:
        yield FieldError(name, "evaluation.course.error.points_range", most=most)
    elif points != round(points, AMOUNT_PLACES):
        yield FieldError(name, "evaluation.course.error.points_places", places=AMOUNT_PLACES)


def leader_part_faults(
    rules: FrozenRules, dossier: DossierRead, entered: StepInput
) -> Iterator[FieldError]:
    """d, đ and e of a leader are each said by somebody; e has no default."""
    if not (dossier.row.leads and rules.asks_leader_parts):
        return
    for name in LEADER_PARTS:
        if entered.leader.get(name) is None:
            yield FieldError(name, f"evaluation.course.error.part.{name}")


def _of_shortcomings(entered: StepInput) -> Iterator[FieldError]:
    pointed, repaired = entered.shortcomings, entered.repaired
    unknown = [
        name
        for name, count in (("shortcomings", pointed), ("repaired", repaired))
        if count is None or not 0 <= count <= 999
    ]
    for name in unknown:
        yield FieldError(name, "evaluation.course.error.shortcomings")
    if not unknown and (repaired or 0) > (pointed or 0):
        yield FieldError("repaired", "evaluation.course.error.repaired")


def differs(before: EvaluationDossierStep | None, entered: StepInput) -> bool:
    """Whether points or parts are others than those of a step before, where both are known."""
    if before is None:
        return False
    kept = kept_points(before)
    points = any(
        points is not None and number in kept and kept[number] != points
        for number, points in entered.criteria.items()
    )
    parts = entered.kept_parts
    return points or any(
        name in before.leader_parts and before.leader_parts[name] != parts[name]
        for name in LEADER_PARTS
        if name in parts
    )
