"""How often whoever looked again found something else: counted of the samples of a period."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.figures.quarter import Quarter
from dondoc.services.figures.recheck_shapes import RechecksCounted
from models.recheck import Recheck, RecheckSample
from models.rules.checkpoints import end_of


def rechecks_of(
    session: Session, programme_id: int, period: DigestPeriod, as_of: date
) -> RechecksCounted | None:
    """What was answered when a day was over, of the samples of the quarters in a period.

    None where no sample was drawn by then.
    """
    until = end_of(as_of)
    of_year = (Quarter(period.year, number) for number in range(1, 5))
    quarters = [each for each in of_year if period.start <= each.start and each.end <= period.end]
    samples = session.connection().execute(
        select(col(RecheckSample.id), col(RecheckSample.seed), col(RecheckSample.as_of))
        .where(
            col(RecheckSample.programme_id) == programme_id,
            col(RecheckSample.quarter).in_([str(each) for each in quarters]),
            col(RecheckSample.drawn_at) < until,
        )
        .order_by(col(RecheckSample.quarter))
    )
    known = samples.all()
    if not known:
        return None
    answers = _answers(session, [row[0] for row in known], until)
    return RechecksCounted(
        sampled=len(answers),
        agreed=answers.count(True),
        disagreed=answers.count(False),
        waiting=answers.count(None),
        seeds=tuple(row[1] for row in known),
        drawn_on=min(row[2] for row in known),
    )


def _answers(session: Session, sample_ids: Sequence[int], until: datetime) -> list[bool | None]:
    """Whether each result was agreed with by a moment; None where nobody had looked."""
    query = select(col(Recheck.answered_at), col(Recheck.agrees)).where(
        col(Recheck.sample_id).in_(sample_ids)
    )
    rows = session.connection().execute(query)
    return [agrees if at is not None and at < until else None for at, agrees in rows]


def open_rechecks(session: Session, person_id: int) -> int:
    """How many results wait for a person to look at them again."""
    query = select(func.count()).where(
        col(Recheck.verifier_id) == person_id, col(Recheck.answered_at).is_(None)
    )
    return session.connection().scalar(query) or 0
