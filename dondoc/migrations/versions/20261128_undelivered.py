"""undelivered: a product that was reported or verified as not delivered is not done"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_undelivered"
down_revision = "20261128_returns"
branch_labels = None
depends_on = None

_SAYS_NO = """
    UPDATE checkpoint SET undelivered = true
    WHERE EXISTS (
        SELECT 1 FROM assignment
        JOIN indicator ON indicator.id = assignment.indicator_id
        WHERE assignment.id = checkpoint.assignment_id
        AND (indicator.kind = 'product'
             OR (checkpoint.expected IS NULL AND checkpoint.product <> ''))
    )
    AND checkpoint.stage IN ({stages})
    AND EXISTS (
        SELECT 1 FROM {said} WHERE {said}.id = checkpoint.{key} AND {said}.delivered = false
    )
"""

BACKFILL = (
    _SAYS_NO.format(stages="'reported'", said="progress_report", key="report_id"),
    _SAYS_NO.format(stages="'verified', 'evaluated'", said="verification", key="verification_id"),
)


def upgrade() -> None:
    column: sa.Column[bool] = sa.Column(
        "undelivered", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("checkpoint", column)
    for statement in BACKFILL:
        op.execute(statement)
