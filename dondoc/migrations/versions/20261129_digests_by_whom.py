"""Keeps who compiled a digest, for whoever compiles the same one at the same time.

No foreign key: SQLite would have to make the table anew, and with it the guard of history.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_digests_by_whom"
down_revision = "20261129_refused_requests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("digest", sa.Column("compiled_by_id", sa.Integer(), nullable=True))
