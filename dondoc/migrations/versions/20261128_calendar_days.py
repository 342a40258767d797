"""calendar days: one list for the whole installation, a day off is one in every programme"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from dondoc.clock import wall_clock
from models.rules.checkpoints import local_date

revision = "20261128_calendar_days"
down_revision = "20261125_web"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    names = ("id", "programme_id", "day", "working", "note")
    before = sa.table("calendar_day", *map(sa.column, names))
    before.c.day.type, before.c.working.type = sa.Date(), sa.Boolean()
    rows = list(connection.execute(sa.select(before).order_by(before.c.id)).mappings())
    op.drop_table("calendar_day")
    table = op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("day", name=op.f("uq_calendar_day_day")),
    )
    kept, gone = _union(rows)
    if kept:
        fields = ("day", "working", "note")
        connection.execute(sa.insert(table), [{k: row[k] for k in fields} for row in kept])
    if gone:
        _tell(connection, gone)


def _union(rows: Iterable[Any]) -> tuple[list[Any], list[tuple[Any, Any]]]:
    """Each day once: as it was said last. And what was said otherwise before, with that."""
    kept: dict[Any, Any] = {}
    gone = []
    for row in rows:
        before = kept.get(row["day"])
        if before is not None and before["working"] != row["working"]:
            gone.append((before, row))
        kept[row["day"]] = row
    return [kept[day] for day in sorted(kept)], gone


def _tell(connection: sa.Connection, gone: Iterable[tuple[Any, Any]]) -> None:
    """History says of which programme's calendar a day has become another one."""
    names = ("kind", "at", "day", "programme_id", "reason", "data")
    event = sa.table("event", *map(sa.column, names))
    event.c.at.type, event.c.day.type = sa.DateTime(timezone=True), sa.Date()
    event.c.data.type = sa.JSON()
    now = wall_clock()
    sealed = connection.scalar(
        sa.text("SELECT max(day) FROM seal").columns(sa.column("d", sa.Date()))
    )
    today = local_date(now)
    day = today if sealed is None else max(today, sealed + timedelta(days=1))
    for before, row in gone:
        data = {
            "what": "calendar_day",
            "day": row["day"].isoformat(),
            "old": before["working"],
            "new": row["working"],
        }
        said = {"kind": "changed", "at": now, "day": day, "reason": "", "data": data}
        connection.execute(sa.insert(event), {**said, "programme_id": before["programme_id"]})
