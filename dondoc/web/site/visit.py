"""Who is at a page, of which programme, on which day: what every handler begins with."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import Depends, HTTPException, Request
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from dondoc.clock import wall_clock
from dondoc.i18n import Language, Translate, language, translator
from dondoc.services.accounts.sign_in import sessions
from dondoc.services.accounts.sign_in.arrive import Arrival, Present, arrive
from dondoc.services.operations.acts_waiting import ActsWaiting, acts_waiting
from dondoc.services.organisation.changes import SettingsChange, acting_for_office
from dondoc.services.organisation.viewer import viewer_of
from dondoc.services.programme.at_work import Years
from dondoc.services.programme.programmes import ProgrammeYear
from dondoc.services.work.shared_facts import cached_programme
from dondoc.store.database import reading, written
from dondoc.web.site.caller import CallerRequest, NoProgrammeError, SignInNeededError
from dondoc.web.site.inner_addresses import way_back
from dondoc.web.site.lanes import quick
from dondoc.workplace import Workplace
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.roles import Mandate
from models.rules.time_limits import passed_within

COOKIE = "dondoc_session"
LANGUAGE_COOKIE = "dondoc_lang"
_DIGITS = 4
_PERSON, _LANGUAGE = "own_person", "own_language"
"""Kept with a request for the pages that say what went wrong with it."""
TYPED_BY = "typed_by"
"""In the address of a form that is sent again: whose it was."""

VisitNote = Callable[[Session], None] | None
"""Something that a visit leaves to be written down, or nothing."""


class TypedByAnotherError(Exception):
    """A form is sent again, and somebody else has signed in since it was filled in."""


@dataclass(frozen=True)
class Visit(CallerRequest):
    """A request of somebody signed in.

    `passed_at`: when they last showed that it is them. `years`: the programmes that there are;
    `shown`: the one that is looked at, on a page of the whole office not always the viewer's.
    `acts_waiting`: what waits too long to be applied, for administrators.
    """

    lang: Language
    session_id: int
    account_id: int
    passed_at: datetime
    years: Years
    shown: ProgrammeYear | None
    acts_waiting: ActsWaiting | None

    @property
    def tr(self) -> Translate:
        """The words of the visitor's language."""
        return translator(self.lang)

    def check_still(self, session: Session) -> None:
        """Raises SignInNeededError for whom an administrator signed out while they were served."""
        if sessions.has_ended(session, self.session_id):
            raise SignInNeededError(way_back(self.request))

    @contextmanager
    def programme(self) -> Iterator[tuple[Session, Programme]]:
        """A reading transaction with the viewer's programme. Raises NoProgrammeError."""
        with self._of(self.viewer.programme_id) as session_and_programme:
            yield session_and_programme

    @contextmanager
    def programme_shown(self) -> Iterator[tuple[Session, Programme]]:
        """A session and the programme that is looked at, on a page of the whole office."""
        with self._of(None if self.shown is None else self.shown.key) as session_and_programme:
            yield session_and_programme

    @contextmanager
    def _of(self, programme_id: int | None) -> Iterator[tuple[Session, Programme]]:
        if programme_id is None:
            raise NoProgrammeError
        with self.reading() as session:
            yield session, cached_programme(session, programme_id)

    def require(self, *mandates: Mandate) -> None:
        """Answers 403 unless the visitor holds one of these mandates for the whole office."""
        if not self.viewer.has(*mandates):
            raise HTTPException(403)

    def require_whole_year(self) -> None:
        """Answers 403 unless the visitor sees everything of the programme."""
        if not self.viewer.sees_all:
            raise HTTPException(403)

    def for_office(self, session: Session) -> SettingsChange:
        """Somebody of the office changes what is everybody's."""
        return acting_for_office(session, self.viewer.code, self.now, self.wall)


def workplace_of(request: Request) -> Workplace:
    """The database that this application serves."""
    workplace: Workplace = request.app.state.workplace
    return workplace


