"""Recording that a paper disciplines a person or a unit, or concludes somebody's degradation.

Recorded and taken back by the secretariat, of nobody by themself. A decision that stands is
outdated by it where it changes what the decision rested on.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.people.paper_facts import needed_words, take_back
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.person_codes import person_of_code
from dondoc.services.organisation.units import find_unit_id
from models.discipline import DisciplineRecord
from models.programme import Programme
from models.rules.discipline import DisciplineKind, why_not_discipline
from models.rules.roles import Mandate

_FIELD_OF = {
    "unit_degraded": "kind", "not_signed": "signed", "effect_before": "effective",
    "effect_too_late": "effective",
}  # fmt: skip


@dataclass(frozen=True)
class DisciplineInput:
    """What somebody typed of a paper. `person`, `unit`: the code of one of them, '' of the other.

    `number`, `signed`, `body`: the paper's; `effective`: the day from which it holds.
    """

    person: str
    unit: str
    kind: DisciplineKind
    number: str
    signed: date
    body: str
    effective: date


def record_discipline(
    change: SettingsChange, programme: Programme, entered: DisciplineInput
) -> int:
    """Writes a paper down, and in history that one was; its key.

    Raises Refused for anybody but the secretariat and of one's own, FieldError for what cannot be,
    for an effect in another year than the programme's, and for a paper that stands already.
    """
    hold_office(change.session)
    change.mandated_in(programme.key, Mandate.SECRETARIAT)
    person_id, unit_id = _whom(change.session, entered)
    record = DisciplineRecord(
        person_id=person_id, unit_id=unit_id, kind=entered.kind,
        paper_number=needed_words("number", entered.number, "evaluation.discipline.error.number"),
        paper_body=needed_words("body", entered.body, "evaluation.discipline.error.body"),
        signed_on=entered.signed, effective_on=entered.effective, recorded_at=change.now,
        recorded_by_id=change.actor.key,
    )  # fmt: skip
    _not_own(change, record)
    days = (entered.signed, entered.effective, change.today)
    if why := why_not_discipline(entered.kind, unit_id is not None, *days):
        raise FieldError(_FIELD_OF[why], f"evaluation.discipline.error.{why}")
    if entered.effective.year != programme.year:
        raise FieldError("effective", "evaluation.discipline.error.outside", year=programme.year)
    if _stands(change.session, record):
        raise FieldError("number", "evaluation.discipline.error.recorded", number=entered.number)
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
    _not_own(change, record)
    take_back(change, record, needed_words("reason", reason, "evaluation.discipline.error.reason"))
    change.note("discipline_taken_back", record=record.key)


def _not_own(change: SettingsChange, record: DisciplineRecord) -> None:
    if record.person_id == change.actor.key:
        raise Refused("evaluation.discipline.error.own")


def _whom(session: Session, entered: DisciplineInput) -> tuple[int | None, int | None]:
    """The person or the unit by its code; a unit by the one that it bore on the day of effect."""
    person, unit = entered.person.strip(), entered.unit.strip()
    if bool(person) is bool(unit):
        raise FieldError("person", "evaluation.discipline.error.whom")
    if unit:
        try:
            return None, find_unit_id(session, unit, entered.effective)
        except BadInput as error:
            raise FieldError("unit", error.key, **error.params) from error
    found = person_of_code(session, person)
    if found is None:
        raise FieldError("person", "person.unknown", code=person)
    return found.key, None


def _stands(session: Session, record: DisciplineRecord) -> bool:
    """Whether the same paper was recorded of the same one, and not taken back."""
    row = DisciplineRecord
    of_whom = (
        col(row.person_id) == record.person_id
        if record.unit_id is None
        else col(row.unit_id) == record.unit_id
    )
    query = select(col(row.id)).where(
        of_whom, col(row.taken_back_at).is_(None), col(row.paper_number) == record.paper_number,
        col(row.signed_on) == record.signed_on,
    )  # fmt: skip
    return session.scalars(query.limit(1)).first() is not None
