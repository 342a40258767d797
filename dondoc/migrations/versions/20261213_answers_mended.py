"""An answer to a conclusion that is sent back gets time to be mended, and stays as late as it was."""

import sqlalchemy as sa
from alembic import op

revision = "20261213_answers_mended"
down_revision = "20261212_led_fields"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conclusion", sa.Column("mend_by", sa.Date(), nullable=True))
    late: sa.Column[bool] = sa.Column(
        "came_late", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("conclusion", late)
