"""web: accounts, sessions, drafts, comments, views, tokens, calendars and webhooks"""

import sqlalchemy as sa
from alembic import op

import models.columns

revision = "20261125_web"
down_revision = "20261125_withdrawn"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=160), nullable=False),
        sa.Column("at", models.columns.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index("ix_sign_in_failure_at", "sign_in_failure", ["at"], unique=False)
    op.create_index(
        "ix_sign_in_failure_fingerprint_at", "sign_in_failure", ["fingerprint", "at"], unique=False
    )

    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("password_set_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", models.columns.Sealed(), nullable=False),
        sa.Column("totp_confirmed_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("recovery_digests", sa.Text(), nullable=False),
        sa.Column("oidc_subject", sa.String(length=160), nullable=True),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.Column("made_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("disabled_at", models.columns.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("oidc_subject", name=op.f("uq_account_oidc_subject")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_digest", sa.String(length=160), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("made_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("until", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("used_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("revoked_at", models.columns.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_api_token_token_digest")),
    )
    op.create_index("ix_api_token_person_id", "api_token", ["person_id"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=160), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "person_id", "page", "name", name=op.f("uq_saved_view_person_id_page_name")
        ),
    )
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", models.columns.Sealed(), nullable=False),
        sa.Column("secret", models.columns.Sealed(), nullable=False),
        sa.Column("after_event_id", sa.Integer(), nullable=False),
        sa.Column("made_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("disabled_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("disabled_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_webhook_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index("ix_webhook_person_id", "webhook", ["person_id"], unique=False)

    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("token_digest", sa.String(length=160), nullable=False),
        sa.Column("made_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("revoked_at", models.columns.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_calendar_feed_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_feed_token_digest")),
    )
    op.create_index("ix_calendar_feed_person_id", "calendar_feed", ["person_id"], unique=False)

    op.create_table(
        "password_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=160), nullable=False),
        sa.Column("made_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("until", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("used_at", models.columns.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_password_link_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_password_link_token_digest")),
    )
    op.create_index("ix_password_link_account_id", "password_link", ["account_id"], unique=False)

    op.create_table(
        "web_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=160), nullable=False),
        sa.Column("made_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("passed_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("seen_at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("until", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_web_session_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_web_session_token_digest")),
    )
    op.create_index("ix_web_session_account_id", "web_session", ["account_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", models.columns.Instant(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_comment_assignment_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_assignment_id_id", "comment", ["assignment_id", "id"], unique=False)

    op.create_table(
        "report_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("checkpoint_id", sa.Integer(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("saved_at", models.columns.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkpoint_id"], ["checkpoint.id"], name=op.f("fk_report_draft_checkpoint_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_draft_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_draft")),
        sa.UniqueConstraint(
            "person_id", "checkpoint_id", name=op.f("uq_report_draft_person_id_checkpoint_id")
        ),
    )
    op.create_index(
        "ix_report_draft_checkpoint_id", "report_draft", ["checkpoint_id"], unique=False
    )

    op.create_table(
        "webhook_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_after", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("ended_at", models.columns.Instant(timezone=True), nullable=True),
        sa.Column("claimed_until", models.columns.Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'sent', 'failed')", name=op.f("ck_webhook_call_state_known")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_webhook_call_event_id")),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_call_webhook_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_call")),
        sa.UniqueConstraint(
            "webhook_id", "event_id", name=op.f("uq_webhook_call_webhook_id_event_id")
        ),
    )
    op.create_index("ix_webhook_call_event_id", "webhook_call", ["event_id"], unique=False)
    op.create_index(
        "ix_webhook_call_queued",
        "webhook_call",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_webhook_call_queued",
        "webhook_call",
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.drop_index("ix_webhook_call_event_id", "webhook_call")

    op.drop_table("webhook_call")
    op.drop_index("ix_report_draft_checkpoint_id", "report_draft")

    op.drop_table("report_draft")
    op.drop_index("ix_comment_assignment_id_id", "comment")

    op.drop_table("comment")
    op.drop_index("ix_web_session_account_id", "web_session")

    op.drop_table("web_session")
    op.drop_index("ix_password_link_account_id", "password_link")

    op.drop_table("password_link")
    op.drop_index("ix_calendar_feed_person_id", "calendar_feed")

    op.drop_table("calendar_feed")
    op.drop_index("ix_webhook_person_id", "webhook")

    op.drop_table("webhook")
    op.drop_table("saved_view")
    op.drop_index("ix_api_token_person_id", "api_token")

    op.drop_table("api_token")
    op.drop_table("account")
    op.drop_index("ix_sign_in_failure_fingerprint_at", "sign_in_failure")
    op.drop_index("ix_sign_in_failure_at", "sign_in_failure")

    op.drop_table("sign_in_failure")
