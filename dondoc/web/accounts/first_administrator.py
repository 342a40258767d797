"""The first administrator of a new installation, by the one-time address shown at the machine."""

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from dondoc.clock import wall_clock
from dondoc.errors import DondocError, Refused
from dondoc.i18n import translator
from dondoc.services.accounts.invite.first_administrator import FirstAdministrator, set_up, works
from dondoc.services.accounts.manage import exist
from dondoc.store.database import reading, writing
from dondoc.web.accounts import door
from dondoc.web.accounts.forgotten_password import new_password
from dondoc.web.site.forms import Form, FormFields, words_of
from dondoc.web.site.pages import bare_page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import language_of, workplace_of

router = Pages()


@router.get("/setup/{token}")
def ask(token: str, request: Request) -> HTMLResponse:
    """The form, as long as nobody has an account."""
    with reading(workplace_of(request).engine) as session:
        open_still = works(session, token)
    return _page(request, token, None) if open_still else _over(request)


@router.post("/setup/{token}")
def make(token: str, request: Request, fields: FormFields) -> Response:
    """Makes the first administrator and lets them in."""
    workplace, wall = workplace_of(request), wall_clock()
    form = Form(fields, translator(language_of(request)))
    with reading(workplace.engine) as session:
        if not works(session, token):
            return _over(request)
    first_administrator = FirstAdministrator(
        form.needed("code"), form.needed("name", "full_name"), new_password(form)
    )
    if form.errors:
        return _page(request, token, form, 422)
    try:
        with writing(workplace.engine) as session:
            account_id = set_up(
                session, token, first_administrator, workplace.clock().now(), wall
            ).key
    except Refused:
        return _over(request)
    except DondocError as error:
        form.errors["code"] = words_of(error, form.tr)
        return _page(request, token, form, 422)
    return door.let_in(request, account_id, "/", passed=True)


def _page(request: Request, token: str, form: Form | None, status: int = 200) -> HTMLResponse:
    return bare_page(request, "accounts/setup", status, form=form, token=token)


def _over(request: Request) -> HTMLResponse:
    """There is an administrator already; or the address is wrong, or a newer one took its place."""
    with reading(workplace_of(request).engine) as session:
        key = "account.setup_over" if exist(session) else "account.setup_replaced"
    tr = translator(language_of(request))
    return bare_page(request, "problem", 410, title=tr(key), what=tr(f"{key}.what"))
