"""Keeps rule sets of an office's own, each version for good, and what became of it."""

import sqlalchemy as sa
from alembic import op

import models.columns
from dondoc.migrations.only_added import guard

revision = "20261204_own_rule_sets"
down_revision = "20261203_issued_layouts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_rule_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=160), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=160), nullable=False),
        sa.Column("loaded_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("loaded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["loaded_by_id"], ["person.id"], name=op.f("fk_own_rule_set_loaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_rule_set")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_own_rule_set_code_version")),
    )
    op.create_table(
        "own_rule_set_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("paper_date", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("period", sa.String(length=160), nullable=False),
        sa.CheckConstraint(
            "kind IN ('tried', 'put_in_force', 'ended')",
            name=op.f("ck_own_rule_set_step_kind_known"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_own_rule_set_step_by_id")),
        sa.ForeignKeyConstraint(
            ["rule_set_id"], ["own_rule_set.id"], name=op.f("fk_own_rule_set_step_rule_set_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_rule_set_step")),
    )
    op.create_index(
        op.f("ix_own_rule_set_step_rule_set_id_id"), "own_rule_set_step", ["rule_set_id", "id"]
    )
    guard("own_rule_set", "own_rule_set_step")
