"""A checkpoint is evaluated by a decision about whoever leads it: then it has no score of its own.

A message can tell of a round of evaluation.

No foreign keys: SQLite would have to make the table anew.
"""

import sqlalchemy as sa
from alembic import op

from dondoc.migrations.known_values import allow_none

revision = "20261207_by_decision"
down_revision = "20261206_evaluation_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow_none("evaluation", ("quantity", "quality", "progress", "total", "grade"))
    for name in ("dossier_step_id", "round_step_id"):
        op.add_column("evaluation", sa.Column(name, sa.Integer(), nullable=True))
    _add_letters()


def _add_letters() -> None:
    op.add_column("message", sa.Column("round_id", sa.Integer(), nullable=True))
    news = sa.Column("news", sa.String(length=160), nullable=False, server_default="")
    op.add_column("message", news)
    key = sa.Column("news_key", sa.Integer(), nullable=False, server_default="0")
    op.add_column("message", key)
    columns = ["round_id", "person_id", "news", "news_key"]
    op.create_index("ix_message_of_round", "message", columns, unique=True)
