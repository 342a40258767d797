"""What whoever watches the server asks of the database, in a few queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.services.figures.status import status
from dondoc.services.programme.programmes import programmes_at_work
from dondoc.services.work.pending import PENDING
from models.digest import Digest
from models.event import Seal
from models.message import Attempt, MessageState
from models.nudge import Nudge
from models.rules.totals import Counts
from models.submission import Submission
from models.webhook import CallState, WebhookCall


@dataclass(frozen=True)
class Gauges:
    """Figures about the running system.

    `counts`: of each year at work. `last`: when a flow last left a trace, where it has.
    """

    counts: dict[int, Counts]
    messages: dict[MessageState, int]
    pending: int
    oldest_pending: datetime | None
    webhook_calls: dict[CallState, int]
    last: dict[str, datetime]


def gauges(session: Session, now: datetime) -> Gauges:
    """Reads them all."""
    years = {
        programme.year: status(session, programme, now) for programme in programmes_at_work(session)
    }
    messages = next((year.messages for year in years.values()), {})
    pending, oldest = session.connection().execute(_pending()).one()
    calls = select(col(WebhookCall.state), func.count()).group_by(col(WebhookCall.state))
    calls_by_state: dict[CallState, int] = {
        row[0]: row[1] for row in session.connection().execute(calls)
    }
    return Gauges(
        counts={year: each_status.checkpoints for year, each_status in years.items()},
        messages=messages,
        pending=pending,
        oldest_pending=oldest,
        webhook_calls={state: calls_by_state.get(state, 0) for state in CallState},
        last=_last(session),
    )


def _pending() -> Any:
    return select(func.count(col(Submission.id)), func.min(col(Submission.recorded_at))).where(
        PENDING
    )


def _last(session: Session) -> dict[str, datetime]:
    """The newest row that each flow wrote: found by the key, since no column is indexed for it."""
    newest = {
        "advance": (Seal, Seal.sealed_at),
        "remind": (Nudge, Nudge.decided_at),
        "deliver": (Attempt, Attempt.at),
        "digest": (Digest, Digest.compiled_at),
    }
    moments = {}
    for flow, (table, moment) in newest.items():
        query = select(col(moment)).order_by(col(table.id).desc()).limit(1)  # type: ignore[attr-defined]
        at = session.connection().scalar(query)
        if at is not None:
            moments[flow] = at
    applied = select(col(Submission.applied_at)).where(col(Submission.applied_at).is_not(None))
    at = session.connection().scalar(applied.order_by(col(Submission.id).desc()).limit(1))
    if at is not None:
        moments["advance"] = max(at, moments.get("advance", at))
    return moments
