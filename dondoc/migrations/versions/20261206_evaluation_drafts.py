"""What somebody types of an evaluation is kept before it counts."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision = "20261206_evaluation_drafts"
down_revision = "20261205_my_file"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evaluation_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=160), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("saved_at", models.columns.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "act IN ('assess_self', 'comment', 'propose', 'decide', 'request', 'withdraw_request', 'answer')",
            name=op.f("ck_evaluation_draft_act_known"),
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["evaluation_dossier.id"], name=op.f("fk_evaluation_draft_dossier_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_evaluation_draft_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_draft")),
        sa.UniqueConstraint(
            "person_id",
            "dossier_id",
            "act",
            name=op.f("uq_evaluation_draft_person_id_dossier_id_act"),
        ),
    )
    op.create_index(op.f("ix_evaluation_draft_dossier_id"), "evaluation_draft", ["dossier_id"])
