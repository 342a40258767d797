"""Who looked at whose evaluation is kept, and shown to the person whose it is."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision = "20261202_evaluation_looks"
down_revision = "20261202_objective_causes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evaluation_viewing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("viewed_by_id", sa.Integer(), nullable=True),
        sa.Column("viewed_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("period", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["viewed_by_id"], ["person.id"], name=op.f("fk_evaluation_viewing_viewed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_evaluation_viewing_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_evaluation_viewing_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_viewing")),
    )
    for column in ("person_id", "programme_id"):
        op.create_index(op.f(f"ix_evaluation_viewing_{column}"), "evaluation_viewing", [column])
