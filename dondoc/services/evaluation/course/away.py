"""Who is away on a day, and who was recorded to stand in for them: for evaluations."""

from collections import defaultdict
from collections.abc import Set
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import in_force
from models.evaluation_absence import EvaluationAbsence
from models.person import Preference
from models.rules.evaluation_course.stand_ins import Away


def away_on(session: Session, day: date, in_office: Set[int]) -> Away:
    """By person, their deputies; none for an absence that was recorded without one.

    `in_office`: whoever holds a position that day; who left stands in for nobody.
    """
    found: dict[int, frozenset[int]] = defaultdict(frozenset)
    row = EvaluationAbsence
    recorded = select(col(row.person_id)).where(
        col(row.taken_back_at).is_(None), in_force(row.first_on, row.last_on, day)
    )
    for person_id in session.scalars(recorded):
        found[person_id] = frozenset()
    paused = select(col(Preference.person_id), col(Preference.deputy_id)).where(
        col(Preference.paused_from).is_not(None),
        in_force(Preference.paused_from, Preference.paused_to, day),
    )
    for person_id, deputy_id in session.connection().execute(paused):
        found[person_id] = frozenset({deputy_id}) & in_office
    return dict(found)
