"""A meeting can be called off, and a conclusion taken back: who, when and why.

No foreign keys: SQLite would have to make the tables anew.
"""

import sqlalchemy as sa
from alembic import op

import models.columns

revision = "20261201_meetings_called_off"
down_revision = "20261130_conclusions_as_work"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, act in (("meeting", "called_off"), ("conclusion", "taken_back")):
        at = models.columns.Instant(timezone=True)
        op.add_column(table, sa.Column(f"{act}_at", at, nullable=True))
        op.add_column(table, sa.Column(f"{act}_by_id", sa.Integer(), nullable=True))
        why = sa.Column(f"{act}_why", sa.Text(), nullable=False, server_default="")
        op.add_column(table, why)
