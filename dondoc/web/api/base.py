"""What every address of the JSON API has in common: who calls, and how it says what is wrong."""

from collections.abc import Callable, Coroutine, Mapping
from types import MappingProxyType
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from starlette.exceptions import HTTPException

from dondoc.errors import DondocError, Refused
from dondoc.i18n import Language, Translate, language, translator
from dondoc.services.acts.fields_of_refusals import FIELDS_OF_REFUSALS
from dondoc.store.full import is_full
from dondoc.web.site.bodies import MAX_TEXT_BYTES, within
from dondoc.web.site.forms import words_of
from dondoc.web.site.repeats import Pages

PREFIX = "/api/v1"
PROBLEM_TYPE = "application/problem+json"


class ApiProblem(BaseModel):
    """What is wrong. `field`: the parameter or the part of the body, '' for the whole."""

    detail: str
    field: str = ""


NOTHING_BESIDE: Mapping[str, Any] = MappingProxyType({})
"""A problem that says no more than what is wrong, and where."""


class ApiError(Exception):
    """A request that is answered with a problem. `key`: of the words.

    `members`: what a problem of its own shape says beside them, as it goes into JSON.
    """

    def __init__(self, status: int, key: str, field: str = "", **params: Any) -> None:
        super().__init__(key)
        self.status, self.key, self.field, self.params = status, key, field, params
        self.headers: dict[str, str] = {}
        self.members: dict[str, Any] = {}


def is_of_api(path: str) -> bool:
    """Whether an address is one of the API's, of whatever version: there or not."""
    return path == "/api" or path.startswith("/api/")


def spoken(request: Request) -> Language:
    """The language that the program asks for; Vietnamese first."""
    return language(request.headers.get("accept-language"))


class ApiRoute(APIRoute):
    """A route whose errors are problems and never pages."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """See FastAPI."""
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                _refuse_nul(request)
                return await inner(within(request, MAX_TEXT_BYTES))
            except (
                ApiError, DondocError, HTTPException, IntegrityError, OperationalError,
                RequestValidationError,
            ) as error:  # fmt: skip
                return answer_to(request, error)

        return handler


def _refuse_nul(request: Request) -> None:
    """No database keeps NUL, and PostgreSQL does not even compare with it."""
    if "\x00" in request.url.path or "%00" in request.url.query:
        raise ApiError(422, "api.error.nul")


def answer_to(request: Request, error: Exception) -> Response:
    """The problem that an error becomes."""
    tr = translator(spoken(request))
    match error:
        case ApiError():
            words = tr(error.key, **error.params)
            return _problem(error.status, words, error.field, error.headers, error.members)
        case DondocError():
            status, field = status_of(error)
            return _problem(status, words_of(error, tr), field)
        case RequestValidationError():
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"][1:])
            return _problem(422, str(first["msg"]), field)
        case HTTPException():
            return _problem(error.status_code, _words_of_status(error, tr), "", error.headers)
    status, key = _fault(error)
    return _problem(status, tr(key))


def _words_of_status(error: HTTPException, tr: Translate) -> str:
    """An address that is not there, or takes no such method, was told in English only."""
    key = {404: "api.error.no_path", 405: "api.error.method"}.get(error.status_code)
    return tr(key) if key else str(error.detail)


def _fault(error: Exception) -> tuple[int, str]:
    """What nobody is told of in words of its own: the status, and the key."""
    if is_full(error):
        return 507, "api.error.disk_full"
    match error:
        case IntegrityError() | OperationalError():
            return 503, "api.error.busy"
        case OverflowError() | DataError():  # a number that no database holds
            return 404, "api.error.not_found"
    return 500, "api.error.our_fault"


def _problem(
    status: int,
    detail: str,
    field: str = "",
    headers: Mapping[str, str] | None = None,
    members: Mapping[str, Any] = NOTHING_BESIDE,
) -> Response:
    body = ApiProblem(detail=detail, field=field).model_dump() | dict(members)
    return JSONResponse(body, status, headers, PROBLEM_TYPE)


_FORBIDDEN = frozenset({"refusal.not_your_role", "refusal.in_person", "refusal.own_report"})
_MISSING = ("checkpoint.", "assignment.", "programme.")


def status_of(error: DondocError) -> tuple[int, str]:
    """Not allowed for anybody now: 409; for this person: 403; not to be understood: 422."""
    field = FIELDS_OF_REFUSALS.get(error.key, "")
    if error.key in _FORBIDDEN:
        return 403, field
    if error.key.startswith(_MISSING):
        return 404, field
    if error.key == "act.request_key_used":
        return 409, field
    return (409 if isinstance(error, Refused) and not field else 422), field


_WRONG = {
    401: "No token, or one that is not in force",
    403: "The token's scopes or its person's rights do not reach so far",
    404: "There is no such thing, or its person may not see it",
    405: "The address takes no such method; `Allow` names one that it takes",
    409: "Not possible now; nothing was changed",
    422: "The request cannot be understood; nothing was changed",
    429: "Too many requests",
    500: "A fault of the server's",
    503: "The database is busy; nothing was changed",
    507: "The server's disk is full; nothing was changed",
}
_SCHEMA = {"schema": {"$ref": "#/components/schemas/ApiProblem"}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": what, "content": {PROBLEM_TYPE: _SCHEMA}}
    for status, what in _WRONG.items()
}

router = Pages(prefix=PREFIX, route_class=ApiRoute)
