"""The grades that were decided and published for the quarters of a year.

Before a round is published its decisions are the body's alone: whatever counts grades counts the
points until then, and says so.
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.rounds import rounds_of
from dondoc.services.evaluation.people.locked_rounds import in_round
from dondoc.services.evaluation.people.periods import quarters_of
from dondoc.services.figures.quarter import Quarter
from models.evaluation_round import EvaluationDossier, EvaluationDossierStep
from models.person import Person
from models.programme import Programme
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.rules.evaluation_course.rounds import RoundState

_DECISIONS = (DossierStepKind.DECIDED, DossierStepKind.ANSWERED)

DecidedGrades = Mapping[Quarter, Mapping[str, Grade | None]]
"""By the code of each whom a published round evaluates; None: not graded."""


def decided_grades(session: Session, programme: Programme) -> DecidedGrades:
    """Those of quarters that are published, or locked since. Four queries."""
    quarters = {str(each): each for each in quarters_of(programme.year)}
    open_to_all = {
        each.row.key: quarters[each.row.period]
        for each in rounds_of(session, programme.key)
        if each.state is not RoundState.UNDER_WAY and each.row.period in quarters
    }
    found: dict[Quarter, dict[str, Grade | None]] = {each: {} for each in open_to_all.values()}
    dossier, step = EvaluationDossier, EvaluationDossierStep
    query = (
        select(col(dossier.round_id), col(Person.code), col(step.grade))
        .join(dossier, col(dossier.id) == col(step.dossier_id))
        .join(Person, col(Person.id) == col(dossier.person_id))
        .where(
            col(dossier.round_id).in_(sorted(open_to_all)), col(step.kind).in_(_DECISIONS),
            in_round(),
        )
        .order_by(col(step.id))
    )  # fmt: skip
    for round_id, code, grade in session.execute(query):
        found[open_to_all[round_id]][code] = grade  # the last one is in force
    return found
