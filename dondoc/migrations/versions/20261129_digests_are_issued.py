"""Digests are remarked upon, approved, issued and reopened; letters may bring one.

What a unit's part says is kept beside the whole, and the papers that go out with letters.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_digests_are_issued"
down_revision = "20261129_digest_of_an_official"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=160), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("in_all", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=160), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_run_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_run")),
    )
    op.create_index("ix_digest_run_kind_subject", "digest_run", ["kind", "subject"])

    op.create_table(
        "digest_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=160), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digest.id"], name=op.f("fk_digest_paper_digest_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_digest_paper_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_paper")),
    )
    op.create_index("ix_digest_paper_of", "digest_paper", ["digest_id", "unit_id"])

    op.create_table(
        "digest_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_digest_remark_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digest.id"], name=op.f("fk_digest_remark_digest_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_digest_remark_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_remark")),
    )
    op.create_index("ix_digest_remark_digest_id", "digest_remark", ["digest_id"])

    op.create_table(
        "digest_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('approved', 'issued', 'reopened')", name=op.f("ck_digest_step_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digest.id"], name=op.f("fk_digest_step_digest_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_digest_step_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_step")),
    )
    op.create_index("ix_digest_step_digest_id", "digest_step", ["digest_id"])

    op.create_table(
        "unit_digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("figures_sha256", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digest.id"], name=op.f("fk_unit_digest_digest_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_digest_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_digest")),
        sa.UniqueConstraint("digest_id", "unit_id", name=op.f("uq_unit_digest_digest_id_unit_id")),
    )
    op.add_column("message", sa.Column("digest_id", sa.Integer(), nullable=True))
    op.add_column(
        "message", sa.Column("unit_key", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "message", sa.Column("with_file", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_message_of_digest", "message", ["digest_id", "person_id", "unit_key"], unique=True
    )
    op.add_column(
        "preference",
        sa.Column("digest_as_link", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
