"""The second factor: six digits that change every half minute (RFC 6238), and recovery codes."""

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime

import pyotp
from sqlalchemy import ColumnElement, or_, update
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.store.secret_tokens import digest
from models.account import Account
from models.rules.time_limits import latest

PRODUCT = "Đôn Đốc"
RECOVERY_CODES = 10
_STEP_SECONDS = 30
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
_HALF = 5


def is_on(account: Account) -> bool:
    """Whether the second factor is asked for."""
    return account.totp_confirmed_at is not None


def mark_of(account: Account) -> str:
    """Tells one state of it from another: what a page showed from what stands now."""
    confirmed = account.totp_confirmed_at.isoformat() if account.totp_confirmed_at else ""
    parts = (account.totp_secret, confirmed, account.recovery_digests)
    return digest(f"second factor {account.key}", "/".join(parts))[:16]


def begin(session: Session, account: Account) -> None:
    """Makes the secret to set up. Raises Refused while the second factor is on."""
    if is_on(account):
        raise Refused("account.error.totp_is_on")
    account.totp_secret = pyotp.random_base32()
    session.add(account)


def address_of(account: Account, code: str) -> str:
    """What the phone reads from the picture."""
    return pyotp.TOTP(account.totp_secret).provisioning_uri(name=code, issuer_name=PRODUCT)


def confirm(session: Session, account: Account, typed: str, wall: datetime) -> list[str] | None:
    """Turns it on with a code of the phone; gives the recovery codes, None for a wrong code."""
    if is_on(account) or not account.totp_secret or not _matches(session, account, typed, wall):
        return None
    account.totp_confirmed_at = wall
    session.add(account)
    return renew_recovery(session, account)


def renew_recovery(session: Session, account: Account) -> list[str]:
    """New recovery codes, to be shown once; the old ones work no more."""
    codes = [f"{_random()}-{_random()}" for _ in range(RECOVERY_CODES)]
    account.recovery_digests = ",".join(_digest(account, code) for code in codes)
    session.add(account)
    session.flush()
    return codes


def turn_off(session: Session, account: Account) -> None:
    """The second factor is not asked for any more."""
    account.totp_secret, account.totp_confirmed_at, account.recovery_digests = "", None, ""
    session.add(account)


def check(session: Session, account: Account, typed: str, wall: datetime) -> str | None:
    """Uses a code up: `code` or `recovery` says which kind it was, None that it is wrong."""
    if not is_on(account):
        return None
    if _matches(session, account, typed, wall):
        return "code"
    return "recovery" if _recovers(session, account, typed) else None


def recovery_left(account: Account) -> int:
    """How many recovery codes still work."""
    return len([text for text in account.recovery_digests.split(",") if text])


def _matches(session: Session, account: Account, typed: str, wall: datetime) -> bool:
    """One step early or late is forgiven; a code works once, also when it is sent twice at once.

    A last step that is still to come was used by a clock that was ahead: it counts for nothing.
    """
    digits = "".join(typed.split())
    step = int(wall.timestamp()) // _STEP_SECONDS
    totp = pyotp.TOTP(account.totp_secret)
    for key in (step - 1, step, step + 1):
        if hmac.compare_digest(totp.generate_otp(key).encode(), digits.encode()):
            values = {"totp_step": key}
            last = col(Account.totp_step)
            unused = or_(last < key, last > int(latest(wall).timestamp()) // _STEP_SECONDS)
            return _replace(session, account, unused, values)
    return False


def _recovers(session: Session, account: Account, typed: str) -> bool:
    known = [text for text in account.recovery_digests.split(",") if text]
    code_digest = _digest(account, typed)
    left = [name for name in known if not hmac.compare_digest(name, code_digest)]
    if len(left) == len(known):
        return False
    unchanged = col(Account.recovery_digests) == account.recovery_digests
    return _replace(session, account, unchanged, {"recovery_digests": ",".join(left)})


def _replace(
    session: Session, account: Account, still: ColumnElement[bool], values: Mapping[str, object]
) -> bool:
    """Compare and set: of two at once only one gets through."""
    query = update(Account).where(col(Account.id) == account.key, still).values(values)
    session.flush()
    done = session.connection().execute(query).rowcount == 1
    session.refresh(account)
    return done


def _digest(account: Account, code: str) -> str:
    plain = "".join(text for text in code.casefold() if text.isalnum())
    return digest(f"recovery {account.key}", plain)


def _random() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_HALF))
