"""Accounts: how a person proves who they are, where they are signed in, and what may act for them.

Moments here are in real time, whatever the clock of a sample plays.
"""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from models.base import Row
from models.columns import Instant, code_column, sealed_column, text_column


class Account(Row, table=True):
    """A person's way in. Without a password they come by single sign-on only.

    `password_hash`: argon2. `totp_secret`: set and not confirmed while it is being set up;
    `totp_step`: the last 30-second step used, so that a code works once. `administrator`: of the
    installation, in whatever programme. `oidc_subject`: issuer and subject of single sign-on.
    """

    __tablename__ = "account"

    person_id: int = Field(foreign_key="person.id", unique=True)
    password_hash: str = Field(default="", sa_column=text_column())
    password_set_at: datetime | None = Field(default=None, sa_type=Instant)
    must_change: bool = False
    totp_secret: str = Field(default="", sa_column=sealed_column())
    totp_confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    totp_step: int = 0
    recovery_digests: str = Field(default="", sa_column=text_column())
    oidc_subject: str | None = Field(
        default=None, sa_column=code_column(nullable=True, unique=True)
    )
    administrator: bool = False
    made_at: datetime = Field(sa_type=Instant)
    disabled_at: datetime | None = Field(default=None, sa_type=Instant)


class WebSession(Row, table=True):
    """Somebody signed in on a device; only a digest of the cookie is kept.

    `passed_at`: when every factor was shown, or the password again since then; None while the
    second factor is still asked for. `year`: of the programme that is looked at; None for the one
    at work.
    """

    __tablename__ = "web_session"
    __table_args__ = (Index(None, "account_id"),)

    account_id: int = Field(foreign_key="account.id")
    token_digest: str = Field(sa_column=code_column(unique=True))
    made_at: datetime = Field(sa_type=Instant)
    passed_at: datetime | None = Field(default=None, sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    until: datetime = Field(sa_type=Instant)
    year: int | None = None
    device: str = Field(default="", sa_column=text_column())
    address: str = Field(default="", sa_column=code_column())


class PasswordLink(Row, table=True):
    """A link that sets a password once: an invitation, or a password that was forgotten."""

    __tablename__ = "password_link"

    account_id: int = Field(foreign_key="account.id", index=True)
    token_digest: str = Field(sa_column=code_column(unique=True))
    made_at: datetime = Field(sa_type=Instant)
    until: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class SignInFailure(Row, table=True):
    """A failed sign-in, by a fingerprint of whose account it was for or where it came from."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index(None, "fingerprint", "at"), Index(None, "at"))

    fingerprint: str = Field(sa_column=code_column())
    at: datetime = Field(sa_type=Instant)


class ApiToken(Row, table=True):
    """A program acts for a person within `scopes` (joined by commas), until it is revoked."""

    __tablename__ = "api_token"

    person_id: int = Field(foreign_key="person.id", index=True)
    name: str = Field(sa_column=text_column())
    token_digest: str = Field(sa_column=code_column(unique=True))
    scopes: str = Field(default="", sa_column=text_column())
    made_at: datetime = Field(sa_type=Instant)
    until: datetime | None = Field(default=None, sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class CalendarFeed(Row, table=True):
    """A secret address of due dates: of the person's own work, or of a unit that they see."""

    __tablename__ = "calendar_feed"

    person_id: int = Field(foreign_key="person.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    token_digest: str = Field(sa_column=code_column(unique=True))
    made_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
