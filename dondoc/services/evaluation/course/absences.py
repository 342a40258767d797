"""Recording that somebody was away with a good reason, and taking back what was recorded wrongly.

Recorded by the level above, the unit or the office; of nobody by themself. A decision that stands
is outdated by it where it changes what the decision rested on.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.evaluation.course.assessors import assessor_lookup
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead
from dondoc.services.evaluation.course.errors import FieldError, UnreadError, raise_faults
from dondoc.services.evaluation.course.opened import open_dossier
from dondoc.services.evaluation.people.absences import recorded
from dondoc.services.evaluation.people.locked_rounds import locked_for
from dondoc.services.evaluation.people.paper_facts import (
    names_of_recorders,
    take_back,
    word_faults,
)
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from models.evaluation_absence import EvaluationAbsence
from models.rules.absences import AbsenceReason, why_not_absence
from models.rules.evaluation_course.assessors import Assessor
from models.rules.evaluation_course.rounds import RoundState
from models.rules.scoring.locked_periods import LockedPeriod, frozen_by
from models.rules.scoring.periods import DaySpan
from models.rules.texts import bare

MAY_RECORD = frozenset({Assessor.ABOVE, Assessor.UNIT, Assessor.OFFICE})


@dataclass(frozen=True)
class AbsenceInput:
    """What somebody typed of an absence. `paper`: what shows it; None: not typed.

    `unread`: what the form could not read.
    """

    first: date | None
    last: date | None
    reason: AbsenceReason | None
    paper: str
    unread: tuple[UnreadError, ...] = ()


@dataclass(frozen=True)
class AbsenceShown:
    """An absence with the names of who recorded it, and who took it back.

    `frozen`: the periods of locked rounds in which it counts as it did when they were locked.
    """

    key: int
    first: date
    last: date
    reason: AbsenceReason
    paper: str
    by: str
    at: datetime
    taken_back_by: str
    taken_back_at: datetime | None
    taken_back_why: str
    frozen: tuple[DaySpan, ...] = ()


def record_absence(change: SettingsChange, dossier_id: int, entered: AbsenceInput) -> None:
    """Writes an absence down, in the person's time and in history.

    Raises Refused without the right or in a locked round, FieldError with all that is wrong: days
    that cannot be, of another period or recorded before, no reason, no paper that shows it.
    """
    hold_office(change.session)
    dossier, context = _dossier_to_change(change, dossier_id)
    person_id = dossier.row.person_id
    raise_faults(_faults(change, context, person_id, entered))
    assert entered.first is not None and entered.last is not None
    assert entered.reason is not None
    absence = EvaluationAbsence(
        person_id=person_id, first_on=entered.first, last_on=entered.last, reason=entered.reason,
        paper=bare(entered.paper), recorded_at=change.now, recorded_by_id=change.actor.key,
    )  # fmt: skip
    change.session.add(absence)
    change.session.flush()
    _note(change, "absence_recorded", dossier, absence)


def take_back_absence(
    change: SettingsChange, dossier_id: int, absence_id: int, reason: str
) -> None:
    """An absence that was recorded wrongly counts no more, and stays to be read.

    Raises Refused without the right or in a locked round, BadInput where there is none in the
    period that counts, FieldError without a reason.
    """
    hold_office(change.session)
    dossier, context = _dossier_to_change(change, dossier_id)
    absence = change.session.get(EvaluationAbsence, absence_id)
    known = absence is not None and absence.person_id == dossier.row.person_id
    if absence is None or not known or absence.taken_back_at is not None:
        raise BadInput("evaluation.absence.error.unknown")
    if not _touches(context, absence.first_on, absence.last_on):
        raise BadInput("evaluation.absence.error.unknown")
    take_back(change, absence, reason, "evaluation.absence.error.reason")
    _note(change, "absence_taken_back", dossier, absence)


def may_read(assessors: Set[Assessor]) -> bool:
    """Whether somebody reads of an absence why, and by which paper: the person, who records it."""
    return bool((MAY_RECORD | {Assessor.SELF}) & assessors)


def may_record(session: Session, context: RoundContext, dossier: DossierRead, by: int) -> bool:
    """Whether somebody records the absences of another."""
    if context.state is RoundState.LOCKED or dossier.row.person_id == by:
        return False
    return bool(MAY_RECORD & assessor_lookup(session, context).of(dossier, by))


def absences_shown(
    session: Session, person_id: int, first: date, last: date, today: date | None = None
) -> Sequence[AbsenceShown]:
    """Everything recorded of a person that touches these days, the latest first.

    `today`: the day on which rounds are locked; None: nobody asks.
    """
    row = EvaluationAbsence
    query = select(row).where(
        col(row.person_id) == person_id, col(row.first_on) <= last, col(row.last_on) >= first
    )
    rows = session.scalars(query.order_by(col(row.first_on).desc(), col(row.id).desc())).all()
    names = names_of_recorders(session, rows)
    locked = locked_for(session, [person_id], today) if rows and today else {}
    return [
        AbsenceShown(
            each.key, each.first_on, each.last_on, each.reason, each.paper,
            names[each.recorded_by_id], each.recorded_at,
            names.get(each.taken_back_by_id or 0, ""), each.taken_back_at, each.taken_back_why,
            _frozen(each, locked.get(person_id, ()), today),
        )
        for each in rows
    ]  # fmt: skip


def _frozen(
    row: EvaluationAbsence, locked: Sequence[LockedPeriod], today: date | None
) -> tuple[DaySpan, ...]:
    if today is None:
        return ()
    span = DaySpan(row.first_on, row.last_on)
    absence = recorded(span, row.recorded_at, row.taken_back_at, today)
    return tuple(each.days for each in frozen_by(absence, locked))


def _dossier_to_change(change: SettingsChange, dossier_id: int) -> tuple[DossierRead, RoundContext]:
    opened = open_dossier(change, dossier_id)
    work, context = opened.work, opened.context
    if context.state is RoundState.LOCKED:
        raise Refused("evaluation.course.error.locked")
    if work.dossier.row.person_id == change.actor.key:
        raise Refused("evaluation.absence.error.own")
    if not may_record(change.session, context, work.dossier, change.actor.key):
        raise Refused("evaluation.course.error.no_right")
    return work.dossier, context


def _faults(
    change: SettingsChange, context: RoundContext, person_id: int, entered: AbsenceInput
) -> Iterator[FieldError]:
    """Everything that is missing or cannot be, in the order of the form."""
    yield from entered.unread
    first, last = entered.first, entered.last
    if first is None:
        yield FieldError("first", "form.needed.start")
    if last is None:
        yield FieldError("last", "form.needed.end")
    for why in why_not_absence(first, last, change.today):
        name = "first" if why == "not_begun" else "last"
        yield FieldError(name, f"evaluation.absence.error.{why}")
    if first and last and first <= last:
        yield from _of_days(change.session, context, person_id, first, last)
    if entered.reason is None:
        yield FieldError("reason", "evaluation.absence.error.no_reason")
    yield from word_faults("paper", entered.paper, "evaluation.absence.error.paper")


def _of_days(
    session: Session, context: RoundContext, person_id: int, first: date, last: date
) -> Iterator[FieldError]:
    """Days of another period, or recorded before."""
    if not _touches(context, first, last):
        yield FieldError("first", "evaluation.absence.error.outside", period=context.period)
    if same := _overlapping(session, person_id, first, last):
        days = {"first": same.first_on, "last": same.last_on}
        yield FieldError("first", "evaluation.absence.error.recorded", **days)


def _touches(context: RoundContext, first: date, last: date) -> bool:
    """Whether these days reach into the period: its page shows them, and another's does not."""
    return first <= context.period.end and last >= context.period.start


def _overlapping(
    session: Session, person_id: int, first: date, last: date
) -> EvaluationAbsence | None:
    row = EvaluationAbsence
    query = select(row).where(
        col(row.person_id) == person_id, col(row.taken_back_at).is_(None),
        col(row.first_on) <= last, col(row.last_on) >= first,
    )  # fmt: skip
    return session.scalars(query.order_by(col(row.first_on)).limit(1)).first()


def _note(
    change: SettingsChange, what: str, dossier: DossierRead, absence: EvaluationAbsence
) -> None:
    """History says whose days changed, by their numbers; the reason is the person's own matter."""
    change.note(
        what, name=dossier.name, absence=absence.key,
        first=absence.first_on.isoformat(), last=absence.last_on.isoformat(),
    )  # fmt: skip
