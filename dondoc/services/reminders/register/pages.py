"""The register page by page: the database filters, counts and turns the pages."""

from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from dondoc.services.reminders.register.filters import Filters
from dondoc.services.reminders.register.query import firsts_of
from dondoc.services.reminders.register.register import RegisterRow, rows_of_firsts
from models.message import Message
from models.nudge import Nudge
from models.person import Person
from models.programme import Programme
from models.rules.folding import fold_words

PAGE_SIZE = 50


class RegisterEntry(NamedTuple):
    """A row of the register. `nudge_id`, `message_id` (0: none): its address."""

    nudge_id: int
    message_id: int
    row: RegisterRow


def count(session: Session, programme: Programme, filters: Filters) -> int:
    """How many rows match."""
    query = firsts_of(programme, filters).order_by(None).with_only_columns(func.count())
    return session.connection().scalar(query) or 0


def page_of(
    session: Session, programme: Programme, filters: Filters, number: int
) -> tuple[RegisterEntry, ...]:
    """The rows of one page (from 1), the latest decision first, in a fixed number of queries."""
    query = firsts_of(programme, filters).limit(PAGE_SIZE).offset(PAGE_SIZE * (number - 1))
    return _entries(session, programme, filters, query)


def entry_of(
    session: Session, programme: Programme, filters: Filters, address: tuple[int, int]
) -> RegisterEntry | None:
    """One row by its address; None for what the viewer may not see."""
    nudge_id, message_id = address
    in_message = col(Message.id) == message_id if message_id else col(Message.id).is_(None)
    query = firsts_of(programme, filters).where(col(Nudge.id) == nudge_id, in_message)
    return next(iter(_entries(session, programme, filters, query)), None)


def together(
    session: Session, programme: Programme, filters: Filters, message_id: int
) -> tuple[RegisterEntry, ...]:
    """The rows of one message that the viewer may see."""
    query = firsts_of(programme, filters).where(col(Message.id) == message_id).limit(PAGE_SIZE)
    return _entries(session, programme, filters, query)


def people_called(session: Session, typed: str) -> tuple[int, ...]:
    """The keys of those whose name or code has the words, with diacritics or without."""
    wanted = fold_words(typed)
    query = select(col(Person.id), col(Person.code), col(Person.full_name))
    return tuple(
        key
        for key, code, name in session.connection().execute(query)
        if wanted in fold_words(name) or wanted == fold_words(code)
    )


def _entries(
    session: Session, programme: Programme, filters: Filters, query: Select[Any]
) -> tuple[RegisterEntry, ...]:
    rows = rows_of_firsts(session, programme, filters, query)
    return tuple(
        RegisterEntry(first.nudge_id, first.message_id or 0, row) for first, row in rows.items()
    )
