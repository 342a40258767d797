"""Letters sent to somebody, history that names them, requests, and records of the office."""

from collections.abc import Sequence

from sqlalchemy import func, literal, or_, select, union_all
from sqlmodel import col

from dondoc.services.personal_data.own_file.cells import FilePart, FileQuestion, part, word
from dondoc.services.personal_data.own_file.kinds import HELD_IN, PersonalDataKind
from dondoc.services.personal_data.queue import RequestShown
from models.event import Event
from models.message import Message
from models.tables import metadata


def letters_part(question: FileQuestion) -> FilePart:
    """Every letter, with its words where it was written, and whether it went out."""
    rows = question.rows(
        select(
            col(Message.created_at), col(Message.channel), col(Message.subject),
            col(Message.state), col(Message.ended_at), col(Message.body_text),
        )
        .where(col(Message.person_id) == question.person.key)
        .order_by(col(Message.id))
    )  # fmt: skip
    return part(
        PersonalDataKind.LETTERS,
        ("at", "channel", "subject", "state", "sent_at", "text"),
        (
            (at, channel, subject, word("personal_data.message", state), ended, text)
            for at, channel, subject, state, ended, text in rows
        ),
    )


def changes_part(question: FileQuestion) -> FilePart:
    """What stands in history as done by them or on their behalf."""
    key = question.person.key
    rows = question.rows(
        select(col(Event.at), col(Event.kind), col(Event.data), col(Event.reason))
        .where(or_(col(Event.actor_id) == key, col(Event.on_behalf_of_id) == key))
        .order_by(col(Event.id))
    )
    return part(
        PersonalDataKind.CHANGES,
        ("at", "what", "about", "reason"),
        (
            (at, word("audit_page.kind", kind), str((data or {}).get("what", "")), reason)
            for at, kind, data, reason in rows
        ),
    )


def requests_part(requests: Sequence[RequestShown]) -> FilePart:
    """Their own requests, and how each was answered; `requests`: the latest first."""
    rows = []
    for each in reversed(requests):
        said = "\n".join(filter(None, (step.words for step in each.steps)))
        rows.append((
            each.asked_at, word("file_request.kind", each.kind),
            word("personal_data.kind", each.about), each.wrong, each.why, each.evidence_name,
            each.answer_by, each.carry_out_by, word("file_request.state", each.state), said,
        ))  # fmt: skip
    columns = (
        "at", "what", "about", "wrong", "why", "files", "answer_by", "carry_out_by", "state",
        "note",
    )  # fmt: skip
    return part(PersonalDataKind.REQUESTS, columns, rows)


def office_part(question: FileQuestion) -> FilePart:
    """How often records of the office name them: who called, recorded, approved, handed out."""
    counts = []
    for name in sorted(key for key, kind in HELD_IN.items() if kind is PersonalDataKind.OFFICE):
        table, _, column = name.partition(".")
        named = metadata.tables[table].c[column]
        counts.append(
            select(literal(name), func.count()).select_from(named.table)
            .where(named == question.person.key)
        )  # fmt: skip
    found = sorted(tuple(row) for row in question.rows(union_all(*counts)))
    rows = [(word("personal_data.record", name), number) for name, number in found if number]
    return part(PersonalDataKind.OFFICE, ("what", "number"), rows)
