"""session year: a session remembers which year's programme is looked at"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_session_year"
down_revision = "20261128_request_digest"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column: sa.Column[int] = sa.Column("year", sa.Integer(), nullable=True)
    op.add_column("web_session", column)
