"""Finds quickly what a plan changed of an assignment: who answered for it before stands there."""

import sqlalchemy as sa
from alembic import op

revision = "20261129_assignments_changed"
down_revision = "20261129_returned_waits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    alone = sa.text("checkpoint_id IS NULL AND assignment_id IS NOT NULL")
    op.create_index(
        "ix_event_of_assignment_alone",
        "event",
        ["assignment_id", "id"],
        sqlite_where=alone,
        postgresql_where=alone,
    )
