"""The days on which officials were away with a good reason, as far as they count."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.locked_rounds import locked_for
from dondoc.services.evaluation.people.paper_facts import stands_on
from dondoc.store.bulk import among
from models.evaluation_absence import EvaluationAbsence
from models.rules.scoring.locked_periods import RecordedAbsence, counted_spans
from models.rules.scoring.periods import DaySpan


def absences_of(
    session: Session, people: Iterable[int], as_of: date
) -> Mapping[int, Sequence[DaySpan]]:
    """By person, in the order of their days, as recorded and not taken back at the end of a day.

    In the period of a round that is locked as it stood when that was locked. One query, and two
    more where there is any absence.
    """
    row = EvaluationAbsence
    query = select(
        col(row.person_id), col(row.first_on), col(row.last_on), col(row.recorded_at),
        col(row.taken_back_at),
    ).where(among(session, col(row.person_id), set(people)))  # fmt: skip
    rows = session.connection().execute(query.order_by(col(row.id))).tuples().all()
    locked = locked_for(session, {each[0] for each in rows}, as_of) if rows else {}
    found: dict[int, list[DaySpan]] = defaultdict(list)
    for person_id, first, last, recorded_at, taken_back_at in rows:
        absence = recorded(DaySpan(first, last), recorded_at, taken_back_at, as_of)
        found[person_id] += counted_spans(absence, locked.get(person_id, []))
    return {key: sorted(spans, key=_days) for key, spans in found.items() if spans}


def recorded(
    span: DaySpan, recorded_at: datetime, taken_back_at: datetime | None, as_of: date
) -> RecordedAbsence:
    """An absence as it stands at the end of a day."""
    stands = stands_on(recorded_at, taken_back_at, as_of)
    return RecordedAbsence(span, recorded_at, taken_back_at, stands)


def _days(span: DaySpan) -> tuple[date, date]:
    return span.first, span.last
