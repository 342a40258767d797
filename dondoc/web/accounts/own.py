"""One's own account: password, second factor, sessions."""

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.services.accounts.invite import letters
from dondoc.services.accounts.sign_in import passwords, second_factor, sessions, tries
from dondoc.web.accounts import door
from dondoc.web.accounts import second_factor as accounts_second_factor
from dondoc.web.accounts.devices import device_name
from dondoc.web.accounts.forgotten_password import new_password
from dondoc.web.accounts.proof import own_account, own_note, proven
from dondoc.web.site.forms import Form, FormFields, number_in
from dondoc.web.site.messages import done_message
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.account import Account

router = Pages()
router.routes.extend(accounts_second_factor.router.routes)

_DONE_NAMES = ("password_changed", "totp_off", "session_ended", "sessions_ended")


@router.get("/account")
def show(visit: Visiting) -> HTMLResponse:
    """All of it on one page."""
    return _page(visit, None)


@router.post("/account/password")
def change_password(visit: Visiting, fields: FormFields, tasks: BackgroundTasks) -> Response:
    """Another password; every other session ends, and its owner is told by mail."""
    form = Form(fields, visit.tr)
    with visit.reading() as session:
        known = session.get_one(Account, visit.account_id).password_hash
    try:
        right = proven(visit, form.text("current"))
    except tries.TooManyTries as error:
        return door.too_many_tries(visit.request, error)
    password = new_password(form)
    if not right:
        form.fail("current", "account.error.current")
    if form.errors:
        return _page(visit, form, 422)
    with visit.writing() as session:
        account = own_account(visit, session)
        if account.password_hash != known:  # in another window, at the same time
            form.fail("current", "account.error.current")
        else:
            passwords.set_password(session, account, password, visit.wall, keep=visit.session_id)
            own_note(visit, session, "password_set")
    if form.errors:
        return _page(visit, form, 422)
    tasks.add_task(
        letters.tell_everywhere, visit.workplace, visit.viewer.person_id, letters.CHANGED,
        visit.wall,
    )  # fmt: skip
    return go("/account?done=password_changed", visit)


@router.post("/account/sessions")
def end_sessions(visit: Visiting, fields: FormFields) -> Response:
    """Ends one session (`session`), or all but this one (`others`)."""
    form = Form(fields, visit.tr)
    which = number_in(form.text("session"))
    if not form.has("others") and which is None:
        raise HTTPException(400)
    with visit.writing() as session:
        if form.has("others"):
            sessions.end(session, visit.account_id, but=visit.session_id)
        else:
            sessions.end(session, visit.account_id, only=which or 0)
        own_note(visit, session, "sessions_ended")
    done = "sessions_ended" if form.has("others") else "session_ended"
    return go(f"/account?done={done}", visit)


def _page(visit: Visit, form: Form | None, status: int = 200) -> HTMLResponse:
    with visit.reading() as session:
        account = session.get_one(Account, visit.account_id)
        signed_in = sessions.of(session, account.key, visit.wall)
    return page(
        visit,
        "accounts/account",
        status,
        account=account,
        totp=second_factor.is_on(account),
        left=second_factor.recovery_left(account),
        sessions=[(web_session, device_name(web_session.device)) for web_session in signed_in],
        form=form,
        done=done_message(visit.request, visit.tr, "account", _DONE_NAMES),
    )
