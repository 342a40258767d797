"""A forgotten password, and links that set one: of an invitation, or of a letter."""

from fastapi import BackgroundTasks, Request
from fastapi.responses import HTMLResponse, Response

from dondoc.clock import wall_clock
from dondoc.errors import BadInput
from dondoc.i18n import translator
from dondoc.services.accounts import api_tokens, password_links
from dondoc.services.accounts.find_account import account_named
from dondoc.services.accounts.history import note
from dondoc.services.accounts.invite import letters
from dondoc.services.accounts.sign_in import tries
from dondoc.services.accounts.sign_in.forgotten_password import reset_of
from dondoc.services.accounts.sign_in.passwords import check_strength, set_password
from dondoc.store.database import reading, writing
from dondoc.web.accounts import door
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.pages import bare_page, go
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import language_of, workplace_of
from dondoc.workplace import Workplace
from models.person import Person

router = Pages()


@router.get("/forgot")
def ask(request: Request) -> HTMLResponse:
    """Asks whose password was forgotten."""
    return bare_page(request, "accounts/forgot", form=None, sent=False)


@router.post("/forgot")
def send_link(request: Request, fields: FormFields, tasks: BackgroundTasks) -> Response:
    """Sends a link if there is such an account; the answer is the same if there is none.

    All of it is done after the answer, so that the time tells nothing either.
    """
    workplace, wall = workplace_of(request), wall_clock()
    form = Form(fields, translator(language_of(request)))
    name = form.needed("name", "account")
    if form.errors:
        return bare_page(request, "accounts/forgot", 422, form=form, sent=False)
    address = tries.LETTER_BY_ADDRESS.of(door.caller(request))
    try:
        door.counted(workplace, [tries.LETTER_BY_NAME.of(name), address], wall)
    except tries.TooManyTries as error:
        return door.too_many_tries(request, error)
    tasks.add_task(_send, workplace, name)
    return bare_page(request, "accounts/forgot", form=None, sent=True)


@router.get("/password/{token}")
def ask_password(token: str, request: Request) -> HTMLResponse:
    """The form; looking at it uses nothing up, because mail scanners open every link."""
    with reading(workplace_of(request).engine) as session:
        account = password_links.find(session, token, wall_clock())
        person = session.get_one(Person, account.person_id) if account is not None else None
    if person is None:
        return _over(request)
    return bare_page(request, "accounts/password", form=None, person=person, token=token)


@router.post("/password/{token}")
def set_new(token: str, request: Request, fields: FormFields, tasks: BackgroundTasks) -> Response:
    """Sets the password and uses the link up; what is refused leaves it as it was."""
    workplace, wall = workplace_of(request), wall_clock()
    form = Form(fields, translator(language_of(request)))
    password = new_password(form)
    with reading(workplace.engine) as session:
        account = password_links.find(session, token, wall)
        person = session.get_one(Person, account.person_id) if account is not None else None
    if person is None:
        return _over(request)
    if form.errors:
        return bare_page(request, "accounts/password", 422, form=form, person=person, token=token)
    with writing(workplace.engine) as session:
        account = password_links.use(session, token, wall)
        if account is None:
            return _over(request)
        if account.password_hash or account.oidc_subject:  # not the first way in: they are told
            tasks.add_task(letters.tell_everywhere, workplace, person.key, letters.CHANGED, wall)
        set_password(session, account, password, wall)
        now, whose = workplace.clock().now(), person.key
        note(session, now, "password_set", whose=whose, by=whose)
        if ended := api_tokens.revoke_all(session, whose, wall):
            note(session, now, "tokens_revoked", whose=whose, by=whose, n=ended)
    return go("/sign-in?done=password_set")


def new_password(form: Form) -> str:
    """A new password typed twice; what is wrong with it is said at its field."""
    password, again = form.text("password"), form.text("again")
    form.attempt(lambda: check_strength(password), "password")
    if "password" not in form.errors and password != again:
        form.fail("again", "account.error.not_same")
    return password


def _over(request: Request) -> HTMLResponse:
    tr = translator(language_of(request))
    title, what = tr("account.link_over"), tr("account.link_over.what")
    return bare_page(request, "problem", 410, title=title, what=what)


def _send(workplace: Workplace, name: str) -> None:
    """The letter with the link, where one may go; every other address is told that it was asked."""
    wall, now = wall_clock(), workplace.clock().now()
    with writing(workplace.engine) as session:
        account = account_named(session, name)
        if account is None:
            return
        reset = reset_of(session, session.get_one(Person, account.person_id), name, now)
        token = (
            password_links.make(session, account, wall, password_links.FORGOTTEN)
            if reset.link
            else ""
        )
        account_id = account.key
        session.flush()
        session.expunge_all()
    letters.tell(workplace, reset.recipients, letters.ASKED, wall)
    if reset.link is None:
        return
    try:
        letters.deliver(
            workplace,
            reset.link,
            letters.FORGOTTEN,
            wall,
            token=token,
        )
    except BadInput:  # no mail can be sent: `dondoc doctor` says why
        with writing(workplace.engine) as session:
            password_links.drop(session, account_id)
