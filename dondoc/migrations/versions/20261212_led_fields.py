"""Which units and groups of work a leader is in charge of is kept, with its paper."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision = "20261212_led_fields"
down_revision = "20261211_membership"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "led_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("recorded_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_back_why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "last_on IS NULL OR last_on >= first_on", name=op.f("ck_led_field_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_led_field_person_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_led_field_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_by_id"], ["person.id"], name=op.f("fk_led_field_taken_back_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_led_field_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_led_field")),
    )
    op.create_index(op.f("ix_led_field_person_id"), "led_field", ["person_id"], unique=False)
