"""Reads what officials lead, of a programme or of one person, as it stood when a day was over.

The number of queries is the same for one checkpoint and for all: rows, who answers, weights,
names, coefficients of the catalogue, and the acts on what was returned or late.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from dondoc.services.evaluation.catalogue.coefficients import (
    Coefficients,
    CoefficientUse,
    read_coefficients,
)
from dondoc.services.evaluation.people.absences import absences_of
from dondoc.services.evaluation.people.discipline import disciplines_on
from dondoc.services.evaluation.people.led_fields import led_fields_on
from dondoc.services.evaluation.people.people_work import PeopleWork
from dondoc.services.evaluation.people.shortfalls import ShortfallLookups
from dondoc.services.evaluation.people.unit_times import unit_spans
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.figures.as_they_stood import rows_as_they_stood
from dondoc.services.figures.judgements import JudgedCheckpoint, see
from dondoc.services.figures.periods import whole_year
from dondoc.services.figures.question import FiguresQuestion, open_question
from dondoc.services.organisation.units import UnitOnDay, names_on
from dondoc.services.work.answering.responsible import Answering, Officials, officials_on
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
from models.rules.scoring.exact import HUNDRED, ONE
from models.rules.scoring.from_checkpoints import (
    NotCountedReason,
    WorkAsked,
    WorkResult,
    reported_as,
    why_never,
    why_not_yet,
)
from models.rules.stages import SETTLED, Stage

Led = list[tuple[JudgedCheckpoint, Answering | None]]
"""Checkpoints, each with who leads it: None, or of nobody's name, where the position is vacant."""


@dataclass(frozen=True, kw_only=True)
class OfficialsReading(PeopleWork):
    """The work of a year by the people who lead it; `as_of`: the day when it stood so.

    Of one person's reading nothing is vacant.
    """

    question: FiguresQuestion

    @property
    def as_of(self) -> date:
        """The day that was asked for."""
        return self.question.as_of

    def by_unit(self) -> Mapping[int, Sequence[OfficialWork]]:
        """All work of each unit, in the order of its references, with all that was wanting of it.

        What is another's time to a person is the unit's own.
        """
        units: dict[int, list[OfficialWork]] = defaultdict(list)
        for work in (*self.vacant, *(each for works in self.by_person.values() for each in works)):
            units[work.unit_id].append(work.of_unit())
        return {unit: sorted(works, key=lambda each: each.ref) for unit, works in units.items()}


def read_officials(
    session: Session, programme: Programme, as_of: date, person_id: int | None = None
) -> OfficialsReading:
    """Of everybody, or of one person; what was recorded and is not drained counts.

    Whoever leads a field is read with everybody's work: it is of others.
    """
    session.flush()
    fields = led_fields_on(session, as_of)
    person_id = None if person_id in fields.of_people else person_id
    question = open_question(session, programme, whole_year(programme.year), as_of, None)
    ids = None if person_id is None else _ever_led(session, programme, person_id)
    judged = see(question, rows_as_they_stood(session, question, ids=ids))
    ours = _ours(session, programme, None if ids is None else judged)
    officials = officials_on(session, ours, as_of, question.frame.calendar)
    lookups = ShortfallLookups(question, officials)
    led = _led_by(judged, officials, person_id)
    made = _Works(
        lookups,
        read_coefficients(session, ours, as_of),
        dict(session.execute(select(col(Assignment.id), col(Assignment.weight)).where(ours)).all()),  # type: ignore[arg-type]
        names_on(session, as_of),
        courses_of(session, _with_acts(question, led, everything=person_id is not None)),
    )
    by_person = made.by_person(led)
    vacant = by_person.pop(None, [])
    known = {key: works for key, works in by_person.items() if key is not None}
    return OfficialsReading(
        by_person=known, away=absences_of(session, known, as_of),
        calendar=question.frame.calendar, disciplines=disciplines_on(session, as_of),
        spans=unit_spans(session, known), fields=fields, question=question, vacant=vacant,
    )  # fmt: skip


