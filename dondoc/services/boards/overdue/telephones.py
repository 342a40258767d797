"""At which number whoever answers first for a row is called."""

from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlmodel import col

from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.work.responsible import Answering
from dondoc.store.bulk import among
from models.person import Person


class Answered(Protocol):
    """A row for which somebody answers."""

    officials: tuple[Answering, ...]
    telephone: str


Rows = TypeVar("Rows", bound=tuple[Answered, ...])


def with_telephones(scope: BoardQuestion, rows: Rows) -> Rows:
    """The rows, each with the number of the first who answers for it, in one query."""
    first = {row.officials[0].person_id for row in rows if row.officials}
    query = select(col(Person.id), col(Person.telephone)).where(
        among(scope.session, col(Person.id), {key for key in first if key is not None})
    )
    numbers = dict(scope.session.connection().execute(query).tuples().all())
    for row in rows:
        row.telephone = numbers.get(row.officials[0].person_id, "") if row.officials else ""
    return rows
