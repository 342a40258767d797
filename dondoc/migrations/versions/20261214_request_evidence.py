"""Files that show why more time is asked for."""

import sqlalchemy as sa
from alembic import op

revision = "20261214_request_evidence"
down_revision = "20261213_answers_mended"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "submission_evidence",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["evidence_file.id"], name=op.f("fk_submission_evidence_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_evidence_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_evidence")),
        sa.UniqueConstraint(
            "submission_id", "file_id", name=op.f("uq_submission_evidence_submission_id_file_id")
        ),
    )
    op.create_index(
        op.f("ix_submission_evidence_file_id"), "submission_evidence", ["file_id"], unique=False
    )
