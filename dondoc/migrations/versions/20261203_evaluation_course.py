"""Evaluations have a course: rounds, a dossier for each person, steps, sessions and votes."""

import sqlalchemy as sa
from alembic import op

import models.columns

revision = "20261203_evaluation_course"
down_revision = "20261202_evaluation_looks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_round()
    _add_dossier()
    _add_round_step()
    _add_session()
    _add_dossier_step()
    _add_vote()


def _add_round() -> None:
    op.create_table(
        "evaluation_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=160), nullable=False),
        sa.Column("rule_sets", sa.JSON(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("self_due_on", sa.Date(), nullable=False),
        sa.Column("comment_due_on", sa.Date(), nullable=False),
        sa.Column("proposal_due_on", sa.Date(), nullable=False),
        sa.Column("decision_due_on", sa.Date(), nullable=False),
        sa.Column("request_days", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_evaluation_round_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_round")),
        sa.UniqueConstraint(
            "programme_id", "period", name=op.f("uq_evaluation_round_programme_id_period")
        ),
    )


def _add_dossier() -> None:
    op.create_table(
        "evaluation_dossier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_evaluation_dossier_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["evaluation_round.id"], name=op.f("fk_evaluation_dossier_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_evaluation_dossier_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_dossier")),
        sa.UniqueConstraint(
            "round_id", "person_id", name=op.f("uq_evaluation_dossier_round_id_person_id")
        ),
    )
    op.create_index(op.f("ix_evaluation_dossier_person_id"), "evaluation_dossier", ["person_id"])
    op.create_index(op.f("ix_evaluation_dossier_unit_id"), "evaluation_dossier", ["unit_id"])


def _add_round_step() -> None:
    op.create_table(
        "evaluation_round_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('opened', 'published', 'locked', 'reopened')",
            name=op.f("ck_evaluation_round_step_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_evaluation_round_step_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["evaluation_round.id"], name=op.f("fk_evaluation_round_step_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_round_step")),
    )
    op.create_index(
        op.f("ix_evaluation_round_step_round_id"),
        "evaluation_round_step",
        ["round_id"],
    )


def _add_session() -> None:
    op.create_table(
        "evaluation_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("chair", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("called_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("called_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["called_by_id"], ["person.id"], name=op.f("fk_evaluation_session_called_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_evaluation_session_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["evaluation_round.id"], name=op.f("fk_evaluation_session_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_session")),
    )
    op.create_index(op.f("ix_evaluation_session_round_id"), "evaluation_session", ["round_id"])


def _add_dossier_step() -> None:
    op.create_table(
        "evaluation_dossier_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("general", models.columns.Amount(), nullable=True),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("leader_parts", sa.JSON(), nullable=False),
        sa.Column("computed", sa.JSON(), nullable=False),
        sa.Column("basis_sha256", sa.String(length=160), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "grade IS NULL OR grade IN ('excellent', 'good', 'completed', 'not_completed')",
            name=op.f("ck_evaluation_dossier_step_grade_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('self_assessed', 'commented', 'proposed', 'decided', 'requested', 'request_withdrawn', 'answered')",
            name=op.f("ck_evaluation_dossier_step_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["evaluation_dossier.id"],
            name=op.f("fk_evaluation_dossier_step_dossier_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_evaluation_dossier_step_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["evaluation_session.id"],
            name=op.f("fk_evaluation_dossier_step_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_dossier_step")),
    )
    op.create_index(
        op.f("ix_evaluation_dossier_step_dossier_id_id"),
        "evaluation_dossier_step",
        ["dossier_id", "id"],
    )


def _add_vote() -> None:
    op.create_table(
        "evaluation_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=True),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "grade IS NULL OR grade IN ('excellent', 'good', 'completed', 'not_completed')",
            name=op.f("ck_evaluation_vote_grade_known"),
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["evaluation_dossier.id"], name=op.f("fk_evaluation_vote_dossier_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["evaluation_session.id"], name=op.f("fk_evaluation_vote_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_vote")),
    )
    op.create_index("ix_evaluation_vote_of", "evaluation_vote", ["session_id", "dossier_id"])
