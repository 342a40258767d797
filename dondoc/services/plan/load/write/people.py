"""Writes people, positions, who holds them, and what they may do."""

from typing import Any

from sqlalchemy import update

from dondoc.services.plan.load.changes import ChangeKind, PlanChange, PlanRow, ThingKind
from dondoc.services.plan.load.stored_plan import MAIL, Mail
from dondoc.services.plan.load.write.writer import Writer
from dondoc.store.row_batches import (
    delete_rows,
    insert_rows,
    table_of,
    update_rows,
)
from dondoc.vault import vault
from models.person import Confirmation, Contact, Holding, Person, Position, ProgrammeMandate

_WRITTEN = (ChangeKind.ADDED, ChangeKind.CHANGED)


def write_people(writer: Writer) -> None:
    """In the order in which rows point at each other."""
    _write_persons(writer)
    _write_positions(writer)
    _write_mandates(writer)
    _write_holdings(writer)


def _without(entry: PlanChange, *names: str) -> dict[str, Any]:
    return {name: value for name, value in entry.row.items() if name not in names}


def _write_persons(writer: Writer) -> None:
    person_of = lambda entry: {"code": entry.ref, **_without(entry, "email")}  # noqa: E731
    ids = writer.add(ThingKind.PERSON, Person, person_of)
    writer.people |= {code: person_id for (code,), person_id in ids.items()}
    changed = writer.entries(ThingKind.PERSON, ChangeKind.CHANGED)
    values = {writer.people[entry.ref]: _without(entry, "email") for entry in changed}
    update_rows(writer.connection, Person, values)
    _write_contacts(writer, list(writer.entries(ThingKind.PERSON, *_WRITTEN)))


def _write_contacts(writer: Writer, entries: list[PlanChange]) -> None:
    """A new address comes first; the ones before it stay as second choices.

    The secretariat vouches for it, so one that its owner has added and not confirmed yet is
    confirmed now.
    """
    new = {
        entry.ref: entry.new["email"]
        for entry in entries
        if entry.new and entry.new["email"]
        and (entry.old is None or entry.old["email"] != entry.new["email"])
    }  # fmt: skip
    known = {code: mail for code, row in new.items() if (mail := _known(writer, code, row))}
    _lower(writer, [writer.people[e.ref] for e in entries if e.old and e.ref in new])
    rows = [
        {
            "person_id": writer.people[code],
            "channel": MAIL,
            "address": mail,
            "from_plan": True,
            "confirmed_at": writer.now,
            "fingerprint": vault().fingerprint(MAIL, mail),
        }
        for code, mail in new.items()
        if code not in known
    ]
    insert_rows(writer.connection, Contact, rows)
    _vouch(writer, list(known.values()))


def _known(writer: Writer, code: str, mail: str) -> Mail | None:
    return writer.stored.mails.get(code, {}).get(mail.casefold())


def _lower(writer: Writer, people: list[int]) -> None:
    contact = table_of(Contact)
    for person_id in people:
        mine = (contact.c.person_id == person_id) & (contact.c.channel == MAIL)
        lower = update(contact).where(mine).values(rank=contact.c.rank + 1)
        writer.connection.execute(lower)


def _vouch(writer: Writer, mails: list[Mail]) -> None:
    """Confirms addresses that somebody added themselves; their codes are for nothing now."""
    contact = table_of(Contact)
    ids = [mail.id for mail in mails]
    known = {"from_plan": True, "rank": 0}
    update_rows(writer.connection, Contact, {key: known for key in ids})  # noqa: C420 (read only)
    delete_rows(writer.connection, Confirmation, ids, "contact_id")
    for key in ids:
        waits = (contact.c.id == key) & contact.c.confirmed_at.is_(None)
        confirm = update(contact).where(waits).values(confirmed_at=writer.now)
        writer.connection.execute(confirm)


def _write_positions(writer: Writer) -> None:
    position_of = lambda entry: {"code": entry.ref, **_position(writer, entry)}  # noqa: E731
    ids = writer.add(ThingKind.POSITION, Position, position_of)
    writer.positions |= {code: position_id for (code,), position_id in ids.items()}
    changed = writer.entries(ThingKind.POSITION, ChangeKind.CHANGED)
    values = {writer.positions[e.ref]: _position(writer, e) for e in changed}
    update_rows(writer.connection, Position, values)


def _position(writer: Writer, entry: PlanChange) -> dict[str, Any]:
    return {**_without(entry, "unit", "roles"), "unit_id": writer.units[entry.row["unit"]]}


def _write_mandates(writer: Writer) -> None:
    """A new programme gives the roles of its positions anew, also where they stay the same."""
    known, roles = writer.stored.mandates, writer.comparison.roles
    wanted = [(code, role) for code, of_position in roles.items() for role in of_position]
    gone = [key for pair, key in known.items() if pair[0] in roles and pair not in wanted]
    rows = [
        {
            "programme_id": writer.programme_id,
            "position_id": writer.positions[code],
            "mandate": role,
        }
        for code, role in wanted
        if (code, role) not in known
    ]
    delete_rows(writer.connection, ProgrammeMandate, gone)
    insert_rows(writer.connection, ProgrammeMandate, rows)


def _write_holdings(writer: Writer) -> None:
    def holding(entry: PlanChange) -> PlanRow:
        position, person, _ = entry.key
        ids = {"position_id": writer.positions[position], "person_id": writer.people[person]}
        return {**ids, **entry.row}

    writer.take_over(ThingKind.HOLDING, Holding, writer.stored.holdings)
    writer.add(ThingKind.HOLDING, Holding, holding)