def _led_by(judged: Iterable[JudgedCheckpoint], officials: Officials, person_id: int | None) -> Led:
    led = [
        (each, next(iter(officials.of(each.row.assignment_id, Occasion.of(each.facts))), None))
        for each in judged
    ]
    ours = person_id is None
    return [(each, lead) for each, lead in led if ours or (lead and lead.person_id == person_id)]


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
    coefficients: Coefficients
    weights: Mapping[int, Decimal]
    names: Mapping[int, UnitOnDay]
    courses: Mapping[int, Course]

    def by_person(self, led: Led) -> dict[int | None, list[OfficialWork]]:
        """By who leads it; None: nobody."""
        works: dict[int | None, list[OfficialWork]] = defaultdict(list)
        for judged, lead in led:
            works[lead.person_id if lead else None].append(self._whole(judged, lead))
        return works

    def _whole(self, judged: JudgedCheckpoint, lead: Answering | None) -> OfficialWork:
        work = self._work(judged, lead)
        course = self.courses.get(judged.row.checkpoint_id)
        person_id = lead.person_id if lead else None
        return work if course is None else self.lookups.completed(work, judged, person_id, course)

    def _work(self, judged: JudgedCheckpoint, lead: Answering | None) -> OfficialWork:
        row, question = judged.row, self.lookups.question
        indicator = question.indicators[row.indicator_id]
        product = self.coefficients.of(row.assignment_id, row.due_on)
        asked, title = self._asked(judged, product), indicator.title
        never, came = why_never(asked, is_computed(indicator.kind, row.product)), row.reported_at
        return OfficialWork(
            ref=row.ref,
            title=f"{title}: {row.title}" if row.title and row.title != title else title,
            unit_id=row.unit_id,
            unit=self.names[row.unit_id].name,
            position=lead.title if lead else "",
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
            quality=row.quality if row.stage in SETTLED else None,
            product=product,
            reported_on=None if came is None else local_date(came),
            taken_over=lead.taken_over if lead else None,
            before=lead.before if lead else "",
            verdict_waiting=row.verdict_id if awaits_decision(question, judged) else None,
            category=indicator.category,
        )

    def _not_yet(self, judged: JudgedCheckpoint) -> NotCountedReason | None:
        question = self.lookups.question
        was_returned = judged.row.returns > 0
        return why_not_yet(judged.facts, was_returned, question.as_of, question.frame.calendar)

    def _asked(self, judged: JudgedCheckpoint, product: CoefficientUse | None) -> WorkAsked:
        """The plan's weight is the coefficient of what is no product of a catalogue in force."""
        expected, weight = judged.expectation, self.weights[judged.row.assignment_id]
        of_catalogue = product.coefficient if product is not None else None
        return WorkAsked(
            judged.row.ref,
            Fraction(weight if of_catalogue is None else of_catalogue),
            judged.row.due_on,
            expected.direction,
            expected.is_product,
            None if expected.value is None else Fraction(expected.value),
        )


def _result_of(judged: JudgedCheckpoint) -> WorkResult:
    kind = reported_as(judged.facts, judged.delivered, judged.expectation.is_product)
    quality = judged.row.quality
    return WorkResult(
        kind,
        None if judged.value is None else Fraction(judged.value),
        quality=ONE if quality is None else Fraction(quality) / HUNDRED,
    )


def awaits_decision(question: FiguresQuestion, judged: JudgedCheckpoint) -> bool:
    """Whether it is verified, and evaluated by a decision about whoever leads it alone.

    Not while a product that was found missing may still come in time.
    """
    if not question.frame.rules.by_decision or judged.row.stage is not Stage.VERIFIED:
        return False
    last = question.frame.calendar.working_day_from(judged.row.due_on)
    return not (judged.facts.undelivered and question.as_of <= last)
