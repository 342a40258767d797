"""The general points that people gave themselves, beside those that were decided, round by round.

The points of results follow from what was verified: what somebody chooses are the general points.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.locked_rounds import in_round, is_open_to_all
from dondoc.store.bulk import among
from models.evaluation_round import EvaluationDossier, EvaluationDossierStep
from models.rules.checkpoints import end_of
from models.rules.evaluation_course.dossiers import DossierStepKind

OWN = DossierStepKind.SELF_ASSESSED
DECIDED = frozenset({DossierStepKind.DECIDED, DossierStepKind.ANSWERED})


def own_and_decided(
    session: Session, people: Iterable[int], as_of: date
) -> Mapping[int, Sequence[tuple[Decimal, Decimal]]]:
    """By person, for each published round with both: own points and decided ones, the latest.

    One query. What is decided and not published is told to nobody by an observation either.
    """
    step = EvaluationDossierStep
    query = (
        select(
            col(EvaluationDossier.person_id), col(step.dossier_id), col(step.kind),
            col(step.general),
        )
        .join(EvaluationDossier, col(EvaluationDossier.id) == col(step.dossier_id))
        .where(
            among(session, col(EvaluationDossier.person_id), set(people)),
            col(step.kind).in_([OWN, *DECIDED]), col(step.general).is_not(None),
            col(step.at) < end_of(as_of), in_round(), is_open_to_all(as_of),
        )
        .order_by(col(step.id))
    )  # fmt: skip
    latest: dict[tuple[int, int], dict[bool, Decimal]] = defaultdict(dict)
    for person_id, dossier_id, kind, general in session.connection().execute(query):
        latest[person_id, dossier_id][kind is OWN] = general
    found: dict[int, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for (person_id, _), points in latest.items():
        if len(points) == 2:
            found[person_id].append((points[True], points[False]))
    return found
