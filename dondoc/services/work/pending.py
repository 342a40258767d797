"""What people recorded and the advance flow has not applied yet: on which checkpoints, and what.

Usually it is nothing: a drain takes a second or two.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Select, select, text
from sqlmodel import Session, col

from dondoc.services.work.checkpoint_queries import submissions_of
from dondoc.store.bulk import among_bound, bound
from dondoc.store.cache import database_of, keep, version
from dondoc.store.database import is_postgresql
from models.objective_cause import CauseStatement
from models.report import ProgressReport
from models.rules.checkpoints import ActFacts
from models.submission import Submission
from models.verdict import Evaluation, Verification

PENDING = text("submission.state = 'pending'")
"""The condition that a submission waits for the advance flow.

Written out, not a parameter: SQLite uses a partial index only for its own condition.
"""

ActContent = ProgressReport | Verification | CauseStatement | Evaluation | None


@dataclass(frozen=True)
class PendingAct:
    """A submission that the advance flow has not dealt with, and what it says."""

    submission: Submission
    content: ActContent

    @property
    def deed(self) -> ActFacts:
        """The act as the rules see it."""
        content, sent = self.content, self.submission
        deed = ActFacts(
            act=sent.act,
            by=sent.actor_id or 0,
            roles=sent.role_set,
            recorded_at=sent.recorded_at,
            on_behalf_of=sent.on_behalf_of_id,
            reason=sent.reason,
            new_due_on=sent.new_due_on,
            confirmed=sent.confirmed,
        )
        if content is None:
            return deed
        if isinstance(content, CauseStatement):
            return replace(deed, deduction=content.deduction, since=content.since)
        if isinstance(content, Evaluation):
            return replace(deed, step_behind=content.step_behind)
        deed = replace(deed, value=content.value, delivered=content.delivered, basis=content.basis)
        if isinstance(content, ProgressReport):
            return replace(deed, report_id=content.id)
        return replace(deed, quality=content.quality, objective_cause=content.objective_cause)


def pending_of(session: Session, checkpoint_ids: Sequence[int]) -> dict[int, list[PendingAct]]:
    """What was recorded on these checkpoints and not dealt with, in the order of recording."""
    query, ids = _acts(is_postgresql(session)), {"ids": bound(session, checkpoint_ids)}
    acts: dict[int, list[PendingAct]] = defaultdict(list)
    for sent, *contents in session.execute(query, ids):
        content = next((content for content in contents if content is not None), None)
        acts[sent.checkpoint_id].append(PendingAct(sent, content))
    return acts


def pending_in(programme_id: int) -> Select[Any]:
    """The ids of a programme's checkpoints on which something waits, one for each act."""
    return submissions_of(programme_id, col(Submission.checkpoint_id)).where(PENDING)


def pending_ids(session: Session) -> set[int]:
    """The checkpoints of all programmes on which something waits."""
    return set(session.scalars(select(col(Submission.checkpoint_id)).where(PENDING)))


def cached_pending_ids(session: Session) -> frozenset[int]:
    """What is pending, for pages: asked once, kept until something happens."""
    key = ("waiting", database_of(session))
    return keep(key, version(session), lambda: frozenset(pending_ids(session)))


@cache
def _acts(postgresql: bool) -> Select[Any]:
    """By the parameter `ids`: what waits on them, with what it says.

    Kept: putting it together costs (bench/bench_statements.py).
    """
    submission_id = col(Submission.id)
    return (
        select(Submission, ProgressReport, Verification, CauseStatement, Evaluation)
        .join(ProgressReport, col(ProgressReport.submission_id) == submission_id, isouter=True)
        .join(Verification, col(Verification.submission_id) == submission_id, isouter=True)
        .join(CauseStatement, col(CauseStatement.submission_id) == submission_id, isouter=True)
        .join(Evaluation, col(Evaluation.submission_id) == submission_id, isouter=True)
        .where(PENDING, among_bound(col(Submission.checkpoint_id), "ids", postgresql=postgresql))
        .order_by(submission_id)
    )
