"""Keeps how long reports lay that were sent back without a new date."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta, timezone

import sqlalchemy as sa
from alembic import op

revision = "20261129_returned_waits"
down_revision = "20261128_undelivered"
branch_labels = None
depends_on = None

_VIET_NAM = timezone(timedelta(hours=7))

_submission = sa.table(
    "submission",
    sa.column("id", sa.Integer),
    sa.column("checkpoint_id", sa.Integer),
    sa.column("act", sa.String),
    sa.column("state", sa.String),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
    sa.column("new_due_on", sa.Date),
)
_report = sa.table(
    "progress_report",
    sa.column("submission_id", sa.Integer),
    sa.column("delivered", sa.Boolean),
)
_checkpoint = sa.table(
    "checkpoint", sa.column("id", sa.Integer), sa.column("returned_waits", sa.Text)
)


def upgrade() -> None:
    waited = sa.Column("returned_waits", sa.Text(), nullable=False, server_default="")
    op.add_column("checkpoint", waited)
    connection = op.get_bind()
    for checkpoint_id, waits in _waits(connection).items():
        change = _checkpoint.update().where(_checkpoint.c.id == checkpoint_id)
        connection.execute(change.values(returned_waits=" ".join(waits)))


def _waits(connection: sa.Connection) -> dict[int, list[str]]:
    """From the acts: a report, and the return that set no date after it."""
    sent, report = _submission, _report
    query = (
        sa.select(
            sent.c.checkpoint_id, sent.c.act, sent.c.recorded_at, sent.c.new_due_on,
            report.c.delivered,
        )
        .outerjoin(report, report.c.submission_id == sent.c.id)
        .where(sent.c.act.in_(("report", "return")), sent.c.state == "applied")
        .order_by(sent.c.checkpoint_id, sent.c.id)
    )  # fmt: skip
    waits: dict[int, list[str]] = defaultdict(list)
    came: dict[int, date | None] = {}
    for checkpoint_id, act, recorded_at, new_due_on, delivered in connection.execute(query):
        if act == "report":
            came[checkpoint_id] = None if delivered is False else _day(recorded_at)
        elif (first := came.pop(checkpoint_id, None)) and new_due_on is None:
            waits[checkpoint_id].append(f"{first}/{_day(recorded_at)}")
    return waits


def _day(moment: datetime) -> date:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_VIET_NAM).date()
