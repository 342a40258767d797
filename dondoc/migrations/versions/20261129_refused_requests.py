"""Keeps when somebody asked for more time, and when that was refused: then there is time to report.

Of before, every refusal counts: whether a request had come before silence could be recorded tells
only the calendar of that day, and what is in doubt is not the unit's.
"""

from datetime import UTC, date, datetime, timedelta, timezone

import sqlalchemy as sa
from alembic import op

revision = "20261129_refused_requests"
down_revision = "20261129_heads_of_units_above"
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
)
_checkpoint = sa.table(
    "checkpoint",
    sa.column("id", sa.Integer),
    sa.column("extension_asked", sa.Date),
    sa.column("asked_on", sa.Date),
    sa.column("refused_on", sa.Date),
)


def upgrade() -> None:
    op.add_column("checkpoint", sa.Column("asked_on", sa.Date(), nullable=True))
    op.add_column("checkpoint", sa.Column("refused_on", sa.Date(), nullable=True))
    connection, point = op.get_bind(), _checkpoint
    for checkpoint_id, day in _latest(connection, "refuse_extension").items():
        change = point.update().where(point.c.id == checkpoint_id)
        connection.execute(change.values(refused_on=day))
    for checkpoint_id, day in _latest(connection, "ask_extension").items():
        is_open = (point.c.id == checkpoint_id, point.c.extension_asked.is_not(None))
        connection.execute(point.update().where(*is_open).values(asked_on=day))


def _latest(connection: sa.Connection, act: str) -> dict[int, date]:
    """By checkpoint, the day in Viet Nam of the last act of a kind that was applied."""
    sent = _submission
    query = sa.select(sent.c.checkpoint_id, sent.c.recorded_at)
    query = query.where(sent.c.act == act, sent.c.state == "applied").order_by(sent.c.id)
    return {key: _day(recorded_at) for key, recorded_at in connection.execute(query)}


def _day(moment: datetime) -> date:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_VIET_NAM).date()
