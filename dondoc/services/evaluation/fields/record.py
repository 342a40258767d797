"""Recording which field a leader leads, and taking back what was recorded wrongly.

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
from models.indicator import Indicator
from models.led_field import LedField
from models.person import Holding
from models.programme import Programme
from models.rules.led_fields import why_not_field
from models.rules.roles import Mandate
from models.rules.validity import overlaps


@dataclass(frozen=True)
class FieldInput:
    """What somebody typed: codes of the leader and the unit, a group of work ('': all), days."""

    person: str
    unit: str
    category: str
    first: date
    last: date | None
    paper: str


def record_field(change: SettingsChange, programme: Programme, entered: FieldInput) -> int:
    """Writes down who leads which field, and in history; its key.

    Raises Refused for anybody but the secretariat and of one's own, FieldError for what cannot be,
    without a paper, and for a field that was recorded for these days.
    """
    hold_office(change.session)
    change.mandated_in(programme.key, Mandate.SECRETARIAT)
    row = LedField(
        person_id=_person(change, entered), unit_id=_unit(change.session, entered),
        category=entered.category, first_on=entered.first, last_on=entered.last,
        paper=needed_words("paper", entered.paper, "evaluation.field.error.paper"),
        recorded_at=change.now, recorded_by_id=change.actor.key,
    )  # fmt: skip
    if why := why_not_field(entered.first, entered.last, change.today):
        raise FieldError(
            "last" if why == "days_crossed" else "first", f"evaluation.field.error.{why}"
        )
    if entered.category and entered.category not in categories(change.session, programme):
        raise FieldError("category", "evaluation.field.error.category")
    if _recorded(change.session, row):
        raise FieldError("first", "evaluation.field.error.recorded")
    change.session.add(row)
    change.session.flush()
    change.note("led_field_recorded", record=row.key)
    return row.key


def take_back_field(
    change: SettingsChange, programme: Programme, field_id: int, reason: str
) -> None:
    """What was recorded wrongly counts no more, and stays to be read.

    Raises Refused for anybody but the secretariat and of one's own, BadInput where none stands,
    FieldError without a reason.
    """
    hold_office(change.session)
    change.mandated_in(programme.key, Mandate.SECRETARIAT)
    row = change.session.get(LedField, field_id, populate_existing=True)
    if row is None or row.taken_back_at is not None:
        raise BadInput("evaluation.field.error.unknown")
    if row.person_id == change.actor.key:
        raise Refused("evaluation.field.error.own")
    take_back(change, row, needed_words("reason", reason, "evaluation.field.error.reason"))
    change.note("led_field_taken_back", record=row.key)


def categories(session: Session, programme: Programme) -> list[str]:
    """The groups of work of a programme, by name."""
    query = select(col(Indicator.category)).where(
        col(Indicator.programme_id) == programme.key, col(Indicator.category) != ""
    )
    return sorted(set(session.scalars(query)))


def _person(change: SettingsChange, entered: FieldInput) -> int:
    """Somebody who held a position by then; not whoever acts."""
    found = person_of_code(change.session, entered.person)
    if found is None:
        raise FieldError("person", "person.unknown", code=entered.person)
    if found.key == change.actor.key:
        raise Refused("evaluation.field.error.own")
    held = select(col(Holding.id)).where(
        col(Holding.person_id) == found.key, col(Holding.held_from) <= entered.first
    )
    if change.session.scalars(held.limit(1)).first() is None:
        raise FieldError("person", "evaluation.field.error.holds_nothing", who=found.full_name)
    return found.key


def _unit(session: Session, entered: FieldInput) -> int:
    try:
        return find_unit_id(session, entered.unit, entered.first)
    except BadInput as error:
        raise FieldError("unit", error.key, **error.params) from error


def _recorded(session: Session, row: LedField) -> bool:
    """Whether the same field stands for some of these days."""
    query = select(LedField).where(
        col(LedField.person_id) == row.person_id, col(LedField.unit_id) == row.unit_id,
        col(LedField.category) == row.category, col(LedField.taken_back_at).is_(None),
    )  # fmt: skip
    found = session.scalars(query)
    return any(overlaps(each.first_on, each.last_on, row.first_on, row.last_on) for each in found)
