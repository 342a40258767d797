"""request digest: what an act said, so that another act under its request key is refused"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_request_digest"
down_revision = "20261128_calendar_days"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was recorded before nobody knows it: its key is taken for the same act, as it was."""
    column: sa.Column[str] = sa.Column("request_digest", sa.String(160), nullable=True)
    op.add_column("submission", column)
