"""The web application over one database."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from inspect import iscoroutinefunction
from typing import Any, cast
from urllib.parse import urlencode

from anyio.to_thread import current_default_thread_limiter, run_sync
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute

from dondoc.collecting import seldom_collecting
from dondoc.errors import DondocError
from dondoc.store.full import is_full
from dondoc.vault import vault
from dondoc.web.api.base import answer_to, is_of_api
from dondoc.web.routers import ROUTERS
from dondoc.web.site.again import closed_door, send_again, typed_something
from dondoc.web.site.bodies import read_words
from dondoc.web.site.caller import NoProgrammeError, SignInNeededError
from dondoc.web.site.guard import Guard
from dondoc.web.site.heads import HeadAsGet
from dondoc.web.site.lanes import OTHERS
from dondoc.web.site.pages import go, problem
from dondoc.web.site.timing import Durations, Timing
from dondoc.web.site.visit import TypedByAnotherError, know_person, person_known
from dondoc.workplace import Workplace

_log = logging.getLogger(__name__)

_CLOSED_DOORS = frozenset({"forbidden", "not_found"})
_PROBLEMS = {403: "forbidden", 404: "not_found", 405: "not_found", 413: "too_big", 429: "too_many"}


def create_app(workplace: Workplace) -> FastAPI:
    """The pages over one database. Raises VaultError where the key cannot be used."""
    vault()  # better no server than one that knows nobody's link
    app = FastAPI(
        title="Đôn Đốc",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.workplace = workplace
    for kind, handler in _HANDLERS.items():
        app.add_exception_handler(kind, _by_reader(handler))
    app.router.routes.extend(_routes())
    app.add_middleware(Guard, secure=workplace.settings.web_url.startswith("https:"))
    app.state.durations = Durations()
    app.add_middleware(Timing, durations=app.state.durations)
    app.add_middleware(HeadAsGet)
    return app


@cache
def _routes() -> list[BaseRoute]:
    """All pages; FastAPI looks into each once, and not again for another application."""
    together = APIRouter()
    for router in ROUTERS:
        together.include_router(router)
    return together.routes


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = OTHERS
    with seldom_collecting():
        yield
    app.state.workplace.engine.dispose()


def _by_reader(page: Callable[..., Any]) -> Callable[[Request, Any], Any]:
    """A handler of errors that answers people with a page, and programs as the API says."""

    async def answer(request: Request, error: Any) -> Response:
        if is_of_api(request.url.path):
            if isinstance(error, OSError) and not is_full(error):
                raise error  # a fault of ours
            return answer_to(request, error)
        if iscoroutinefunction(page):
            return cast("Response", await page(request, error))
        return await run_sync(page, request, error)

    return answer


def _failed(request: Request, error: Any) -> Response:
    """What cannot be had."""
    know_person(request)
    name = _PROBLEMS.get(error.status_code, "bad_request")
    if request.method == "POST" and name in _CLOSED_DOORS and person_known(request):
        answer = closed_door(request, error.status_code)
    else:
        answer = send_again(request, name, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def _sign_in(request: Request, error: Any) -> Response:
    """To the door; whoever typed something meanwhile gets it back, to be sent in again."""
    if request.method == "POST":
        await read_words(request)
        if typed_something(request):
            await run_sync(know_person, request)
            # There the page says which window to go back to.
            door = _door(f"{error.then}#signed-in")
            return send_again(request, "signed_out", 401, sign_in=door)
    return go(_door(error.then))


async def _not_theirs(request: Request, _: Any) -> Response:
    """What another typed is not sent in the name of whoever signed in since: it can be copied."""
    await read_words(request)
    return send_again(request, "typed_by_another", 409)


def _door(then: str) -> str:
    return f"/sign-in?{urlencode({'then': then})}"


def _no_plan(request: Request, _: Any) -> Response:
    return problem(request, "no_plan", 404)


def _invalid(request: Request, error: Any) -> Response:
    know_person(request)
    if all(row["loc"][:1] == ("path",) for row in error.errors()):
        return problem(request, "not_found", 404)  # an address that names nothing
    return problem(request, "bad_request", 400)


def _refused(request: Request, error: Any) -> Response:
    """An act that a page did not show at its field: nothing was changed."""
    from dondoc.i18n import translator
    from dondoc.web.site.forms import words_of
    from dondoc.web.site.visit import language_of

    know_person(request)
    tr = translator(language_of(request))
    return send_again(request, "refused", 409, what=words_of(error, tr))


def _nothing(request: Request, _: Any) -> Response:
    """A number that no database holds, in an address: nothing has that number."""
    return problem(request, "not_found", 404)


def _busy(request: Request, error: Any) -> Response:
    if is_full(error):
        return _full(request, error)
    return send_again(request, "busy", 503)


def _full(request: Request, error: Any) -> Response:
    """The disk takes nothing more: what was typed goes back to whoever typed it."""
    if not is_full(error):
        raise error  # a fault of ours
    _log.error("The disk is full: %s", error)
    return send_again(request, "disk_full", 507)


def _gone(_request: Request, _: Any) -> Response:
    """Whoever sent half a request went away, or was too slow: nobody reads this."""
    return Response(status_code=400)


def _meanwhile(request: Request, error: Any) -> Response:
    """Two did the same at once, as who presses a button twice: one of them comes too late."""
    _log.warning("Refused by the database at %s", request.scope["route"].path, exc_info=error)
    return send_again(request, "busy", 503)


def _our_fault(request: Request, _: Any) -> Response:
    """Starlette logs the error; the visitor gets words and what they typed, never a traceback."""
    return send_again(request, "our_fault", 500)


_HANDLERS: dict[Any, Any] = {
    HTTPException: _failed,
    RequestValidationError: _invalid,
    SignInNeededError: _sign_in,
    TypedByAnotherError: _not_theirs,
    NoProgrammeError: _no_plan,
    DondocError: _refused,
    OperationalError: _busy,
    OSError: _full,
    ClientDisconnect: _gone,
    IntegrityError: _meanwhile,
    OverflowError: _nothing,
    DataError: _nothing,
    Exception: _our_fault,
}
