"""The register page by page: the database filters, counts and turns the pages."""

from typing import Any, NamedTuple

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dondoc.services.reminders.register.filters import Filters, conditions, of_nudge
from dondoc.services.reminders.register.register import RegisterRow, every_row, in_rows
from dondoc.store.bulk import among
from models.message import Message, MessageLine
from models.nudge import Nudge
from models.person import Person
from models.programme import Programme
from models.rules.folding import fold_words

PAGE = 50


class RegisterEntry(NamedTuple):
    """A row of the register. `nudge_id`, `message_id` (0: none): its address."""

    nudge_id: int
    message_id: int
    row: RegisterRow


def count(session: Session, programme: Programme, filters: Filters) -> int:
    """How many rows match."""
    query = _firsts(programme, filters).order_by(None).with_only_columns(func.count())
    return session.connection().scalar(query) or 0


def page_of(
    session: Session, programme: Programme, filters: Filters, number: int
) -> tuple[RegisterEntry, ...]:
    """The rows of one page (from 1), the latest decision first, in a fixed number of queries."""
    query = _firsts(programme, filters).limit(PAGE).offset(PAGE * (number - 1))
    return _entries(session, programme, filters, query)


def entry_of(
    session: Session, programme: Programme, filters: Filters, address: tuple[int, int]
) -> RegisterEntry | None:
    """One row by its address; None for what the viewer may not see."""
    nudge_id, message_id = address
    in_message = col(Message.id) == message_id if message_id else col(Message.id).is_(None)
    query = _firsts(programme, filters).where(col(Nudge.id) == nudge_id, in_message)
    return next(iter(_entries(session, programme, filters, query)), None)


def together(
    session: Session, programme: Programme, filters: Filters, message_id: int
) -> tuple[RegisterEntry, ...]:
    """The rows of one message that the viewer may see."""
    query = _firsts(programme, filters).where(col(Message.id) == message_id).limit(PAGE)
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


def _firsts(programme: Programme, filters: Filters) -> Select[Any]:
    """One nudge for each row: of several that became one line, the latest that matches."""
    line, nudge = aliased(MessageLine), aliased(Nudge)
    later = (
        exists()
        .where(
            col(line.message_id) == col(Message.id),
            col(line.dropped) == "",
            col(nudge.id) == col(line.nudge_id),
            col(nudge.checkpoint_id) == col(Nudge.checkpoint_id),
            or_(
                col(nudge.decided_at) > col(Nudge.decided_at),
                (col(nudge.decided_at) == col(Nudge.decided_at)) & (col(nudge.id) > col(Nudge.id)),
            ),
            *of_nudge(nudge, filters),
        )
        .correlate(Nudge, Message)
    )
    apart = or_(col(Message.id).is_(None), col(MessageLine.dropped) != "")
    query: Select[Any] = every_row(programme).where(*conditions(filters), or_(apart, ~later))
    return query


def _entries(
    session: Session, programme: Programme, filters: Filters, query: Select[Any]
) -> tuple[RegisterEntry, ...]:
    columns = (col(Nudge.id), col(Message.id), col(Nudge.checkpoint_id), col(MessageLine.dropped))
    each_row = session.connection().execute(query.with_only_columns(*columns)).all()
    statement = every_row(programme).where(
        *conditions(filters),
        or_(
            among(session, col(Nudge.id), {row[0] for row in each_row}),
            among(session, col(Message.id), {row[1] for row in each_row} - {None})
            & among(session, col(Nudge.checkpoint_id), {row[2] for row in each_row}),
        ),
    )
    rows = in_rows(session, session.execute(statement).all())
    entries = []
    for nudge_id, message_id, checkpoint_id, dropped in each_row:
        apart = nudge_id if message_id is None or dropped else None
        entries.append(
            RegisterEntry(nudge_id, message_id or 0, rows[checkpoint_id, message_id, apart])
        )
    return tuple(entries)
