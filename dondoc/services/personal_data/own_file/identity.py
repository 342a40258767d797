"""Who somebody is: their name, addresses, wishes, positions, and what these let them do."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from dondoc.services.organisation.units import names_on
from dondoc.services.personal_data.own_file.cells import FilePart, FileQuestion, facts, part, word
from dondoc.services.personal_data.own_file.kinds import PersonalDataKind
from dondoc.services.reach.masked_addresses import masked
from dondoc.services.reach.reachability import time_of
from models.committee import Committee, CommitteeSeat
from models.person import Contact, Holding, Person, Position, Preference, ProgrammeMandate
from models.programme import Programme


def person_part(question: FileQuestion) -> FilePart:
    """Name, code, language, telephone."""
    person = question.person
    return facts(
        PersonalDataKind.PERSON,
        {
            "full_name": person.full_name,
            "code": person.code,
            "language": word("personal_data.language", person.language),
            "telephone": person.telephone,
        },
    )


def addresses_part(question: FileQuestion) -> FilePart:
    """Every address, also one that was taken away, in its masked form."""
    query = select(Contact).where(col(Contact.person_id) == question.person.key)
    contacts = question.session.scalars(query.order_by(col(Contact.rank), col(Contact.id)))
    return part(
        PersonalDataKind.ADDRESSES,
        ("channel", "address", "from_plan", "confirmed_at", "disabled_at"),
        (
            (
                each.channel,
                masked(each.address),
                each.from_plan,
                each.confirmed_at,
                each.disabled_at,
            )
            for each in contacts
        ),
    )


def wishes_part(question: FileQuestion) -> FilePart:
    """How they want to be reminded, who stands in for them, and for whom they do."""
    key = question.person.key
    wishes = question.session.scalars(
        select(Preference).where(col(Preference.person_id) == key)
    ).first()
    names = select(col(Person.full_name), col(Preference.paused_from), col(Preference.paused_to))
    deputy = names.join(Preference, col(Preference.deputy_id) == col(Person.id))
    away = names.join(Preference, col(Preference.person_id) == col(Person.id))
    rows = [] if wishes is None else _own_wishes(wishes)
    rows += [
        ("deputy", *row) for row in question.rows(deputy.where(col(Preference.person_id) == key))
    ]
    rows += [
        ("stands_in_for", *row)
        for row in question.rows(away.where(col(Preference.deputy_id) == key))
    ]
    return part(
        PersonalDataKind.WISHES,
        ("what", "value", "start", "end"),
        (
            (word("personal_data.fact", what), value, start, end)
            for what, value, start, end in rows
            if value not in (None, "")
        ),
    )


def _own_wishes(wishes: Preference) -> list[tuple[Any, ...]]:
    quiet = ""
    if wishes.quiet_from is not None and wishes.quiet_to is not None:
        quiet = f"{time_of(wishes.quiet_from):%H:%M}-{time_of(wishes.quiet_to):%H:%M}"
    return [
        ("quiet", quiet, None, None),
        ("weekly", word("weekday", wishes.weekly_on), None, None),
        ("muted", wishes.muted, None, None),
        ("digest_as_link", wishes.digest_as_link, None, None),
    ]


def positions_part(question: FileQuestion) -> FilePart:
    """Positions held, with the mandates and the committee seats that go with them."""
    held = question.rows(
        select(
            col(Position.id), col(Position.title), col(Position.unit_id), col(Holding.held_from),
            col(Holding.held_to),
        )
        .join(Holding, col(Holding.position_id) == col(Position.id))
        .where(col(Holding.person_id) == question.person.key)
        .order_by(col(Holding.held_from), col(Holding.id))
    )  # fmt: skip
    ids = sorted({row[0] for row in held})
    names = names_on(question.session, question.day).values()
    units = {each.unit_id: each.name for each in names}
    rows: list[tuple[Any, ...]] = [
        (word("personal_data.holding", "held"), title, units.get(unit, ""), "", start, end)
        for _, title, unit, start, end in held
    ]
    rows += [
        (word("role", mandate), title, units.get(unit, ""), str(year), None, None)
        for mandate, year, title, unit in question.rows(_mandates(ids))
    ]
    rows += [
        (word("staffing.seat", seat), title, units.get(unit, ""), task, start, end)
        for seat, title, unit, task, start, end in question.rows(_seats(ids))
    ]
    columns = ("what", "position", "unit", "note", "start", "end")
    return part(PersonalDataKind.POSITIONS, columns, rows)


def _mandates(position_ids: Sequence[int]) -> Select[Any]:
    return (
        select(
            col(ProgrammeMandate.mandate), col(Programme.year), col(Position.title),
            col(ProgrammeMandate.unit_id),
        )
        .join(Position, col(Position.id) == col(ProgrammeMandate.position_id))
        .join(Programme, col(Programme.id) == col(ProgrammeMandate.programme_id))
        .where(col(Position.id).in_(position_ids))
        .order_by(col(ProgrammeMandate.id))
    )  # fmt: skip


def _seats(position_ids: Sequence[int]) -> Select[Any]:
    return (
        select(
            col(CommitteeSeat.seat), col(Position.title), col(Committee.unit_id),
            col(CommitteeSeat.task), col(CommitteeSeat.seated_from), col(CommitteeSeat.seated_to),
        )
        .join(Position, col(Position.id) == col(CommitteeSeat.position_id))
        .join(Committee, col(Committee.id) == col(CommitteeSeat.committee_id))
        .where(col(Position.id).in_(position_ids))
        .order_by(col(CommitteeSeat.id))
    )  # fmt: skip
