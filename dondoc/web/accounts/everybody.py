"""Accounts of everybody, for the administrator."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import HTTPException, Query
from fastapi.responses import HTMLResponse, Response

from dondoc.errors import DondocError
from dondoc.services.accounts import manage
from dondoc.services.accounts.grounds import ACCOUNT, account_grounds
from dondoc.services.accounts.invite import everybody, letters
from dondoc.services.accounts.invite.last_run import last_run as told_of_invitations
from dondoc.services.accounts.invite.uninvited import invitable
from dondoc.services.accounts.list_accounts import (
    AccountShown,
    AccountStanding,
    account_shown,
    accounts,
)
from dondoc.services.grounds.compare import OutdatedError
from dondoc.services.grounds.sent_forms import SentBeforeError
from dondoc.services.history.of_settings import changes_of
from dondoc.web.site.forms import Form, FormFields, Value
from dondoc.web.site.grounds import add_first, knowing
from dondoc.web.site.messages import done_message
from dondoc.web.site.page_links import with_query
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.person import Person
from models.rules.grounds import as_text
from models.rules.roles import Mandate

router = Pages()

_ACTS: dict[str, Callable[[manage.AccountManagement], object]] = {
    "make": manage.make,
    "disable": manage.disable,
    "enable": manage.enable,
    "reset_totp": manage.reset_second_factor,
    "must_change": manage.ask_for_new_password,
    "give": lambda management: manage.set_administrator(management, True),
    "take": lambda account: manage.set_administrator(account, False),
}
MAX_PAGES = 100_000
_DONE_NAMES = (*_ACTS, "invited")


@router.get("/accounts")
def show(
    visit: VisitingNow,
    q: str = "",
    standing: str = "",
    number: Annotated[int, Query(alias="page", ge=1, le=MAX_PAGES)] = 1,
) -> HTMLResponse:
    """Everybody, 50 a page, by code or name and by how their account stands."""
    visit.require(Mandate.ADMINISTRATOR)
    wanted_standing = AccountStanding(standing) if standing in set(AccountStanding) else None
    with visit.reading() as session:
        listed = accounts(session, q, wanted_standing, number)
    return page(
        visit,
        "accounts/everybody",
        listed=listed,
        q=q,
        standing=standing,
        standings=[
            (account_standing.value, visit.tr(f"account.standing.{account_standing}"))
            for account_standing in AccountStanding
        ],
        link=lambda number: with_query(visit.request, page=number),
    )


@router.get("/accounts/invite-all")
def show_everybody(visit: VisitingNow) -> HTMLResponse:
    """Whom an invitation of everybody would reach and whom not, and how the last one went."""
    visit.require(Mandate.ADMINISTRATOR)
    return _everybody(visit, None)


@router.post("/accounts/invite-all")
def invite_everybody(visit: VisitingNow, fields: FormFields) -> Response:
    """Begins it; the letters go while nobody waits for them."""
    visit.require(Mandate.ADMINISTRATOR)
    form = Form(fields, visit.tr)
    if form.text("act") != "invite_all":
        raise HTTPException(400)
    form.attempt(lambda: everybody.begin(visit.workplace, visit.viewer))
    if form.errors:
        return _everybody(visit, form, 409)
    return go("/accounts/invite-all?done=inviting", visit)


@router.get("/accounts/{person_id}")
def show_one(visit: VisitingNow, person_id: int) -> HTMLResponse:
    """A person's account and what can be done with it."""
    visit.require(Mandate.ADMINISTRATOR)
    return _one(visit, person_id, None)


@router.post("/accounts/{person_id}")
def act(visit: VisitingNow, person_id: int, fields: FormFields) -> Response:
    """Does what the pressed button says (`act`)."""
    visit.require(Mandate.ADMINISTRATOR)
    form = Form(fields, visit.tr)
    name = form.text("act")
    if name == "invite":
        return _invite(visit, person_id, form)
    if name not in _ACTS:
        raise HTTPException(400)
    try:
        with visit.writing() as session:
            stewarding = _stewarding(visit, session, person_id)
            _knowing(form, person_id, _ACTS[name])(stewarding)
    except SentBeforeError:
        return go(f"/accounts/{person_id}?done={name}", visit)
    except DondocError as error:
        return _not_done(visit, person_id, form, error)
    return go(f"/accounts/{person_id}?done={name}", visit)


def _not_done(visit: Visit, person_id: int, form: Form, error: DondocError) -> HTMLResponse:
    """The page again: it says why nothing was done, or what has changed under its reader."""
    if isinstance(error, OutdatedError):
        add_first(form, error)
    else:
        form.fail("", error.key, **error.params)
    return _one(visit, person_id, form, 409)


def _invite(visit: Visit, person_id: int, form: Form) -> Response:
    """The link is shown here once; on request it goes to the person by mail instead."""
    try:
        with visit.writing() as session:
            stewarding = _stewarding(visit, session, person_id)
            token = _knowing(form, person_id, manage.invite)(stewarding)
            recipient = letters.recipient_of(session, session.get_one(Person, person_id))
            session.expunge_all()
    except DondocError as error:
        return _not_done(visit, person_id, form, error)
    if not form.has("mail"):
        return _one(visit, person_id, form, link=letters.link_to(visit.workplace, token))
    if recipient is None:
        form.fail("", "account.error.no_mail")
        return _one(visit, person_id, form, 409)
    outcome = letters.deliver(
        visit.workplace, recipient, letters.INVITATION, visit.wall,
        token=token,
    )  # fmt: skip
    if outcome.status != "delivered":
        form.fail("", "account.error.not_sent", answer=outcome.answer)
        return _one(visit, person_id, form, 409)
    return go(f"/accounts/{person_id}?done=invited", visit)


def _knowing(
    form: Form, person_id: int, what: Callable[[manage.AccountManagement], Value]
) -> Callable[[manage.AccountManagement], Value]:
    return knowing(form, lambda session: account_grounds(session, person_id), ACCOUNT, what)


def _stewarding(visit: Visit, session: Any, person_id: int) -> manage.AccountManagement:
    person = session.get(Person, person_id)
    if person is None:
        raise HTTPException(404)
    manage.only_who_still_administers(session, visit.viewer)
    return manage.AccountManagement(session, person, visit.viewer, visit.now, visit.wall)


def _everybody(visit: Visit, form: Form | None, status: int = 200) -> HTMLResponse:
    with visit.reading() as session:
        people = invitable(session, visit.viewer, visit.today, visit.wall)
        last = told_of_invitations(session, visit.wall)
    return page(
        visit,
        "accounts/invite_all",
        status,
        people=people,
        last=last,
        form=form,
        done=done_message(visit.request, visit.tr, "account", ("inviting",)),
    )


def _one(
    visit: Visit, person_id: int, form: Form | None, status: int = 200, link: str = ""
) -> HTMLResponse:
    with visit.reading() as session:
        account: AccountShown | None = account_shown(session, person_id)
        if account is None:
            raise HTTPException(404)
        text = as_text(account_grounds(session, person_id))
        person = session.get_one(Person, person_id)
        changes = [
            changed
            for changed in changes_of(session, person)
            if changed.what.startswith("account.")
        ]
    return page(
        visit,
        "accounts/person",
        status,
        one=account,
        grounds=text,
        changes=[(change, visit.tr(f"settings.what.{change.what}")) for change in changes],
        form=form,
        link=link,
        done=done_message(visit.request, visit.tr, "account", _DONE_NAMES),
    )
