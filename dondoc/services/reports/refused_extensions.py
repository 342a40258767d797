"""What became of a request for another date, for whoever asked and still has to report."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

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
    query = (
        select(
            col(Submission.checkpoint_id),
            col(Submission.act),
            col(Submission.new_due_on),
            col(Submission.reason),
        )
        .where(
            col(Submission.checkpoint_id).in_(checkpoint_ids),
            col(Submission.act).in_(_ANSWERS),
            col(Submission.state) != SubmissionState.REFUSED,
        )
        .order_by(col(Submission.id))
    )
    asked: dict[int, date | None] = {}
    refused: dict[int, RefusedExtension] = {}
    for key, act, until, reason in session.connection().execute(query):
        refused.pop(key, None)
        if act == Act.ASK_EXTENSION:
            asked[key] = until
        elif act == Act.REFUSE_EXTENSION:
            refused[key] = RefusedExtension(asked.get(key), reason)
    return refused
