"""Recording which field a leader leads, and taking back what was recorded wrongly.

Recorded and taken back by the secretariat, of nobody by themself. A decision that stands is
outdated by it where it changes what the decision rested on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.evaluation.course.errors import FieldError, UnreadError, raise_faults
from dondoc.services.evaluation.people.paper_facts import take_back, word_faults
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.person_codes import person_of_code
from dondoc.services.organisation.units import find_unit_id
from models.indicator import Indicator
from models.led_field import LedField
from models.person import Holding, Person
from models.programme import Programme
from models.rules.led_fields import why_not_field
from models.rules.roles import Mandate
from models.rules.texts import bare
from models.rules.validity import overlaps


@dataclass(frozen=True)
class FieldInput:
    """What somebody typed: codes of the leader and the unit, a group of work ('': all), days.

    `first`: None where it was not typed; `unread`: what the form could not read.
    """

    person: str
    unit: str
    category: str
    first: date | None
    last: date | None
    paper: str
    unread: tuple[UnreadError, ...] = ()


def record_field(change: SettingsChange, programme: Programme, entered: FieldInput) -> int:
    """Writes down who leads which field, and in history; its key.

    Raises Refused for anybody but the secretariat and of one's own, FieldError with all that is
    wrong: what is missing or cannot be, and a field that was recorded for these days.
    """
    hold_office(change.session)
    change.mandated_in(programme.key, Mandate.SECRETARIAT)
    person = person_of_code(change.session, entered.person)
    if person is not None and person.key == change.actor.key:
        raise Refused("evaluation.field.error.own")
    raise_faults(_faults(change, programme, entered, person))
    assert person is not None and entered.first is not None
    row = LedField(
        person_id=person.key, unit_id=find_unit_id(change.session, entered.unit, entered.first),
        category=entered.category, first_on=entered.first, last_on=entered.last,
        paper=bare(entered.paper), recorded_at=change.now, recorded_by_id=change.actor.key,
    )  # fmt: skip
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
    take_back(change, row, reason, "evaluation.field.error.reason")
    change.note("led_field_taken_back", record=row.key)


def categories(session: Session, programme: Programme) -> list[str]:
    """The groups of work of a programme, by name."""
    query = select(col(Indicator.category)).where(
        col(Indicator.programme_id) == programme.key, col(Indicator.category) != ""
    )
    return sorted(set(session.scalars(query)))


def _faults(
    change: SettingsChange, programme: Programme, entered: FieldInput, person: Person | None
) -> tuple[FieldError, ...]:
    """Everything that is missing or cannot be; what stands already only of a whole field."""
    found = (*entered.unread, *_of_fields(change, programme, entered, person))
    if {each.name for each in found} <= {"paper"} and _recorded(change.session, person, entered):
        return (FieldError("first", "evaluation.field.error.recorded"), *found)
    return found


def _of_fields(
    change: SettingsChange, programme: Programme, entered: FieldInput, person: Person | None
) -> Iterator[FieldError]:
    """What is wrong with each, in the order of the form."""
    area = "evaluation.field.error"
    yield from _of_person(change.session, entered, person)
    yield from _of_unit(change, entered)
    if entered.category and entered.category not in categories(change.session, programme):
        yield FieldError("category", f"{area}.category")
    if entered.first is None:
        yield FieldError("first", f"{area}.no_first")
    for why in why_not_field(entered.first, entered.last, change.today):
        yield FieldError("last" if why == "days_crossed" else "first", f"{area}.{why}")
    yield from word_faults("paper", entered.paper, f"{area}.paper")


def _of_person(
    session: Session, entered: FieldInput, person: Person | None
) -> Iterator[FieldError]:
    """Somebody who held a position by the first day."""
    if not entered.person:
        yield FieldError("person", "evaluation.field.error.person")
    elif person is None:
        yield FieldError("person", "person.unknown", code=entered.person)
    elif entered.first is not None:
        held = select(col(Holding.id)).where(
            col(Holding.person_id) == person.key, col(Holding.held_from) <= entered.first
        )
        if session.scalars(held.limit(1)).first() is None:
            yield FieldError("person", "evaluation.field.error.holds_nothing", who=person.full_name)


def _of_unit(change: SettingsChange, entered: FieldInput) -> Iterator[FieldError]:
    if not entered.unit:
        yield FieldError("unit", "evaluation.field.error.unit")
        return
    try:
        find_unit_id(change.session, entered.unit, entered.first or change.today)
    except BadInput as error:
        yield FieldError("unit", error.key, **error.params)


def _recorded(session: Session, person: Person | None, entered: FieldInput) -> bool:
    """Whether the same field stands for some of these days."""
    if person is None or entered.first is None:
        return False
    query = select(LedField).where(
        col(LedField.person_id) == person.key,
        col(LedField.unit_id) == find_unit_id(session, entered.unit, entered.first),
        col(LedField.category) == entered.category, col(LedField.taken_back_at).is_(None),
    )  # fmt: skip
    days = (entered.first, entered.last)
    return any(overlaps(each.first_on, each.last_on, *days) for each in session.scalars(query))
