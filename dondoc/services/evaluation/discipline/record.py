"""Recording that a paper disciplines a person or a unit, or concludes somebody's degradation.

Recorded and taken back by the secretariat, of nobody by themself. A decision that stands is
outdated by it where it changes what the decision rested on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.evaluation.course.errors import FieldError, UnreadError, raise_faults
from dondoc.services.evaluation.people.paper_facts import take_back, word_faults
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.person_codes import person_of_code
from dondoc.services.organisation.units import find_unit_id
from models.discipline import DisciplineRecord
from models.programme import Programme
from models.rules.discipline import DisciplineKind, why_not_discipline
from models.rules.roles import Mandate
from models.rules.texts import bare

_FIELD_OF = {
    "unit_degraded": "kind", "not_signed": "signed", "effect_before": "effective",
    "effect_too_late": "effective",
}  # fmt: skip


@dataclass(frozen=True)
class DisciplineInput:
    """What somebody typed of a paper. `person`, `unit`: the code of one of them, '' of the other.

    `number`, `signed`, `body`: the paper's; `effective`: the day from which it holds. None: not
    typed. `unread`: what the form could not read.
    """

    person: str
    unit: str
    kind: DisciplineKind | None
    number: str
    signed: date | None
    body: str
    effective: date | None
    unread: tuple[UnreadError, ...] = ()


class _Whom(NamedTuple):
    """The person or the unit of a paper; `faults`: why it is neither."""

    person_id: int | None
    unit_id: int | None
    faults: tuple[FieldError, ...] = ()


def record_discipline(
    change: SettingsChange, programme: Programme, entered: DisciplineInput
) -> int:
    """Writes a paper down, and in history that one was; its key.

    Raises Refused for anybody but the secretariat and of one's own, FieldError with all that is
    wrong: what is missing or cannot be, an effect in another year than the programme's, a paper
    that stands already.
    """
    hold_office(change.session)
    change.mandated_in(programme.key, Mandate.SECRETARIAT)
    whom = _whom(change, entered)
    _not_own(change, whom.person_id)
    raise_faults(_faults(change, programme, entered, whom))
    assert entered.kind is not None
    assert entered.signed is not None and entered.effective is not None
    record = DisciplineRecord(
        person_id=whom.person_id, unit_id=whom.unit_id, kind=entered.kind,
        paper_number=bare(entered.number), paper_body=bare(entered.body),
        signed_on=entered.signed, effective_on=entered.effective, recorded_at=change.now,
        recorded_by_id=change.actor.key,
    )  # fmt: skip
    change.session.add(record)
    change.session.flush()
    change.note("discipline_recorded", record=record.key)
    return record.key


def take_back_discipline(
    change: SettingsChange, programme: Programme, record_id: int, reason: str
) -> None:
    """A paper that was recorded wrongly, or annulled, counts no more and stays to be read.

    Raises Refused for anybody but the secretariat and of one's own, BadInput where none stands in
    the year, FieldError without a reason.
    """
    hold_office(change.session)
    change.mandated_in(programme.key, Mandate.SECRETARIAT)
    record = change.session.get(DisciplineRecord, record_id, populate_existing=True)
    if record is None or record.taken_back_at is not None:
        raise BadInput("evaluation.discipline.error.unknown")
    if record.effective_on.year != programme.year:
        raise BadInput("evaluation.discipline.error.unknown")
    _not_own(change, record.person_id)
    take_back(change, record, reason, "evaluation.discipline.error.reason")
    change.note("discipline_taken_back", record=record.key)


def _faults(
    change: SettingsChange, programme: Programme, entered: DisciplineInput, whom: _Whom
) -> Iterator[FieldError]:
    """Everything that is missing or cannot be, in the order of the form."""
    area, of_unit = "evaluation.discipline.error", whom.unit_id is not None
    yield from entered.unread
    yield from whom.faults
    for name in ("kind", "signed", "effective"):
        if getattr(entered, name) is None:
            yield FieldError(name, f"evaluation.discipline.error.no_{name}")
    for name in ("number", "body"):
        yield from word_faults(name, getattr(entered, name), f"{area}.{name}")
    days = (entered.signed, entered.effective, change.today)
    for why in why_not_discipline(entered.kind, of_unit, *days):
        yield FieldError(_FIELD_OF[why], f"{area}.{why}")
    if entered.effective and entered.effective.year != programme.year:
        yield FieldError("effective", f"{area}.outside", year=programme.year)
    if not whom.faults and _stands(change.session, whom, entered):
        yield FieldError("number", f"{area}.recorded", number=bare(entered.number))


def _not_own(change: SettingsChange, person_id: int | None) -> None:
    if person_id == change.actor.key:
        raise Refused("evaluation.discipline.error.own")


def _whom(change: SettingsChange, entered: DisciplineInput) -> _Whom:
    """The person or the unit by its code; a unit by the one that it bore on the day of effect."""
    person, unit = entered.person.strip(), entered.unit.strip()
    if bool(person) is bool(unit):
        return _Whom(None, None, (FieldError("person", "evaluation.discipline.error.whom"),))
    if unit:
        try:
            day = entered.effective or change.today
            return _Whom(None, find_unit_id(change.session, unit, day))
        except BadInput as error:
            return _Whom(None, None, (FieldError("unit", error.key, **error.params),))
    found = person_of_code(change.session, person)
    if found is None:
        return _Whom(None, None, (FieldError("person", "person.unknown", code=person),))
    return _Whom(found.key, None)


def _stands(session: Session, whom: _Whom, entered: DisciplineInput) -> bool:
    """Whether the same paper was recorded of the same one, and not taken back."""
    row = DisciplineRecord
    of_whom = (
        col(row.person_id) == whom.person_id
        if whom.unit_id is None
        else col(row.unit_id) == whom.unit_id
    )
    query = select(col(row.id)).where(
        of_whom, col(row.taken_back_at).is_(None), col(row.paper_number) == bare(entered.number),
        col(row.signed_on) == entered.signed,
    )  # fmt: skip
    return session.scalars(query.limit(1)).first() is not None