def language_of(request: Request, preferred: str | None = None) -> Language:
    """The language: as chosen at the page, else the person's own, else what the browser prefers."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    own = preferred or getattr(request.state, _LANGUAGE, None)
    return language(chosen or own or request.headers.get("accept-language"))


def know_person(request: Request) -> None:
    """Notes whose session it is or was: for their language, and whose what they typed is."""
    token = request.cookies.get(COOKIE)
    if token is None or hasattr(request.state, _LANGUAGE):
        return
    # Without a database the page is still shown, in the browser's language.
    with suppress(OperationalError), reading(workplace_of(request).engine) as session:
        owner = sessions.owner_of(session, token)
        if owner is not None:
            _know(request, *owner)


def _know(request: Request, person_id: int, language_code: str) -> None:
    setattr(request.state, _PERSON, str(person_id))
    setattr(request.state, _LANGUAGE, language_code)


def person_known(request: Request) -> str:
    """Who sent a request, as far as it is known; "" for nobody."""
    return str(getattr(request.state, _PERSON, ""))


async def visit(request: Request, year: int | None = None) -> Visit:
    """The visit of somebody signed in with every factor. Raises SignInNeededError.

    `year`: of the path, or of the query: there it is a choice, which the session remembers.
    """
    return await _noted(
        *await _arrived(request, year, year if "year" in request.query_params else None)
    )


async def _noted(this_visit: Visit, *notes: VisitNote) -> Visit:
    """Writes down what a visit leaves behind, if anything.

    Not in the quick lane: whoever writes may have to wait for another.
    """
    if notes_to_keep := [note for note in notes if note is not None]:
        await run_sync(_keep, this_visit, notes_to_keep)
    return this_visit


def _keep(this_visit: Visit, notes: Sequence[Callable[[Session], None]]) -> None:
    def keep(session: Session) -> None:
        for note in notes:
            note(session)

    # A page is shown, and what was typed is taken, though nobody can write that it was looked at.
    with suppress(OperationalError):
        written(this_visit.workplace.engine, keep)


@quick
def _arrived(
    request: Request, year: int | None, chosen: int | None, office: bool = False
) -> tuple[Visit, VisitNote, VisitNote]:
    """The visit; that it was some minutes since the visitor was seen; and the year they chose."""
    workplace, wall = workplace_of(request), wall_clock()
    token, now = request.cookies.get(COOKIE), workplace.clock().now()
    with reading(workplace.engine) as session:
        arrival = arrive(session, token, wall, local_date(now)) if token else None
        if arrival is None or arrival.who.passed_at is None:
            raise SignInNeededError(way_back(request))
        _meet(request, arrival.who)
        present, shown = arrival.who, arrival.shown(year)
        if shown is None and year is not None:
            raise HTTPException(404)
        programme = arrival.years.at_work if office else shown
        viewer = viewer_of(session, present, programme, local_date(now), present.administrator)
        waiting = acts_waiting(session, now) if viewer.has(Mandate.ADMINISTRATOR) else None
    this_visit = Visit(
        request=request,
        workplace=workplace,
        viewer=viewer,
        lang=language_of(request, present.language),
        now=now,
        wall=wall,
        session_id=present.session_id,
        account_id=present.account_id,
        passed_at=arrival.who.passed_at,
        years=arrival.years,
        shown=shown,
        acts_waiting=waiting,
    )
    return this_visit, _note_use(present, wall), _chosen(arrival, chosen)


def _meet(request: Request, present: Present) -> None:
    """Remembers who asks. Raises TypedByAnotherError where what is sent was typed by another."""
    _know(request, present.person_id, present.language)
    if request.query_params.get(TYPED_BY, person_known(request)) != person_known(request):
        raise TypedByAnotherError


def _note_use(present: Present, wall: datetime) -> VisitNote:
    if passed_within(present.seen_at, wall, sessions.LAST_USE_EVERY):
        return None
    return lambda session: sessions.keep_last_use(session, present.session_id, wall)


def _chosen(arrival: Arrival, year: int | None) -> VisitNote:
    """The programme at work needs no remembering: in the next year it is another one."""
    present, at_work = arrival.who, arrival.years.at_work
    chosen_year = None if at_work is not None and year == at_work.year else year
    if year is None or chosen_year == present.year:
        return None
    return lambda session: sessions.keep_year(session, present.session_id, chosen_year)


Visiting = Annotated[Visit, Depends(visit)]
"""What a handler of a page asks for."""


async def visit_now(request: Request) -> Visit:
    """The same for what concerns the whole office: no `year` of the address makes a right of it.

    A year that is chosen there is remembered all the same, for the pages that are about one.
    """
    typed = request.query_params.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == _DIGITS else None
    return await _noted(*await _arrived(request, year, year, office=True))


VisitingNow = Annotated[Visit, Depends(visit_now)]
"""For pages that belong to no programme: who held a mandate in an old one holds none here."""
