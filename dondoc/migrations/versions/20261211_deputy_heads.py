"""A position says whether it is that of a deputy head; where nobody said so, its title does.

The title is read in Python: databases fold the case of Vietnamese letters each in its own way.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261211_deputy_heads"
down_revision = "20261210_discipline"
branch_labels = None
depends_on = None

_position = sa.table(
    "position",
    sa.column("id", sa.Integer),
    sa.column("title", sa.Text),
    sa.column("heads_unit", sa.Boolean),
    sa.column("deputy_head", sa.Boolean),
)


def upgrade() -> None:
    column: sa.Column[bool] = sa.Column(
        "deputy_head", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("position", column)
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(_position.c.id, _position.c.title).where(~_position.c.heads_unit)
    )
    deputies = [key for key, title in rows if title.strip().casefold().startswith("phó ")]
    for key in deputies:
        change = _position.update().where(_position.c.id == key)
        connection.execute(change.values(deputy_head=True))
