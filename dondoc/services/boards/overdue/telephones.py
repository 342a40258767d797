"""At which number whoever answers for a row is called."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlmodel import col

from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.store.bulk import among
from models.person import Person


def telephones_of(scope: BoardQuestion, people: Iterable[int | None]) -> dict[int | None, str]:
    """The numbers of people, in one query."""
    query = select(col(Person.id), col(Person.telephone)).where(
        among(scope.session, col(Person.id), {key for key in people if key is not None})
    )
    return dict(scope.session.connection().execute(query).tuples().all())


def with_telephones(
    scope: BoardQuestion, rows: Sequence[CheckpointRow]
) -> tuple[CheckpointRow, ...]:
    """The rows, each with the number of the first who answers for it."""
    numbers = telephones_of(scope, (row.officials[0].person_id for row in rows if row.officials))
    for row in rows:
        row.telephone = numbers.get(row.officials[0].person_id, "") if row.officials else ""
    return tuple(rows)
