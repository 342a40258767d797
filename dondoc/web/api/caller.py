"""Who calls the API: a token's person, within its scopes. A cookie opens nothing here."""

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Session

from dondoc.clock import wall_clock
from dondoc.errors import BadInput
from dondoc.services.accounts import api_tokens
from dondoc.services.accounts.api_tokens import Bearer, TokenScope
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.programme.at_work import programme_at_work
from dondoc.store.database import reading, written
from dondoc.web.api.base import ApiError
from dondoc.web.site.caller import CallerRequest
from dondoc.web.site.visit import workplace_of
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.time_limits import passed_within

PER_SECOND, BURST = 10.0, 600.0
"""A token may do 600 requests at once and ten a second for ever: no honest program needs more."""

_bearer = HTTPBearer(
    auto_error=False, scheme_name="token", description="A token made at /account/tokens"
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


class RateLimit:
    """A bucket for each token, in this process."""

    def __init__(self, per_second: float = PER_SECOND, burst: float = BURST) -> None:
        self.per_second, self.burst = per_second, burst
        self._buckets: dict[int, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait(self, token_id: int) -> int:
        """Takes one; else the seconds until there is one again."""
        now = time.monotonic()
        with self._lock:
            left, since = self._buckets.get(token_id, (self.burst, now))
            left = min(self.burst, left + (now - since) * self.per_second)
            allowed = left >= 1
            self._buckets[token_id] = (left - 1 if allowed else left, now)
        return 0 if allowed else math.ceil((1 - left) / self.per_second)


@dataclass(frozen=True)
class Caller(CallerRequest):
    """A call within a programme."""

    token_id: int
    scopes: frozenset[TokenScope]

    def check_still(self, session: Session) -> None:
        """Answers 401 where the token was revoked, or the account disabled, since it came."""
        if not api_tokens.stands(session, self.token_id, self.wall):
            raise _unknown()

    @contextmanager
    def programme(self) -> Iterator[tuple[Session, Programme]]:
        """A reading transaction with the programme; 404 where there is none yet."""
        if self.viewer.programme_id is None:
            raise ApiError(404, "api.error.not_found")
        with self.reading() as session:
            yield session, session.get_one(Programme, self.viewer.programme_id)

    def need(self, scope: TokenScope) -> None:
        """Answers 403 unless the token has the scope."""
        if scope not in self.scopes:
            raise ApiError(403, "api.error.scope", scope=scope.value)


def _call(
    request: Request, credentials: HTTPAuthorizationCredentials | None, year: int | None
) -> Caller:
    workplace, wall = workplace_of(request), wall_clock()
    with reading(workplace.engine) as session:
        token = credentials.credentials if credentials else ""
        bearer = api_tokens.find(session, token, wall) if token else None
        if bearer is None:
            raise _unknown()
        _slow_down(request, bearer)
        now = workplace.clock().now()
        viewer = open_viewer(
            session,
            bearer.person,
            _programme(session, local_date(now), year),
            local_date(now),
            administrator=bearer.administrator and TokenScope.ADMIN in bearer.scopes,
        )
    every = api_tokens.LAST_USE_EVERY
    if bearer.used_at is None or not passed_within(bearer.used_at, wall, every):
        key = bearer.token_id
        written(workplace.engine, lambda session: api_tokens.keep_used(session, key, wall))
    return Caller(request, workplace, viewer, now, wall, bearer.token_id, bearer.scopes)


def _unknown() -> ApiError:
    error = ApiError(401, "api.error.token")
    error.headers["WWW-Authenticate"] = "Bearer"
    return error


def _slow_down(request: Request, bearer: Bearer) -> None:
    state = request.app.state
    if not hasattr(state, "api_rate"):
        state.api_rate = RateLimit()
    seconds = state.api_rate.wait(bearer.token_id)
    if seconds:
        error = ApiError(429, "api.error.rate", seconds=seconds)
        error.headers["Retry-After"] = str(seconds)
        raise error


def _programme(session: Session, day: date, year: int | None) -> Programme | None:
    try:
        return programme_at_work(session, day, year)
    except BadInput:
        if year is not None:
            raise
        return None


def _needing(scope: TokenScope | None, call: Callable[..., Caller]) -> Any:
    def needed(caller: Annotated[Caller, Depends(call)]) -> Caller:
        if scope is not None:
            caller.need(scope)
        return caller

    return Depends(needed)


_IN_QUERY = Query(ge=1900, le=2200, description="Year of the programme; by default the one at work")
_IN_PATH = Path(ge=1900, le=2200, description="Year of the programme")


def _by_query(
    request: Request, credentials: Credentials, year: Annotated[int | None, _IN_QUERY] = None
) -> Caller:
    return _call(request, credentials, year)


def _by_path(request: Request, credentials: Credentials, year: Annotated[int, _IN_PATH]) -> Caller:
    return _call(request, credentials, year)


Reader = Annotated[Caller, _needing(TokenScope.READ, _by_query)]
"""Asks for the scope `read`; the year stands in the query."""

ReaderIn = Annotated[Caller, _needing(TokenScope.READ, _by_path)]
"""Asks for the scope `read`; the year stands in the path."""

AnybodyIn = Annotated[Caller, _needing(None, _by_path)]
"""Any token; the handler asks for the scope. The year stands in the path."""
