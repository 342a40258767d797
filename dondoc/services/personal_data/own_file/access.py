"""How somebody gets in: their account, their devices, and the programs that act for them."""

from sqlalchemy import select
from sqlmodel import col

from dondoc.services.personal_data.own_file.cells import FilePart, FileQuestion, facts, part, word
from dondoc.services.personal_data.own_file.kinds import PersonalDataKind
from models.account import Account, ApiToken, CalendarFeed, PasswordLink, WebSession
from models.webhook import Webhook

_WHAT = "personal_data.access"


def account_part(question: FileQuestion) -> FilePart:
    """What is known of the account; the password and the second factor only as such."""
    query = select(Account).where(col(Account.person_id) == question.person.key)
    account = question.session.scalars(query).first()
    if account is None:
        return facts(PersonalDataKind.ACCOUNT, {})
    return facts(
        PersonalDataKind.ACCOUNT,
        {
            "made_at": account.made_at,
            "password_set_at": account.password_set_at,
            "second_factor_since": account.totp_confirmed_at,
            "single_sign_on": account.oidc_subject is not None,
            "administrator": account.administrator,
            "disabled_at": account.disabled_at,
        },
    )


def devices_part(question: FileQuestion) -> FilePart:
    """Where they are signed in, and the links that set a password; no token of either."""
    of = select(col(Account.id)).where(col(Account.person_id) == question.person.key)
    sessions = question.rows(
        select(
            col(WebSession.device), col(WebSession.address), col(WebSession.made_at),
            col(WebSession.seen_at), col(WebSession.until),
        )
        .where(col(WebSession.account_id).in_(of))
        .order_by(col(WebSession.id))
    )  # fmt: skip
    links = question.rows(
        select(col(PasswordLink.made_at), col(PasswordLink.used_at), col(PasswordLink.until))
        .where(col(PasswordLink.account_id).in_(of))
        .order_by(col(PasswordLink.id))
    )
    rows = [(word(_WHAT, "session"), *row) for row in sessions]
    rows += [(word(_WHAT, "password_link"), "", "", *row) for row in links]
    columns = ("what", "device", "network", "made_at", "used_at", "until")
    return part(PersonalDataKind.DEVICES, columns, rows)


def programs_part(question: FileQuestion) -> FilePart:
    """Tokens of programs, secret addresses of calendars, and places that are told of events."""
    key = question.person.key
    tokens = question.rows(
        select(
            col(ApiToken.name), col(ApiToken.scopes), col(ApiToken.made_at), col(ApiToken.used_at),
            col(ApiToken.revoked_at),
        )
        .where(col(ApiToken.person_id) == key)
        .order_by(col(ApiToken.id))
    )  # fmt: skip
    feeds = question.rows(
        select(col(CalendarFeed.made_at), col(CalendarFeed.revoked_at))
        .where(col(CalendarFeed.person_id) == key)
        .order_by(col(CalendarFeed.id))
    )
    hooks = question.rows(
        select(col(Webhook.made_at)).where(col(Webhook.person_id) == key).order_by(col(Webhook.id))
    )
    rows = [(word(_WHAT, "token"), *row) for row in tokens]
    rows += [(word(_WHAT, "calendar"), "", "", made, None, ended) for made, ended in feeds]
    rows += [(word(_WHAT, "webhook"), "", "", made, None, None) for (made,) in hooks]
    columns = ("what", "name", "scopes", "made_at", "used_at", "ended_at")
    return part(PersonalDataKind.PROGRAMS, columns, rows)
