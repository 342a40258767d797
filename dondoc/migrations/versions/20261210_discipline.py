"""Papers that discipline a person or a unit, or conclude degradation, are kept."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision = "20261210_discipline"
down_revision = "20261210_comment_in_place"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "discipline_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("paper_number", sa.Text(), nullable=False),
        sa.Column("paper_body", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_back_why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('discipline', 'degradation')", name=op.f("ck_discipline_record_kind_known")
        ),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR unit_id IS NOT NULL",
            name=op.f("ck_discipline_record_on_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_discipline_record_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_discipline_record_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"], ["person.id"], name=op.f("fk_discipline_record_taken_back_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_discipline_record_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discipline_record")),
    )
    op.create_index(
        op.f("ix_discipline_record_person_id"), "discipline_record", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_discipline_record_unit_id"), "discipline_record", ["unit_id"], unique=False
    )
