"""Reads what officials lead, of a programme or of one person, as it stood when a day was over.

The number of queries is the same for one checkpoint and for all: rows, who answers, weights,
names, and the acts on what was returned or late.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.shortfalls import ShortfallLookups
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.figures.as_they_stood import rows_as_they_stood
from dondoc.services.figures.judgements import JudgedCheckpoint, see
from dondoc.services.figures.periods import DigestPeriod, whole_year
from dondoc.services.figures.question import FiguresQuestion, open_question
from dondoc.services.organisation.units import UnitOnDay, names_on
from dondoc.services.work.answering.responsible import Answering, officials_on
from dondoc.services.work.answering.tenures import ever_answered, tenures_of
from dondoc.services.work.checkpoint_queries import checkpoint_ids
from dondoc.services.work.recorded_acts import Course, courses_of
from dondoc.store.bulk import among
from models.assignment import Assignment
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.due import DueState, in_time
from models.rules.indicators import is_computed
from models.rules.responsibility import Occasion
from models.rules.scoring.from_checkpoints import (
    NotCountedReason,
    WorkAsked,
    WorkResult,
    reported_as,
    why_never,
    why_not_yet,
)
from models.rules.stages import SETTLED

Led = list[tuple[JudgedCheckpoint, Answering]]


@dataclass(frozen=True)
class OfficialsReading:
    """The work of a year by the people who lead it; `as_of`: the day when it stood so."""

    question: FiguresQuestion
    by_person: Mapping[int, Sequence[OfficialWork]]

    @property
    def as_of(self) -> date:
        """The day that was asked for."""
        return self.question.as_of

    def due_in(self, person_id: int, period: DigestPeriod) -> tuple[OfficialWork, ...]:
        """What was due in a period, by the date in force."""
        works = self.by_person.get(person_id, ())
        return tuple(each for each in works if each.due_on in period)


def read_officials(
    session: Session, programme: Programme, as_of: date, person_id: int | None = None
) -> OfficialsReading:
    """Of everybody, or of one person; what was recorded and is not drained counts."""
    session.flush()
    question = open_question(session, programme, whole_year(programme.year), as_of, None)
    ids = None if person_id is None else _ever_led(session, programme, person_id)
    judged = see(question, rows_as_they_stood(session, question, ids=ids))
    ours = _ours(session, programme, None if ids is None else judged)
    officials = officials_on(session, ours, as_of, question.frame.calendar)
    lookups = ShortfallLookups(question, officials)
    led: Led = []
    for each in judged:
        occasion = Occasion.of(each.facts)
        lead = next(iter(officials.of(each.row.assignment_id, occasion)), None)
        if lead is not None and lead.person_id is not None:
            led.append((each, lead))
    if person_id is not None:
        led = [(each, lead) for each, lead in led if lead.person_id == person_id]
    made = _Works(
        lookups,
        dict(session.execute(select(col(Assignment.id), col(Assignment.weight)).where(ours)).all()),  # type: ignore[arg-type]
        names_on(session, as_of),
        courses_of(session, _with_acts(question, led, everything=person_id is not None)),
    )
    return OfficialsReading(question, made.by_person(led))


def _ever_led(session: Session, programme: Programme, person_id: int) -> list[int]:
    """The checkpoints for which a position answers, or did, that the person ever held."""
    positions = {each.position_id for each in tenures_of(session, person_id)}
    query = checkpoint_ids(programme.key, ever_answered(session, positions))
    return list(session.scalars(query))


def _ours(
    session: Session, programme: Programme, judged: Iterable[JudgedCheckpoint] | None
) -> ColumnElement[bool]:
    if judged is None:
        return col(Assignment.programme_id) == programme.key
    return among(session, col(Assignment.id), {each.row.assignment_id for each in judged})


def _with_acts(question: FiguresQuestion, led: Led, *, everything: bool) -> list[int]:
    """The checkpoints of which the acts are read: with a shortfall, or all of one person."""
    return [
        each.row.checkpoint_id
        for each, _ in led
        if everything or each.row.returns or _is_late(question, each)
    ]


def _is_late(question: FiguresQuestion, judged: JudgedCheckpoint) -> bool:
    if judged.row.stage in SETTLED:
        return not in_time(judged.facts, question.frame.calendar)
    return judged.counted.state is DueState.OVERDUE


@dataclass(frozen=True)
class _Works:
    """Makes the work of officials out of what was read."""

    lookups: ShortfallLookups
    weights: Mapping[int, Decimal]
    names: Mapping[int, UnitOnDay]
    courses: Mapping[int, Course]

    def by_person(self, led: Led) -> Mapping[int, Sequence[OfficialWork]]:
        works: dict[int, list[OfficialWork]] = defaultdict(list)
        for judged, lead in led:
            assert lead.person_id is not None
            works[lead.person_id].append(self._whole(judged, lead, lead.person_id))
        return works

    def _whole(self, judged: JudgedCheckpoint, lead: Answering, person_id: int) -> OfficialWork:
        work = self._work(judged, lead)
        course = self.courses.get(judged.row.checkpoint_id)
        return work if course is None else self.lookups.completed(work, judged, person_id, course)

    def _work(self, judged: JudgedCheckpoint, lead: Answering) -> OfficialWork:
        row, question = judged.row, self.lookups.question
        indicator = question.indicators[row.indicator_id]
        asked = self._asked(judged)
        never = why_never(asked, is_computed(indicator.kind, row.product))
        came = row.reported_at
        title = indicator.title
        return OfficialWork(
            ref=row.ref,
            title=f"{title}: {row.title}" if row.title and row.title != title else title,
            unit_id=row.unit_id,
            unit=self.names[row.unit_id].name,
            position=lead.title,
            asked=asked,
            result=_result_of(judged) if row.stage in SETTLED else None,
            reason=never or self._not_yet(judged),
            due_on=row.due_on,
            original_due_on=row.original_due_on,
            unit_of_measure=indicator.unit_of_measure,
            expected=judged.expectation.value,
            value=judged.value,
            is_estimate=judged.is_estimate,
            weight=self.weights[row.assignment_id],
            reported_on=None if came is None else local_date(came),
            taken_over=lead.taken_over,
            before=lead.before,
        )

    def _not_yet(self, judged: JudgedCheckpoint) -> NotCountedReason | None:
        question = self.lookups.question
        was_returned = judged.row.returns > 0
        return why_not_yet(judged.facts, was_returned, question.as_of, question.frame.calendar)

    def _asked(self, judged: JudgedCheckpoint) -> WorkAsked:
        expected = judged.expectation
        return WorkAsked(
            judged.row.ref,
            Fraction(self.weights[judged.row.assignment_id]),
            judged.row.due_on,
            expected.direction,
            expected.is_product,
            None if expected.value is None else Fraction(expected.value),
        )


def _result_of(judged: JudgedCheckpoint) -> WorkResult:
    kind = reported_as(judged.facts, judged.delivered, judged.expectation.is_product)
    return WorkResult(kind, None if judged.value is None else Fraction(judged.value))
