"""Kept lists of the overdue board say what they show, which was left out where it was the rule."""

from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from alembic import op

revision = "20261129_views_name_their_state"
down_revision = "20261129_waits_until_found"
branch_labels = None
depends_on = None

_WAS_PLAIN = {"state": "overdue", "sort": "late"}
_view = sa.table(
    "saved_view",
    sa.column("id", sa.Integer),
    sa.column("page", sa.String),
    sa.column("query", sa.Text),
)


def upgrade() -> None:
    connection = op.get_bind()
    kept = sa.select(_view.c.id, _view.c.query).where(_view.c.page == "overdue")
    for view_id, query in connection.execute(kept).all():
        change = _view.update().where(_view.c.id == view_id)
        named = urlencode(_WAS_PLAIN | dict(parse_qsl(query)))
        connection.execute(change.values(query=named))
