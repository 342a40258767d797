"""One's own second factor: set up with a picture for the phone, recovery codes, turned off.

All of it asks first whether it is them (see own.py).
"""

import segno
from fastapi.responses import HTMLResponse, Response

from dondoc.services.accounts.sign_in import second_factor, tries
from dondoc.web.accounts import door
from dondoc.web.accounts.proof import own_account, own_note, proof_needed, unproven
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.account import Account

router = Pages()

_MARK = "seen"
"""Of the field that says which state of the second factor a page showed."""


@router.get("/account/totp")
def show(visit: Visiting) -> Response:
    """The picture of a secret that is being set up, or what can be done with one that is on."""
    return _page(visit, None)


@router.post("/account/totp/begin")
def begin(visit: Visiting, fields: FormFields) -> Response:
    """Makes a secret to set up."""
    form = Form(fields, visit.tr)
    if (refused := _refused(visit, form)) is not None:
        return refused
    with visit.writing() as session:
        account = own_account(visit, session)
        changed, is_on = _changed(account, form), second_factor.is_on(account)
        if not changed:
            second_factor.begin(session, account)
    if changed and is_on:
        return _again(visit, form)
    return go("/account/totp", visit)  # of two who begin at once, both are shown the same picture


@router.post("/account/totp")
def confirm(visit: Visiting, fields: FormFields) -> Response:
    """Turns it on with a code of the phone; the recovery codes are shown once, here."""
    form = Form(fields, visit.tr)
    if (refused := _refused(visit, form)) is not None:
        return refused
    limit = tries.BY_CODE.of(f"own {visit.account_id}")
    try:
        tried = door.counted(visit.workplace, [limit], visit.wall)
    except tries.TooManyTries as error:
        return door.too_many_tries(visit.request, error)
    codes = None
    with visit.writing() as session:
        account = own_account(visit, session)
        changed = _changed(account, form)
        if not changed:
            codes = second_factor.confirm(session, account, form.text("code"), visit.wall)
        if codes is not None:
            tries.was_right(session, tried)
            own_note(visit, session, "totp_on")
    if changed:
        return _again(visit, form)
    if codes is None:
        form.fail("code", "account.error.code")
        return _page(visit, form, 422)
    return page(visit, "accounts/recovery", codes=codes, first=True)


@router.post("/account/totp/recovery")
def renew(visit: Visiting, fields: FormFields) -> Response:
    """New recovery codes in place of the old ones."""
    form = Form(fields, visit.tr)
    if (refused := _refused(visit, form)) is not None:
        return refused
    with visit.writing() as session:
        account = own_account(visit, session)
        changed = _changed(account, form) or not second_factor.is_on(account)
        codes = [] if changed else second_factor.renew_recovery(session, account)
        if codes:
            own_note(visit, session, "recovery_renewed")
    if changed:
        return _again(visit, form)
    return page(visit, "accounts/recovery", codes=codes, first=False)


@router.post("/account/totp/off")
def turn_off(visit: Visiting, fields: FormFields) -> Response:
    """The second factor is not asked for any more."""
    form = Form(fields, visit.tr)
    if (refused := _refused(visit, form)) is not None:
        return refused
    with visit.writing() as session:
        account = own_account(visit, session)
        is_on = second_factor.is_on(account)
        changed = is_on and _changed(account, form)
        if is_on and not changed:
            second_factor.turn_off(session, account)
            own_note(visit, session, "totp_off")
    return _again(visit, form) if changed else go("/account?done=totp_off", visit)


def _changed(account: Account, form: Form) -> bool:
    """Whether another window, or device, changed it since the page was opened."""
    return form.text(_MARK) not in ("", second_factor.mark_of(account))


def _again(visit: Visit, form: Form) -> Response:
    form.fail("", "account.error.totp_changed")
    return _page(visit, form, 409)


def _refused(visit: Visit, form: Form) -> Response | None:
    return unproven(visit, form, lambda: _page(visit, form, 422))


def _page(visit: Visit, form: Form | None, status: int = 200) -> HTMLResponse:
    with visit.reading() as session:
        account = session.get_one(Account, visit.account_id)
    is_on, proof = second_factor.is_on(account), proof_needed(visit)
    picture = ""
    if account.totp_secret and not is_on and not proof:  # whoever sees it could use it later
        address = second_factor.address_of(account, visit.viewer.code)
        made = segno.make(address, error="m")
        picture = made.svg_inline(scale=5, border=4, light="#fff", svgclass="qr", lineclass=None)
    return page(
        visit,
        "accounts/totp",
        status,
        account=account,
        on=is_on,
        left=second_factor.recovery_left(account),
        mark=second_factor.mark_of(account),
        picture=picture,
        proof=proof,
        form=form,
    )
