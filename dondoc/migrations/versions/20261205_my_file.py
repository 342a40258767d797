"""Requests about one's own data, letters of the office's own queues, and results looked at again."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision = "20261205_my_file"
down_revision = "20261204_product_catalogue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    notice = sa.Column("notice", sa.String(length=160), nullable=False, server_default="")
    op.add_column("message", notice)
    _add_request()
    _add_step()
    _add_sample()
    _add_recheck()


def _add_request() -> None:
    op.create_table(
        "file_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=160), nullable=False),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("words_mark", sa.String(length=160), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("evidence_name", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("asked_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("carry_out_by", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('correct', 'restrict', 'delete')", name=op.f("ck_file_request_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence_file.id"], name=op.f("fk_file_request_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_file_request_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_request")),
    )
    op.create_index(op.f("ix_file_request_evidence_id"), "file_request", ["evidence_id"])
    op.create_index(op.f("ix_file_request_person_id_id"), "file_request", ["person_id", "id"])


def _add_step() -> None:
    op.create_table(
        "file_request_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_mark", sa.String(length=160), nullable=False),
        sa.CheckConstraint(
            "kind IN ('accepted', 'refused', 'carried_out', 'withdrawn')",
            name=op.f("ck_file_request_step_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_file_request_step_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["file_request.id"], name=op.f("fk_file_request_step_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_request_step")),
    )
    op.create_index(
        op.f("ix_file_request_step_request_id_id"), "file_request_step", ["request_id", "id"]
    )


def _add_sample() -> None:
    op.create_table(
        "recheck_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=160), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("seed", sa.String(length=160), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("drawn_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"], ["person.id"], name=op.f("fk_recheck_sample_drawn_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_recheck_sample_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck_sample")),
        sa.UniqueConstraint(
            "programme_id", "quarter", name=op.f("uq_recheck_sample_programme_id_quarter")
        ),
    )


def _add_recheck() -> None:
    to = {
        "sample_id": "recheck_sample", "checkpoint_id": "checkpoint", "unit_id": "unit",
        "verification_id": "verification", "verifier_id": "person", "verifier_unit_id": "unit",
    }  # fmt: skip
    op.create_table(
        "recheck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("checkpoint_id", sa.Integer(), nullable=False),
        sa.Column("verification_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("verifier_id", sa.Integer(), nullable=True),
        sa.Column("verifier_unit_id", sa.Integer(), nullable=True),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_at", models.columns.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(agrees IS NULL) = (answered_at IS NULL)", name=op.f("ck_recheck_answered_whole")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_recheck_{column}"))
            for column, table in to.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck")),
        sa.UniqueConstraint(
            "sample_id", "checkpoint_id", name=op.f("uq_recheck_sample_id_checkpoint_id")
        ),
    )
    op.create_index(op.f("ix_recheck_verifier_id"), "recheck", ["verifier_id"])
