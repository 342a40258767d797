"""One-use links of reminders: one form without a password, and nothing else of the site."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from fastapi import BackgroundTasks, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sqlmodel import Session
from starlette.datastructures import FormData

from dondoc.clock import wall_clock
from dondoc.i18n import Language, language
from dondoc.services.accounts.find_account import is_locked_out
from dondoc.services.accounts.sign_in import tries
from dondoc.services.reports.link_visits import LinkTarget, LinkVisit, open_link
from dondoc.store.database import reading
from dondoc.web.accounts import door
from dondoc.web.reports.keep import keep_only, says_what_was_sent
from dondoc.web.reports.pages import Reporting, show, state_answer
from dondoc.web.reports.take import autosave, take
from dondoc.web.site.again import words_sent
from dondoc.web.site.bodies import EvidenceFields, TextFields
from dondoc.web.site.caller import Admitted
from dondoc.web.site.lanes import quick
from dondoc.web.site.pages import bare_page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import LANGUAGE_COOKIE, language_of, workplace_of
from models.rules.checkpoints import Act, local_date

router = Pages()

_TOO_OFTEN = "report.link.too_often"


class LinkShutError(Exception):
    """The account of a link's person was disabled while what it brought was taken."""


@dataclass(frozen=True)
class LinkVisitor(Admitted):
    """Somebody who came by a link of ours."""

    token: str
    link_visit: LinkVisit
    now: datetime

    @property
    def lang(self) -> Language:
        """The language chosen on this device, else the person's own."""
        chosen = self.request.cookies.get(LANGUAGE_COOKIE)
        return language(chosen or self.link_visit.person.language)

    def check_still(self, session: Session) -> None:
        """Raises LinkShutError where the person's account was disabled since they came."""
        if is_locked_out(session, self.link_visit.person.key, held=True):
            raise LinkShutError


@router.get("/r/{token}")
@quick
def ask(token: str, request: Request, done: str = "") -> HTMLResponse:
    """The form, the receipt, or why there is no form any more; looking changes nothing."""
    return _shown(token, request, done)


@router.post("/r/{token}")
def send(token: str, request: Request, fields: EvidenceFields, tasks: BackgroundTasks) -> Response:
    """Records the report as the person of the link; sent twice, it is recorded once."""
    came = _came(token, request)
    if came is None:
        return _foreign(request)
    if came.link_visit.opens is not LinkTarget.FORM:
        return _too_late(came, fields)
    try:
        return _take(came, fields, tasks)
    except LinkShutError:
        return _foreign(request)


def _take(came: LinkVisitor, fields: FormData, tasks: BackgroundTasks) -> Response:
    request, wall = came.request, wall_clock()
    limits = tries.BY_LINK.of(came.token), tries.LINKS_BY_ADDRESS.of(door.caller(request))
    try:
        door.counted(came.workplace, limits, wall)
    except tries.TooManyTries as error:
        autosave(_reporting(came), fields)  # no word that was typed is lost
        return door.too_many_tries(request, error, _TOO_OFTEN)
    return take(_reporting(came), fields, tasks)


@router.post("/r/{token}/draft")
def keep(token: str, request: Request, fields: TextFields) -> Response:
    """Keeps what is typed, for a script that sends it while one types."""
    came = _came(token, request)
    if came is None:
        return JSONResponse({"saved": ""}, 404)
    if came.link_visit.opens is not LinkTarget.FORM:
        return JSONResponse({"saved": ""}, 410)  # the page says that nothing is kept
    try:
        return autosave(_reporting(came), fields)
    except LinkShutError:
        return JSONResponse({"saved": ""}, 404)


@router.get("/r/{token}/state")
@quick
def state(token: str, request: Request) -> JSONResponse:
    """Where the checkpoint stands, for the receipt that waits to see it move."""
    came = _came(token, request)
    if came is None:
        return JSONResponse({"detail": "Not Found"}, 404)
    if came.link_visit.opens not in (LinkTarget.FORM, LinkTarget.RECEIPT):
        return JSONResponse({"detail": "Gone"}, 410)
    return state_answer(came.link_visit.form_context, came.lang)


def _shown(token: str, request: Request, done: str = "") -> HTMLResponse:
    with reading(workplace_of(request).engine) as session:
        came = _opened(session, token, request)
        if came is None:
            return _foreign(request)
        if came.link_visit.opens is LinkTarget.RECEIPT:
            return show(session, _reporting(came), Act.REPORT.value)
        if came.link_visit.opens is LinkTarget.FORM:
            begun = done if done in ("draft", Act.UPDATE.value) else ""
            return show(session, _reporting(came), begun)
        return _closed(came)


def _too_late(came: LinkVisitor, fields: FormData) -> HTMLResponse:
    """What a link brings that opens no form any more, as from a second device.

    Pressed twice, it is the report that stands, and its receipt is shown. Another text becomes a
    draft while the link gives a right at all, and stands on the page in any case.
    """
    reporting, opens = _reporting(came), came.link_visit.opens
    if opens is not LinkTarget.RECEIPT:
        return _closed(came, 409)
    if says_what_was_sent(reporting, fields):
        return _shown(came.token, came.request)
    keep_only(reporting, fields)
    return _closed(came, 409, draft_saved=True)


def _came(token: str, request: Request) -> LinkVisitor | None:
    with reading(workplace_of(request).engine) as session:
        return _opened(session, token, request)


def _opened(session: Session, token: str, request: Request) -> LinkVisitor | None:
    now = workplace_of(request).clock().now()
    visit = open_link(session, token, now)
    return None if visit is None else LinkVisitor(request, workplace_of(request), token, visit, now)


def _reporting(came: LinkVisitor) -> Reporting:
    visit, here = came.link_visit, f"/r/{came.token}"

    def render(name: str, status: int, **context: object) -> HTMLResponse:
        extra = {"person_name": visit.person.full_name, "until": visit.link.until}
        return bare_page(came.request, name, status, came.lang, **context, **extra)

    return Reporting(
        admitted=came,
        render=render,
        form_context=visit.form_context,
        person_id=visit.person.key,
        code=visit.person.code,
        lang=came.lang,
        now=came.now,
        here=here,
        autosave=f"{here}/draft",
        watch=f"{here}/state",
        link_key=visit.link.request_key,
    )


def _closed(came: LinkVisitor, status: int = 200, *, draft_saved: bool = False) -> HTMLResponse:
    """Why the link opens nothing now; signing in shows what is possible instead."""
    context = came.link_visit.form_context
    then = quote(f"/report/{context.year}/{context.ref}", safe="")
    return bare_page(
        came.request,
        "reports/link_closed",
        status,
        came.lang,
        opens=came.link_visit.opens.value,
        sign_in=f"/sign-in?then={then}",
        day=came.link_visit.link.until,
        # Who finds the letter later, or when it is no more theirs, reads nothing by it.
        form_context=None if _is_over(came) else context,
        view=context.view,
        draft_saved=draft_saved,
        words=words_sent(came.request),
    )


def _is_over(came: LinkVisitor) -> bool:
    late = local_date(came.now) > came.link_visit.link.until
    return late or came.link_visit.opens is LinkTarget.HANDED_OVER


def _foreign(request: Request) -> HTMLResponse:
    """A token that was not made here, or was cut off by a mail program."""
    return bare_page(
        request,
        "reports/link_closed",
        404,
        language_of(request),
        opens="foreign",
        sign_in="/sign-in",
        day=None,
        form_context=None,
        draft_saved=False,
        words=words_sent(request),
    )
