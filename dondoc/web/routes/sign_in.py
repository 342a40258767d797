"""Signing in and out."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import select
from sqlmodel import col

from dondoc.clock import wall_clock
from dondoc.db import writing
from dondoc.i18n import translator
from dondoc.services.accounts import sessions
from dondoc.services.accounts.passwords import matches
from dondoc.web.forms import Form, FormFields
from dondoc.web.pages import bare_page, go
from dondoc.web.routes.front import inside
from dondoc.web.visit import COOKIE, Visiting, language_of, workplace_of
from models.account import Account
from models.person import Person

router = APIRouter()


@router.get("/sign-in")
def ask(request: Request, then: str = "/") -> HTMLResponse:
    """The form."""
    return bare_page(request, "account/sign_in", then=inside(then), form=None)


@router.post("/sign-in")
def sign_in(request: Request, fields: FormFields) -> Response:
    """Checks code and password, and begins a session."""
    workplace, wall = workplace_of(request), wall_clock()
    form = Form(fields, translator(language_of(request)))
    with writing(workplace.engine) as session:
        query = (
            select(Account)
            .join(Person, col(Person.id) == col(Account.person_id))
            .where(col(Person.code) == form.text("code"), col(Account.disabled_at).is_(None))
        )
        account = session.scalars(query).one_or_none()
        if not matches(account, form.text("password")) or account is None:
            form.fail("", "account.error.sign_in")
            return bare_page(
                request, "account/sign_in", 422, then=inside(form.text("then")), form=form
            )
        device = request.headers.get("user-agent", "")
        address = request.client.host if request.client else ""
        token = sessions.begin(session, account, wall, device=device, address=address, passed=True)
    answer = go(inside(form.text("then")))
    keep_cookie(answer, token, secure=workplace.settings.web_url.startswith("https:"))
    return answer


@router.post("/sign-out")
def sign_out(visit: Visiting) -> Response:
    """Ends this session."""
    with visit.writing() as session:
        sessions.end(session, visit.account_id, only=visit.session_id)
    answer = go("/sign-in")
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return answer


def keep_cookie(answer: Response, token: str, *, secure: bool) -> None:
    """Gives the browser its session; no script can read it, and no other site sends it along."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(sessions.LONGEST.total_seconds()),
        httponly=True,
        secure=secure,
        samesite="lax",
    )
