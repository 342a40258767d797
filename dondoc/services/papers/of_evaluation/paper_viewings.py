"""That somebody took along a paper with points, or saw page one of it, is kept as a look."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.viewings import keep_viewing
from models.evaluation_viewing import EvaluationViewing

SAME_VIEWING = timedelta(minutes=10)
"""Word, PDF and pages one, taken one after the other, are one look."""


def keep_paper_viewings(
    session: Session,
    programme_id: int,
    period: str,
    at: datetime,
    whose: Collection[int] | None,
    by: int | None,
) -> None:
    """Keeps a look at each of these people's evaluation, or at that of all (None).

    What is the viewer's own is nobody's look; what was just kept is not kept again.
    """
    wanted = {None} if whose is None else set(whose) - {by}
    if not wanted:
        return
    query = select(col(EvaluationViewing.person_id)).where(
        col(EvaluationViewing.programme_id) == programme_id,
        col(EvaluationViewing.viewed_by_id) == by,
        col(EvaluationViewing.period) == period,
        col(EvaluationViewing.viewed_at) > at - SAME_VIEWING,
    )
    just_kept = set(session.scalars(query))
    for each in sorted(wanted - just_kept, key=lambda key: key or 0):
        keep_viewing(session, programme_id, period, at, each, by)
