"""Who is at a page, of which programme, on which day: what every handler begins with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from anyio.to_thread import run_sync
from fastapi import Depends, HTTPException, Request
from sqlmodel import Session

from dondoc.clock import wall_clock
from dondoc.db import glancing
from dondoc.i18n import Language, Translate, language, translator
from dondoc.services.access import viewer_of
from dondoc.services.accounts import sessions
from dondoc.services.accounts.present import arrive
from dondoc.services.frames import kept_programme
from dondoc.web.asked import Asked
from dondoc.web.lanes import quick
from dondoc.workplace import Workplace
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.roles import Mandate

COOKIE = "dondoc_session"
LANGUAGE_COOKIE = "dondoc_lang"


class SignInNeededError(Exception):
    """Nobody is signed in; `then`: where to go once somebody is."""

    def __init__(self, then: str) -> None:
        super().__init__(then)
        self.then = then


class NoProgrammeError(Exception):
    """The page needs a plan, and none is loaded yet."""


@dataclass(frozen=True)
class Visit(Asked):
    """A request of somebody signed in. `passed_at`: when they last showed that it is them."""

    lang: Language
    session_id: int
    account_id: int
    passed_at: datetime

    @property
    def tr(self) -> Translate:
        """The words of the visitor's language."""
        return translator(self.lang)

    @contextmanager
    def programme(self) -> Iterator[tuple[Session, Programme]]:
        """A reading transaction with the visit's programme. Raises NoProgrammeError."""
        if self.viewer.programme_id is None:
            raise NoProgrammeError
        with self.reading() as session:
            yield session, kept_programme(session, self.viewer.programme_id)

    def require(self, *mandates: Mandate) -> None:
        """Answers 403 unless the visitor holds one of these mandates for the whole office."""
        if not self.viewer.has(*mandates):
            raise HTTPException(403)


def workplace_of(request: Request) -> Workplace:
    """The database that this application serves."""
    workplace: Workplace = request.app.state.workplace
    return workplace


def language_of(request: Request, preferred: str | None = None) -> Language:
    """As chosen at the page, else the person's own, else what the browser prefers."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return language(chosen or preferred or request.headers.get("accept-language"))


async def visit(request: Request, year: int | None = None) -> Visit:
    """The visit of somebody signed in with every factor. Raises SignInNeededError."""
    found, is_stale = await _arrived(request, year)
    if is_stale:  # not in the quick lane: whoever writes may have to wait for another
        await run_sync(_keep_seen, found)
    return found


def _keep_seen(found: Visit) -> None:
    with found.writing() as session:
        sessions.keep_seen(session, found.session_id, found.wall)


@quick
def _arrived(request: Request, year: int | None) -> tuple[Visit, bool]:
    """The visit, and whether it is some minutes since the visitor was seen."""
    workplace, wall = workplace_of(request), wall_clock()
    token = request.cookies.get(COOKIE)
    now = workplace.clock().now()
    with glancing(workplace.engine) as session:
        arrival = arrive(session, token, wall, year) if token else None
        if arrival is None or arrival.who.passed_at is None:
            raise SignInNeededError(_here(request))
        found, programme = arrival.who, arrival.programme
        if programme is None and year is not None:
            raise HTTPException(404)
        viewer = viewer_of(session, found, programme, local_date(now), found.administrator)
    seen = Visit(
        request=request,
        workplace=workplace,
        viewer=viewer,
        lang=language_of(request, found.language),
        now=now,
        wall=wall,
        session_id=found.session_id,
        account_id=found.account_id,
        passed_at=arrival.who.passed_at,
    )
    return seen, wall - found.seen_at > sessions.SEEN_EVERY


Visiting = Annotated[Visit, Depends(visit)]
"""What a handler of a page asks for."""


async def visit_now(request: Request) -> Visit:
    """The same for what concerns the whole office: no `year` of the address makes a right of it."""
    return await visit(request)


VisitingNow = Annotated[Visit, Depends(visit_now)]
"""For pages that belong to no programme: who held a mandate in an old one holds none here."""


def _here(request: Request) -> str:
    """Where to come back to: only what was looked at, never an act."""
    if request.method != "GET":
        return "/"
    query = f"?{request.url.query}" if request.url.query else ""
    return quote(request.url.path) + query
