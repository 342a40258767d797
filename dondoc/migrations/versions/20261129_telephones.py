"""People have a telephone number, at which whoever urges their work calls them."""

import sqlalchemy as sa
from alembic import op

revision = "20261129_telephones"
down_revision = "20261129_views_name_their_state"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("telephone", sa.Text(), nullable=False, server_default=""))
