"""Papers that go along with letters say by which rules and which template they were written.

What was kept before has no form: nobody noted it, and it stays as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261203_issued_layouts"
down_revision = "20261203_evaluation_course"
branch_labels = None
depends_on = None


def upgrade() -> None:
    form = sa.Column("form", sa.String(length=160), server_default="", nullable=False)
    op.add_column("digest_paper", form)
    op.add_column("digest_paper", sa.Column("template_id", sa.Integer(), nullable=True))
