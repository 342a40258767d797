"""A conclusion may become work of the plan, and papers of a meeting are kept as handed out."""

import sqlalchemy as sa
from alembic import op

import models.columns
from dondoc.migrations.known_values import allow

revision = "20261130_conclusions_as_work"
down_revision = "20261129_paper_templates"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conclusion", sa.Column("checkpoint_id", sa.Integer(), nullable=True))
    allow("conclusion", "kind", ("assignment", "task", "new_date", "urge"))
    op.create_table(
        "meeting_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=160), nullable=False),
        sa.Column("form", sa.String(length=160), nullable=False),
        sa.Column("file_format", sa.String(length=160), nullable=False),
        sa.Column("handed_out_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("handed_out_by_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=160), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handed_out_by_id"], ["person.id"], name=op.f("fk_meeting_file_handed_out_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_file_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_file")),
    )
    op.create_index(op.f("ix_meeting_file_meeting_id"), "meeting_file", ["meeting_id"])
