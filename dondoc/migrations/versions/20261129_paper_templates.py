"""Keeps the templates of papers that an office edited in Word."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision = "20261129_paper_templates"
down_revision = "20261129_meetings_conclude"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=160), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=160), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("retired_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("retired_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_paper_template_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_template")),
    )
    op.create_index(op.f("ix_paper_template_form"), "paper_template", ["form"], unique=False)
