"""The grounds of a change of an account: what a page showed of it."""

from sqlmodel import Session

from dondoc.services.accounts.list_accounts import account_shown
from models.rules.grounds import Grounds, plain

ACCOUNT = ("account", "has_password", "second_factor", "must_change", "administrator", "disabled")


def account_grounds(session: Session, person_id: int) -> Grounds:
    """How somebody's account stands."""
    shown = account_shown(session, person_id)
    if shown is None or shown.account_id is None:
        return {}
    return {
        "account": "yes",
        "has_password": plain(shown.has_password),
        "second_factor": plain(shown.second_factor),
        "must_change": plain(shown.must_change),
        "administrator": plain(shown.administrator),
        "disabled": plain(shown.disabled_at is not None),
    }
