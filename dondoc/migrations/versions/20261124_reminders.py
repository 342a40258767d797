"""reminders: channels, wishes, sealed addresses, attempts that are settled in portions"""

import sqlalchemy as sa
from alembic import op

from dondoc.clock import wall_clock
from dondoc.migrations.known_values import allow
from dondoc.vault import vault
from models.columns import Instant

revision = "20261124_reminders"
down_revision = "20261124_initial"
branch_labels = None
depends_on = None

_NEW_KINDS = {
    "event": ("kind", ("settings_changed", "extension_asked", "extension_refused")),
    "nudge": ("kind", ("extension_asked",)),
    "submission": ("act", ("ask_extension", "refuse_extension")),
}
_OLD_KINDS = {
    "event": (
        "plan_loaded, assigned, moved, recorded, refused, corrected, due_changed, changed,"
        " withdrawn, handed_over, nudged, delivered, undelivered"
    ),
    "nudge": (
        "deadline, assigned, not_acknowledged, opened, returned, due_changed, refused,"
        " verification_waiting, extension_decided, no_committee, unreachable, by_hand"
    ),
    "submission": (
        "acknowledge, open, update, report, verify, return, not_reported, correct, evaluate,"
        " change_due, withdraw"
    ),
}


def upgrade() -> None:
    for table, (column, new) in _NEW_KINDS.items():
        allow(table, column, [*_OLD_KINDS[table].split(", "), *new])
    _new_tables()
    op.add_column("checkpoint", sa.Column("extension_asked", sa.Date(), nullable=True))
    op.add_column("nudge", sa.Column("channel", sa.String(length=160), nullable=True))
    for name, column in (("assigned", "decided_on"), ("no_committee", "step")):
        where = sa.text(f"kind = '{name}'")
        op.create_index(
            f"ix_nudge_{name}", "nudge", [column], sqlite_where=where, postgresql_where=where
        )
    _refer("message_line", "in_place_of", "person")
    _attempts()
    _messages()
    _contacts()


def _refer(table: str, column: str, other: str) -> None:
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} INTEGER"
        f" CONSTRAINT fk_{table}_{column} REFERENCES {other} (id)"
    )


def _new_tables() -> None:
    op.create_table(
        "channel",
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=True),
        sa.Column("parallel", sa.Integer(), nullable=False),
        sa.Column("fallback_after", sa.Integer(), nullable=False),
        sa.Column("private_allowed", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_channel")),
    )
    op.create_table(
        "preference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("weekly_on", sa.Integer(), nullable=True),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.Column("paused_from", sa.Date(), nullable=True),
        sa.Column("paused_to", sa.Date(), nullable=True),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "deputy_id IS NULL OR deputy_id <> person_id",
            name=op.f("ck_preference_somebody_else"),
        ),
        sa.CheckConstraint(
            "paused_from IS NULL OR (paused_to >= paused_from AND deputy_id IS NOT NULL)",
            name=op.f("ck_preference_pause_has_deputy"),
        ),
        sa.CheckConstraint(
            "quiet_from IS NULL OR quiet_from BETWEEN 0 AND 1439",
            name=op.f("ck_preference_quiet_from"),
        ),
        sa.CheckConstraint(
            "quiet_to IS NULL OR quiet_to BETWEEN 0 AND 1439",
            name=op.f("ck_preference_quiet_to"),
        ),
        sa.CheckConstraint(
            "weekly_on IS NULL OR weekly_on BETWEEN 0 AND 6", name=op.f("ck_preference_weekday")
        ),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_preference_deputy_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_preference_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preference")),
        sa.UniqueConstraint("person_id", name=op.f("uq_preference_person_id")),
    )
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.String(length=160), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_confirmation_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("contact_id", name=op.f("uq_confirmation_contact_id")),
    )


def _attempts() -> None:
    """What was attempted so far is settled already."""
    _refer("attempt", "contact_id", "contact")
    op.add_column("attempt", _text("reason", 160))
    op.add_column("attempt", sa.Column("wait_seconds", sa.Integer(), nullable=True))
    for name, default in (("about_address", sa.false()), ("settled", sa.true())):
        column: sa.Column[bool] = sa.Column(
            name, sa.Boolean(), nullable=False, server_default=default
        )
        op.add_column("attempt", column)
    where = sa.text("NOT settled")
    op.create_index(
        "ix_attempt_unsettled", "attempt", ["id"], sqlite_where=where, postgresql_where=where
    )


def _messages() -> None:
    _refer("message", "contact_id", "contact")
    op.add_column("message", sa.Column("not_before", Instant(timezone=True), nullable=True))
    empty = sa.Column("passed_over", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
    op.add_column("message", empty)
    op.add_column("message", _text("body_short"))
    op.drop_index("ix_message_queued", "message")
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint(op.f("fk_message_programme_id"), type_="foreignkey")
        batch.drop_column("programme_id")
    where = sa.text("state = 'queued'")
    op.create_index(
        "ix_message_queued",
        "message",
        ["channel", "id"],
        sqlite_where=where,
        postgresql_where=where,
    )
    message = sa.table("message", sa.column("id"), sa.column("address"))
    _seal(message)


def _contacts() -> None:
    """Addresses that a plan brought are vouched for by the secretariat."""
    op.add_column("contact", _text("fingerprint", 160))
    contact = sa.table(
        "contact", *map(sa.column, ("id", "channel", "address", "fingerprint")),
        sa.column("confirmed_at", Instant(timezone=True)),
    )  # fmt: skip
    connection = op.get_bind()
    for row in connection.execute(sa.select(contact)).all():
        mark = vault().fingerprint(row.channel, row.address)
        change = sa.update(contact).where(contact.c.id == row.id)
        connection.execute(change.values(fingerprint=mark))
    confirm = sa.update(contact).where(contact.c.confirmed_at.is_(None))
    connection.execute(confirm.values(confirmed_at=wall_clock()))
    _seal(contact)
    with op.batch_alter_table("contact") as batch:
        batch.drop_constraint(op.f("uq_contact_person_id_channel_address"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_contact_person_id_channel_fingerprint"),
            ["person_id", "channel", "fingerprint"],
        )


def _seal(table: sa.TableClause) -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(table.c.id, table.c.address)).all():
        if row.address:
            sealed = vault().seal(row.address)
            connection.execute(sa.update(table).where(table.c.id == row.id).values(address=sealed))


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    kind = sa.String(length=length) if length else sa.Text()
    return sa.Column(name, kind, nullable=False, server_default="")
