"""The grades of a round as everybody inside the office may read them: no points, no reasons.

HD 02-HD/BTCTW (secondary): the grade is public inside the office; points, comments and evidence are
for the competent level, the person and those concerned. Whether a grade is the answer of a
re-assessment is no grade: colleagues are not told who asked for one.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.assessors import assessor_lookup
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import dossiers_of
from dondoc.services.evaluation.course.rounds import published_at
from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.figures.per_group import units_in_order
from dondoc.services.organisation.viewer import Viewer
from models.evaluation_round import EvaluationRound, EvaluationRoundStep
from models.rules.evaluation import Grade
from models.rules.evaluation_course.assessors import Assessor
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.rules.evaluation_course.rounds import RoundStepKind

CONCERNED = frozenset({Assessor.SELF, Assessor.ABOVE, Assessor.UNIT})
"""Who is told more than the grade in force."""


@dataclass(frozen=True)
class PublishedGrade:
    """Somebody's grade; None: not graded.

    `answered`: after a re-assessment; said to the person and those concerned alone.
    """

    person_id: int
    name: str
    position: str
    unit: str
    group: str
    grade: Grade | None
    answered: bool


@dataclass(frozen=True)
class PublishedGrades:
    """The grades of a round by groups and units, and how many there are of each."""

    context: RoundContext
    at: datetime
    rows: tuple[PublishedGrade, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in the order of the plan."""
        return tuple(dict.fromkeys(row.group for row in self.rows))

    @property
    def counts(self) -> Mapping[Grade | None, int]:
        """How many have each grade; None: not graded."""
        return Counter(row.grade for row in self.rows)


def published_grades(
    session: Session, viewer: Viewer, round_id: int, today: date
) -> PublishedGrades | None:
    """The grades of a round of the viewer's programme; None where there is none, or none is
    published.
    """
    held = session.get(EvaluationRound, round_id)
    if held is None or held.programme_id != viewer.programme_id:
        return None
    at = published_at(session, held.key)
    if at is None:
        return None
    context = round_context(session, held, today)
    order = {each.unit_id: (place, each.group_title)
             for place, each in enumerate(units_in_order(session))}  # fmt: skip
    lookup, everybody = assessor_lookup(session, context), evaluates(viewer)
    rows = []
    for each in dossiers_of(session, context):
        place, group = order[each.row.unit_id]
        decision = each.decision
        grade = PublishedGrade(
            each.row.person_id, each.name, each.position, each.unit, group,
            decision.grade if decision else None,
            decision is not None
            and decision.kind is DossierStepKind.ANSWERED
            and (everybody or bool(lookup.of(each, viewer.person_id) & CONCERNED)),
        )  # fmt: skip
        rows.append((place, not each.row.leads, each.name, grade))
    return PublishedGrades(
        context, at, tuple(row[-1] for row in sorted(rows, key=lambda row: row[:3]))
    )


@dataclass(frozen=True)
class ReopenedRound:
    """A round whose grades were published, and are decided anew since it was reopened."""

    period: str
    at: datetime
    reason: str


def reopened_rounds(session: Session, programme_id: int) -> tuple[ReopenedRound, ...]:
    """Those of a programme, the one that was reopened last first.

    Letters said that grades are out: whoever follows one reads what became of them.
    """
    step, held = EvaluationRoundStep, EvaluationRound
    query = (
        select(col(held.period), step)
        .join(held, col(held.id) == col(step.round_id))
        .where(col(held.programme_id) == programme_id)
        .order_by(col(step.id))
    )
    last = dict(session.execute(query).tuples().all())
    found = [
        ReopenedRound(period, each.at, each.reason)
        for period, each in last.items()
        if each.kind is RoundStepKind.REOPENED
    ]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def reopened_round(session: Session, programme_id: int, period: str) -> ReopenedRound | None:
    """That of one period such as 2026-Q1; None where its grades are out, or never were."""
    known = reopened_rounds(session, programme_id)
    return next((each for each in known if each.period == period), None)
