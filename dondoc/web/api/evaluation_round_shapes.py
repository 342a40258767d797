"""What the API answers of rounds, of the evaluations in them, and of published grades."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from dondoc.services.evaluation.course.next_steps import StepProgress
from dondoc.web.api.base import ApiProblem
from dondoc.web.api.evaluation_year_shapes import YearBasisOut
from dondoc.web.api.shapes import Shape
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct, DossierState, DossierStepKind
from models.rules.evaluation_course.rounds import RoundState
from models.rules.scoring.parameters import Need


class RoundOut(Shape):
    """A round. `rule_sets`: code and version for `leader` and `official`, frozen when it opened."""

    period: str
    state: RoundState
    people: int
    self_due_on: date
    comment_due_on: date
    proposal_due_on: date
    decision_due_on: date
    rule_sets: dict[str, str]


class KeptScoreOut(Shape):
    """A score as a step kept it, exact and rounded; `grade`: after the gates in `held_by`."""

    general: Fraction | None
    results: Fraction | None
    total: Fraction | None
    exact: Fraction | None
    by_points: Grade | None
    grade: Grade | None
    held_by: tuple[Need, ...]


class ScoreColumnOut(Shape):
    """Self, level above, or decision. `score`: null before it; `grade`: proposed or decided."""

    act: DossierAct
    score: KeptScoreOut | None
    criteria: dict[int, Decimal]
    parts: dict[str, bool]
    grade: Grade | None


class DossierStepOut(Shape):
    """A step that was taken. `computed`: the grade that the rule set came to then."""

    kind: DossierStepKind
    by: str
    at: datetime
    late: bool
    grade: Grade | None
    words: str
    strengths: str
    limits: str
    reason: str
    computed: Grade | None


class TrackStepOut(Shape):
    """A step of the course with its last day, taken or not."""

    act: DossierAct
    until: date
    done_on: date | None
    progress: StepProgress
    late: bool


class DossierOut(Shape):
    """Somebody's evaluation in a round: three scores apart, every step, and what comes next.

    What is decided stands here for others than those who evaluate once it is published, and shows
    in nothing before. `year`: what the evaluation of a year rests on, null of any other.
    """

    state: DossierState
    position: str
    unit: str
    leads: bool
    scores: list[ScoreColumnOut]
    steps: list[DossierStepOut]
    track: list[TrackStepOut]
    year: YearBasisOut | None


class RoundRowOut(Shape):
    """One evaluation of a round. `wanted`: the steps that are expected of whoever asks."""

    person: str
    name: str
    position: str
    unit: str
    leads: bool
    state: DossierState
    wanted: list[DossierAct]
    own_score: KeptScoreOut | None
    score_above: KeptScoreOut | None
    proposed: Grade | None
    proposal_outdated: bool
    decided: Grade | None
    is_decided: bool


class RoundBoardOut(Shape):
    """The evaluations that the token's person sees; `whole`: whether that is everybody."""

    period: str
    state: RoundState
    whole: bool
    rows: list[RoundRowOut]


class PublishedGradeOut(Shape):
    """A published grade; null: not graded. `answered`: after a re-assessment."""

    name: str
    position: str
    unit: str
    group: str
    grade: Grade | None
    answered: bool


class PublishedGradesOut(Shape):
    """The grades of a round as everybody in the office may read them, without points."""

    period: str
    published_at: datetime
    grades: list[PublishedGradeOut]


class RoundReopenedProblem(ApiProblem):
    """The grades were published, and hold no more: the round was reopened at `at` for `reason`."""

    code: Literal["round_reopened"]
    at: datetime
    reason: str
