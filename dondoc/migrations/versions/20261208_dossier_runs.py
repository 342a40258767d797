"""Dossiers of units in an evaluation that are made in the background, with the file of each."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision = "20261208_dossier_runs"
down_revision = "20261209_absences"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evaluation_dossier_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=160), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("beat_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("in_all", sa.Integer(), nullable=False),
        sa.Column("ended_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_evaluation_dossier_run_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["evaluation_round.id"], name=op.f("fk_evaluation_dossier_run_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_evaluation_dossier_run_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_dossier_run")),
    )
    op.create_index(
        op.f("ix_evaluation_dossier_run_round_id_unit_id"),
        "evaluation_dossier_run",
        ["round_id", "unit_id"],
    )
