"""What became of a request for another date, for whoever asked and still has to report."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlmodel import Session, col

from dondoc.store.bulk import among_bound, bound
from dondoc.store.database import is_postgresql
from models.rules.checkpoints import Act
from models.submission import Submission, SubmissionState

_ANSWERS = (Act.ASK_EXTENSION, Act.REFUSE_EXTENSION, Act.CHANGE_DUE, Act.REPORT)
"""A refusal is told until the person asks anew, gets another date, or reports."""


class RefusedExtension(NamedTuple):
    """Until when was asked for, and why it was not granted."""

    asked: date | None
    reason: str


def refused_extensions(
    session: Session, checkpoint_ids: Sequence[int]
) -> dict[int, RefusedExtension]:
    """The requests on these checkpoints that were refused, with nothing said about the date since.

    What no drain has applied yet counts, for the page is to say it at once.
    """
    query = _query(is_postgresql(session))
    rows = session.connection().execute(query, {"ids": bound(session, checkpoint_ids)})
    asked: dict[int, date | None] = {}
    refused: dict[int, RefusedExtension] = {}
    for key, act, until, reason in rows:
        refused.pop(key, None)
        if act == Act.ASK_EXTENSION:
            asked[key] = until
        elif act == Act.REFUSE_EXTENSION:
            refused[key] = RefusedExtension(asked.get(key), reason)
    return refused


@cache
def _query(postgresql: bool) -> Select[Any]:
    """Kept: putting it together costs (bench/bench_statements.py)."""
    return (
        select(
            col(Submission.checkpoint_id),
            col(Submission.act),
            col(Submission.new_due_on),
            col(Submission.reason),
        )
        .where(
            among_bound(col(Submission.checkpoint_id), "ids", postgresql=postgresql),
            col(Submission.act).in_(_ANSWERS),
            col(Submission.state) != SubmissionState.REFUSED,
        )
        .order_by(col(Submission.id))
    )
