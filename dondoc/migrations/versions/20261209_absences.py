"""Days on which somebody was away with a good reason are kept, as evaluations count them."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision = "20261209_absences"
down_revision = "20261207_by_decision"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evaluation_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("recorded_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_back_why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('sick', 'maternity', 'study', 'duty_elsewhere', 'leave', 'other')",
            name=op.f("ck_evaluation_absence_reason_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_evaluation_absence_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_evaluation_absence_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"], ["person.id"], name=op.f("fk_evaluation_absence_taken_back_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_absence")),
    )
    op.create_index(
        op.f("ix_evaluation_absence_person_id_first_on"),
        "evaluation_absence",
        ["person_id", "first_on"],
    )
