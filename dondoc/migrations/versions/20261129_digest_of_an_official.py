"""A digest may be about the work of one official."""

import sqlalchemy as sa
from alembic import op

revision = "20261129_digest_of_an_official"
down_revision = "20261129_digests_by_whom"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("digest", sa.Column("person_id", sa.Integer(), nullable=True))
