"""Writes people, positions, who holds them, and what they may do."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from dondoc.services.plan.load.changes import ChangeKind, PlanChange, ThingKind
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


def write_people(writer: Writer) -> None:
    """In the order in which rows point at each other."""
    _write_persons(writer)
    _write_positions(writer)
    _write_mandates(writer)
    _write_holdings(writer)


def _without(row: Mapping[str, Any] | None, *names: str) -> dict[str, Any]:
    return {name: value for name, value in (row or {}).items() if name not in names}


def _write_persons(writer: Writer) -> None:
    new = list(writer.entries(ThingKind.PERSON, ChangeKind.ADDED))
    rows = [{"code": entry.ref, **_without(entry.new, "email")} for entry in new]
    keys = insert_rows(writer.connection, Person, rows)
    writer.people |= dict(zip((entry.ref for entry in new), keys, strict=True))
    changed = list(writer.entries(ThingKind.PERSON, ChangeKind.CHANGED))
    values = {writer.people[e.ref]: _without(e.new, "email") for e in changed}
    update_rows(writer.connection, Person, values)
    _write_contacts(writer, [*new, *changed])


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
    new = list(writer.entries(ThingKind.POSITION, ChangeKind.ADDED))
    rows = [{"code": entry.ref, **_position(writer, entry)} for entry in new]
    keys = insert_rows(writer.connection, Position, rows)
    writer.positions |= dict(zip((entry.ref for entry in new), keys, strict=True))
    changed = writer.entries(ThingKind.POSITION, ChangeKind.CHANGED)
    values = {writer.positions[e.ref]: _position(writer, e) for e in changed}
    update_rows(writer.connection, Position, values)


def _position(writer: Writer, entry: PlanChange) -> dict[str, Any]:
    row = _without(entry.new, "unit", "roles")
    return {**row, "unit_id": writer.units[(entry.new or {})["unit"]]}


def _write_mandates(writer: Writer) -> None:
    rows, gone = [], []
    for entry in writer.entries(ThingKind.POSITION):
        old = set(entry.old["roles"]) if entry.old else set()
        new = set(entry.new["roles"]) if entry.new else set()
        gone += [writer.stored.mandates[entry.ref, role] for role in sorted(old - new)]
        rows += [
            {
                "programme_id": writer.programme_id,
                "position_id": writer.positions[entry.ref],
                "mandate": role,
            }
            for role in sorted(new - old)
        ]
    delete_rows(writer.connection, ProgrammeMandate, gone)
    insert_rows(writer.connection, ProgrammeMandate, rows)


def _write_holdings(writer: Writer) -> None:
    stored = writer.stored.holdings
    removed = [stored[e.key].id for e in writer.entries(ThingKind.HOLDING, ChangeKind.REMOVED)]
    delete_rows(writer.connection, Holding, removed)
    changed = writer.entries(ThingKind.HOLDING, ChangeKind.CHANGED)
    update_rows(writer.connection, Holding, {stored[e.key].id: e.new or {} for e in changed})
    rows = [
        {
            "position_id": writer.positions[entry.key[0]],
            "person_id": writer.people[entry.key[1]],
            **(entry.new or {}),
        }
        for entry in writer.entries(ThingKind.HOLDING, ChangeKind.ADDED)
    ]
    insert_rows(writer.connection, Holding, rows)
