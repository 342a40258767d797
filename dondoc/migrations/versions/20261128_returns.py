"""returns: how late a report that was sent back came, and what was confirmed expressly"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.columns import Instant

revision = "20261128_returns"
down_revision = "20261128_ledger"
branch_labels = None
depends_on = None

_HANOI = timedelta(hours=7)


def upgrade() -> None:
    for name, kind in (
        ("first_reported_at", Instant(timezone=True)),
        ("returned_due_on", sa.Date()),
        ("returned_report_on", sa.Date()),
    ):
        op.add_column("checkpoint", sa.Column(name, kind, nullable=True))
    confirmed: sa.Column[bool] = sa.Column(
        "confirmed", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("submission", confirmed)
    _fill()


def _fill() -> None:
    """What is recorded already says when each report came and which date it had."""
    connection = op.get_bind()
    names = ("checkpoint_id", "act", "id", "state")
    dated = (sa.column("new_due_on", sa.Date()), sa.column("recorded_at", Instant(timezone=True)))
    sent = sa.table("submission", *map(sa.column, names), *dated)
    acts = ("report", "return", "change_due")
    query = sa.select(sent).where(sent.c.act.in_(acts), sent.c.state == "applied")
    history: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(query.order_by(sent.c.id)):
        history[row.checkpoint_id].append(row)
    checkpoint = sa.table(
        "checkpoint",
        *map(sa.column, ("id",)),
        *(sa.column(name, sa.Date()) for name in _DAYS),
        sa.column("first_reported_at", Instant(timezone=True)),
    )
    for row in connection.execute(sa.select(checkpoint)).all():
        if row.id in history:
            change = sa.update(checkpoint).where(checkpoint.c.id == row.id)
            connection.execute(change.values(_folded(row, history[row.id])))


_DAYS = ("due_on", "original_due_on", "returned_due_on", "returned_report_on")


def _folded(checkpoint: Any, history: Sequence[Any]) -> dict[str, Any]:
    """The new columns of one checkpoint; where no act moved its date, it has always been today's."""
    moved = any(one.new_due_on is not None for one in history)
    due_on = checkpoint.original_due_on if moved else checkpoint.due_on
    first, last, returned = None, None, []
    for one in history:
        if one.act == "report":
            first, last = first or one.recorded_at, one.recorded_at
        elif one.act == "return" and last is not None:
            returned.append((due_on, (last + _HANOI).date()))
            first = last = None
        due_on = one.new_due_on or due_on
    latest = max(returned, key=lambda one: one[1] - one[0], default=(None, None))
    return {
        "first_reported_at": first,
        "returned_due_on": latest[0],
        "returned_report_on": latest[1],
    }
