"""A comment can be given in another's place.

No foreign keys: SQLite would have to make the table anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261210_comment_in_place"
down_revision = "20261208_dossier_runs"
branch_labels = None
depends_on = None

_STEP = "evaluation_dossier_step"


def upgrade() -> None:
    op.add_column(_STEP, sa.Column("stands_in", sa.String(length=40), nullable=True))
    op.add_column(_STEP, sa.Column("in_place_of_id", sa.Integer(), nullable=True))
