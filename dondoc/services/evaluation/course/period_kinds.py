"""Months or quarters: a programme is evaluated by one kind of period, and by the year.

The year is the mean of its periods (Decree 335/2025/NĐ-CP Art. 17, secondary): beside a quarter a
month would weigh as much, and what was due in both would be decided twice.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.errors import EntryError
from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.figures.periods import DigestPeriod
from models.evaluation_round import EvaluationRound
from models.programme import Programme


def check_kind(session: Session, programme: Programme, period: DigestPeriod) -> None:
    """Raises EntryError for a month beside quarters, a quarter beside months, and a year that has
    rounds of both, or of neither.
    """
    opened = [each for each in periods_opened(session, programme) if each.span != "year"]
    if period.span != "year":
        others = [each for each in opened if each.span != period.span]
        if others:
            raise EntryError(
                "evaluation.round.error.other_kind", period=period, other=others[0]
            )  # fmt: skip
        return
    if not opened:
        raise EntryError("evaluation.round.error.no_periods", period=period)
    first = opened[0]
    if other := next((each for each in opened if each.span != first.span), None):
        raise EntryError(
            "evaluation.round.error.both_kinds", period=period, first=first, other=other
        )


def periods_opened(session: Session, programme: Programme) -> Sequence[DigestPeriod]:
    """The periods of a programme of which a round was opened, in their order as texts."""
    query = select(col(EvaluationRound.period)).where(
        col(EvaluationRound.programme_id) == programme.key
    )
    found = session.scalars(query.order_by(col(EvaluationRound.period)))
    return [judged_period(text, programme.year) for text in found]
