"""Each failed review and each lateness has an objective cause of its own.

The one mark for all that verdicts have stays as it was recorded. The terms that returns ended are
read from the acts of before and their events.
"""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from alembic import op

import models.columns
from dondoc.migrations.known_values import allow

revision = "20261202_objective_causes"
down_revision = "20261201_meetings_called_off"
branch_labels = None
depends_on = None

_VIET_NAM = timezone(timedelta(hours=7))
_ACTS = (
    "acknowledge", "open", "update", "report", "verify", "return", "not_reported", "correct",
    "evaluate", "change_due", "ask_extension", "refuse_extension", "withdraw", "ask_cause",
    "withdraw_cause", "confirm_cause", "refuse_cause", "take_back_cause",
)  # fmt: skip
_NUDGES = (
    "deadline", "assigned", "not_acknowledged", "opened", "returned", "due_changed", "refused",
    "verification_waiting", "extension_asked", "extension_decided", "no_committee", "unreachable",
    "by_hand", "withdrawn", "cause_asked", "cause_decided",
)  # fmt: skip

_submission = sa.table(
    "submission",
    sa.column("id", sa.Integer),
    sa.column("checkpoint_id", sa.Integer),
    sa.column("act", sa.String),
    sa.column("state", sa.String),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
)
_event = sa.table("event", sa.column("submission_id", sa.Integer), sa.column("data", sa.JSON))
_checkpoint = sa.table(
    "checkpoint", sa.column("id", sa.Integer), sa.column("ended_terms", sa.Text())
)


def upgrade() -> None:
    allow("submission", "act", _ACTS)
    allow("nudge", "kind", _NUDGES)
    _add_columns()
    _add_tables()
    connection = op.get_bind()
    for checkpoint_id, terms in _ended_terms(connection).items():
        change = _checkpoint.update().where(_checkpoint.c.id == checkpoint_id)
        connection.execute(change.values(ended_terms=" ".join(terms)))


def _add_columns() -> None:
    for name in ("ended_terms", "causes"):
        column = sa.Column(name, sa.Text(), nullable=False, server_default="")
        op.add_column("checkpoint", column)
    at = models.columns.Instant(timezone=True)
    op.add_column("checkpoint", sa.Column("cause_asked_at", at, nullable=True))
    op.create_index(
        "ix_checkpoint_cause_waits",
        "checkpoint",
        ["cause_asked_at"],
        unique=False,
        sqlite_where=sa.text("cause_asked_at IS NOT NULL"),
        postgresql_where=sa.text("cause_asked_at IS NOT NULL"),
    )


def _add_tables() -> None:
    op.create_table(
        "cause_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("checkpoint_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('lateness', 'review')", name=op.f("ck_cause_statement_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["checkpoint_id"], ["checkpoint.id"], name=op.f("fk_cause_statement_checkpoint_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_cause_statement_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_statement")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_cause_statement_submission_id")),
    )
    op.create_index(
        op.f("ix_cause_statement_checkpoint_id_id"),
        "cause_statement",
        ["checkpoint_id", "id"],
        unique=False,
    )
    op.create_table(
        "cause_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["evidence_file.id"], name=op.f("fk_cause_evidence_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["cause_statement.id"], name=op.f("fk_cause_evidence_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_evidence")),
        sa.UniqueConstraint(
            "statement_id", "file_id", name=op.f("uq_cause_evidence_statement_id_file_id")
        ),
    )
    op.create_index(op.f("ix_cause_evidence_file_id"), "cause_evidence", ["file_id"], unique=False)


def _ended_terms(connection: sa.Connection) -> dict[int, list[str]]:
    """By checkpoint, the date that each returned report had, and the day on which it came."""
    sent, old_dates = _submission, _old_dates(connection)
    query = (
        sa.select(sent.c.id, sent.c.checkpoint_id, sent.c.act, sent.c.recorded_at)
        .where(sent.c.act.in_(("report", "return")), sent.c.state == "applied")
        .order_by(sent.c.checkpoint_id, sent.c.id)
    )
    terms: dict[int, list[str]] = defaultdict(list)
    came: dict[int, date] = {}
    for submission_id, checkpoint_id, act, recorded_at in connection.execute(query):
        if act == "report":
            came[checkpoint_id] = _day(recorded_at)
        elif (old := old_dates.get(submission_id)) and (day := came.get(checkpoint_id)):
            terms[checkpoint_id].append(f"{old}/{day}")
    return terms


def _old_dates(connection: sa.Connection) -> dict[int, str]:
    """Of the returns that set another date, the one that they found."""
    query = (
        sa.select(_event.c.submission_id, _event.c.data)
        .join(_submission, _submission.c.id == _event.c.submission_id)
        .where(_submission.c.act == "return", _submission.c.state == "applied")
    )
    moved: dict[int, str] = {}
    for submission_id, data in connection.execute(query):
        said: dict[str, Any] = data or {}
        old = said.get("old_due_on")
        if old and old != said.get("new_due_on"):
            moved[submission_id] = old
    return moved


def _day(moment: datetime) -> date:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_VIET_NAM).date()
