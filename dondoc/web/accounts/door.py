"""Beginning a session: the password is checked, and a cookie goes to the browser."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.clock import wall_clock
from dondoc.i18n import translator
from dondoc.services.accounts import password_links
from dondoc.services.accounts.find_account import account_named, hold_account
from dondoc.services.accounts.sign_in import (
    known_devices,
    passwords,
    second_factor,
    sessions,
    tries,
)
from dondoc.store.database import reading, writing, written
from dondoc.web.site.pages import bare_page, go
from dondoc.web.site.visit import COOKIE, language_of, workplace_of
from dondoc.workplace import Workplace
from models.account import Account

DEVICE_COOKIE = "dondoc_device"


def counted(workplace: Workplace, whose: Sequence[tries.CountedTries], wall: datetime) -> tries.Try:
    """Counts a try before it is checked, in a transaction of its own. Raises TooManyTries."""
    return written(workplace.engine, lambda session: tries.count(session, whose, wall))


def right_account(request: Request, name: str, password: str) -> Account | None:
    """The account of a name whose password this is. Raises TooManyTries.

    The password is checked outside any transaction: it takes long on purpose.
    """
    workplace, wall = workplace_of(request), wall_clock()
    with reading(workplace.engine) as session:
        account = account_named(session, name)
    token = request.cookies.get(DEVICE_COOKIE)
    counts = known_devices.counts_of(token, account, name, caller(request))
    tried = counted(workplace, counts, wall)
    if not passwords.matches(account, password) or account is None:
        return None
    fresh = passwords.hashed(password) if passwords.is_dated(account) else account.password_hash
    right = written(workplace.engine, partial(_note_right, tried, account, fresh))
    account.password_hash = fresh
    return account if right else None


def _note_right(tried: tries.Try, checked: Account, fresh: str, session: Session) -> bool:
    """False where the password was changed while it was checked: it must not come back."""
    account = hold_account(session, checked.key)
    if account.password_hash != checked.password_hash:
        return False
    tries.was_right(session, tried)
    account.password_hash = fresh
    return True


Still = Callable[[Session, Account], bool]
"""Whether what somebody has shown at the door still stands, asked of their account that is held."""


def let_in(
    request: Request,
    account_id: int,
    then: str,
    *,
    passed: bool,
    still: Still = lambda _session, _account: True,
) -> Response:
    """Begins a session, or what still comes before it: the second factor, another password.

    Nobody is let in by a password that was changed meanwhile, nor where the account was disabled.
    """
    workplace, wall = workplace_of(request), wall_clock()
    with writing(workplace.engine) as session:
        account = hold_account(session, account_id)
        if account.disabled_at is not None or not still(session, account):
            return go("/sign-in?done=again")
        _end_this(session, request, wall)  # nobody goes on with a session from before
        whole = passed or not second_factor.is_on(account)
        if whole and account.must_change:
            token = password_links.make(session, account, wall, password_links.AT_THE_DOOR)
            return go(f"/password/{token}")
        device = request.headers.get("user-agent", "")
        token = sessions.begin(
            session, account, wall, device=device, address=caller(request), passed=whole
        )
    answer = go(then if whole else f"/sign-in/code?{urlencode({'then': then})}")
    keep_cookie(answer, token, secure=is_secure(workplace))
    if whole:
        _know_device(request, answer, account_id)
    return answer


def _know_device(request: Request, answer: Response, account_id: int) -> None:
    """The cookie goes to the door alone: nothing else asks for it."""
    answer.set_cookie(
        DEVICE_COOKIE,
        known_devices.device_token(request.cookies.get(DEVICE_COOKIE), account_id),
        max_age=int(known_devices.KEEP_FOR.total_seconds()),
        path="/sign-in",
        httponly=True,
        secure=is_secure(workplace_of(request)),
        samesite="lax",
    )


def half_in(request: Request) -> sessions.SignedIn | None:
    """Who has shown the password and not yet the second factor."""
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    with reading(workplace_of(request).engine) as session:
        signed_in = sessions.find(session, token, wall_clock())
    return signed_in if signed_in is not None and signed_in.session.passed_at is None else None


def keep_cookie(answer: Response, token: str, *, secure: bool) -> None:
    """Gives the browser its session; no script can read it, and no other site sends it along."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(sessions.MAX_AGE.total_seconds()),
        httponly=True,
        secure=secure,
        samesite="lax",
    )


def too_many_tries(
    request: Request, error: tries.TooManyTries, key: str = "account.error.too_many"
) -> HTMLResponse:
    """The answer to whoever tried too often; `key`: of its words, with the minutes as `n`."""
    tr = translator(language_of(request))
    title, what = tr("account.too_many"), tr(key, n=error.minutes)
    answer = bare_page(request, "problem", 429, title=title, what=what)
    answer.headers["Retry-After"] = str(error.minutes * 60)
    return answer


def caller(request: Request) -> str:
    """The address that a request comes from, as the proxy on this machine says."""
    return request.client.host if request.client else ""


def is_secure(workplace: Workplace) -> bool:
    """Whether cookies travel encrypted only."""
    return workplace.settings.web_url.startswith("https:")


def _end_this(session: Session, request: Request, wall: datetime) -> None:
    token = request.cookies.get(COOKIE)
    signed_in = sessions.find(session, token, wall) if token else None
    if signed_in is not None:
        sessions.end(session, signed_in.account.key, only=signed_in.session.key)
