"""Keeps the catalogue of products with conversion coefficients, and which work is which product."""

import sqlalchemy as sa
from alembic import op

import models.columns
from dondoc.migrations.only_added import guard

revision = "20261204_product_catalogue"
down_revision = "20261204_own_rule_sets"
branch_labels = None
depends_on = None


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, models.columns.Instant(timezone=True), nullable=False)


def upgrade() -> None:
    op.create_table(
        "product_catalogue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=160), nullable=False),
        _moment("loaded_at"),
        sa.Column("loaded_by_id", sa.Integer(), nullable=False),
        _points_at("product_catalogue", "loaded_by_id", "person"),
        _key("product_catalogue"),
        sa.UniqueConstraint("version", name=op.f("uq_product_catalogue_version")),
    )
    op.create_table(
        "catalogue_product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("catalogue_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=160), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("coefficient", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("paper", sa.Text(), nullable=False),
        _points_at("catalogue_product", "catalogue_id", "product_catalogue"),
        _key("catalogue_product"),
        sa.UniqueConstraint(
            "catalogue_id", "code", name=op.f("uq_catalogue_product_catalogue_id_code")
        ),
    )
    op.create_table(
        "catalogue_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("catalogue_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("paper_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _moment("at"),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _points_at("catalogue_approval", "by_id", "person"),
        _points_at("catalogue_approval", "catalogue_id", "product_catalogue"),
        _key("catalogue_approval"),
    )
    op.create_table(
        "product_tie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=160), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _moment("at"),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _points_at("product_tie", "assignment_id", "assignment"),
        _points_at("product_tie", "by_id", "person"),
        _key("product_tie"),
    )
    op.create_index(op.f("ix_product_tie_assignment_id_id"), "product_tie", ["assignment_id", "id"])
    guard("product_catalogue", "catalogue_product", "catalogue_approval", "product_tie")
