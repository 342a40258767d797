"""Signing in and out."""

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from dondoc.clock import wall_clock
from dondoc.i18n import translator
from dondoc.services.accounts.history import note
from dondoc.services.accounts.sign_in import second_factor, sessions, tries
from dondoc.store.database import writing
from dondoc.web.accounts import door, first_administrator, forgotten_password, single_sign_on
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.inner_addresses import inside
from dondoc.web.site.messages import done_message
from dondoc.web.site.pages import bare_page, go
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import COOKIE, Visiting, language_of, workplace_of
from models.account import Account

router = Pages()
for part in (forgotten_password, single_sign_on, first_administrator):
    router.routes.extend(part.router.routes)

_DONE_NAMES = ("password_set", "again", "sso_unknown", "sso_other", "sso_failed")


@router.get("/sign-in")
def ask(request: Request, then: str = "/") -> HTMLResponse:
    """The form."""
    return _form(request, inside(then), None)


@router.post("/sign-in")
def sign_in(request: Request, fields: FormFields) -> Response:
    """Checks name and password, and begins a session."""
    form = Form(fields, translator(language_of(request)))
    then = inside(form.text("then") or "/")
    try:
        account = door.right_account(request, form.text("code"), form.text("password"))
    except tries.TooManyTries as error:
        return door.too_many_tries(request, error)
    if account is None:
        form.fail("", "account.error.sign_in")
        return _form(request, then, form, 422)
    shown = account.password_hash
    return door.let_in(
        request, account.key, then, passed=False,
        still=lambda _, held: held.password_hash == shown,
    )  # fmt: skip


@router.get("/sign-in/code")
def ask_code(request: Request, then: str = "/") -> Response:
    """The form of the second step."""
    if door.half_in(request) is None:
        return go("/sign-in")
    return bare_page(request, "accounts/code", then=inside(then), form=None)


@router.post("/sign-in/code")
def second_step(request: Request, fields: FormFields) -> Response:
    """Checks the code of the phone, or a recovery code, and lets in."""
    form = Form(fields, translator(language_of(request)))
    then = inside(form.text("then") or "/")
    half = door.half_in(request)
    if half is None:
        return go("/sign-in?done=again")
    try:
        right = _check_code(request, half.account.key, form.text("code"))
    except tries.TooManyTries as error:
        return door.too_many_tries(request, error)
    if not right:
        form.fail("code", "account.error.code")
        return bare_page(request, "accounts/code", 422, then=then, form=form)
    key = half.session.key
    return door.let_in(
        request, half.account.key, then, passed=True,
        still=lambda session, held: sessions.stands(session, held, key),
    )  # fmt: skip


@router.post("/sign-out")
def sign_out(visit: Visiting) -> Response:
    """Ends this session."""
    with visit.writing() as session:
        sessions.end(session, visit.account_id, only=visit.session_id)
    answer = go("/sign-in")
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return answer


def _check_code(request: Request, account_id: int, typed: str) -> bool:
    workplace, wall = workplace_of(request), wall_clock()
    limit = tries.BY_CODE.of(str(account_id))
    tried = door.counted(workplace, [limit], wall)
    with writing(workplace.engine) as session:
        account = session.get_one(Account, account_id)
        kind = second_factor.check(session, account, typed, wall)
        if kind == "recovery":
            left = second_factor.recovery_left(account)
            now, whose = workplace.clock().now(), account.person_id
            note(session, now, "recovery_used", whose=whose, by=whose, left=left)
        if kind is not None:
            tries.was_right(session, tried)
    return kind is not None


def _form(request: Request, then: str, form: Form | None, status: int = 200) -> HTMLResponse:
    tr = translator(language_of(request))
    sso = workplace_of(request).settings.oidc_issuer is not None
    done = done_message(request, tr, "account", _DONE_NAMES)
    return bare_page(request, "accounts/sign_in", status, then=then, form=form, sso=sso, done=done)
