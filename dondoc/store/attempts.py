"""What is done once more when PostgreSQL ends it because of another: as a whole, or not at all."""

import inspect
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
Result = TypeVar("Result")

_VICTIM = frozenset({"40P01", "40001", "23505"})
"""A deadlock, an order that cannot be kept, and two who wrote the same at once."""
_PAUSE = 0.2
"""Seconds in which the other one ends: tried again at once, it might be met again."""


@dataclass
class _Attempt:
    """One run of some work. `stands`: something of it cannot be taken back any more."""

    stands: bool = False


_running: ContextVar[tuple[_Attempt, ...]] = ContextVar("dondoc_attempts", default=())


def note_done() -> None:
    """Says that something was done that stands: a commit, or a letter that is on its way.

    Work around it is not done once more then, for it would be done twice.
    """
    for attempt in _running.get():
        attempt.stands = True


def repeated(work: Callable[[], Result]) -> Result:
    """What some work gives; done once more where nothing of the first attempt is left.

    That is so where PostgreSQL ended its only transaction because of another one.
    """
    with _begun() as attempt:
        try:
            return work()
        except Exception as error:
            if attempt.stands or not is_victim(error):
                raise
    time.sleep(_PAUSE)
    return work()


def repeating(handler: Callable[P, Result]) -> Callable[P, Result]:
    """Repeats a function where the database ends it, in a thread or in the event loop."""
    if inspect.iscoroutinefunction(handler):
        return cast("Callable[P, Result]", _repeating_there(handler))

    @wraps(handler)
    def twice(*arguments: P.args, **named: P.kwargs) -> Result:
        return repeated(lambda: handler(*arguments, **named))

    return twice


def _repeating_there(handler: Callable[..., Any]) -> Callable[..., Any]:
    from anyio import sleep  # the command line does without

    @wraps(handler)
    async def twice(*arguments: Any, **named: Any) -> Any:
        with _begun() as attempt:
            try:
                return await handler(*arguments, **named)
            except Exception as error:
                if attempt.stands or not is_victim(error):
                    raise
        await sleep(_PAUSE)
        return await handler(*arguments, **named)

    return twice


def is_victim(error: BaseException) -> bool:
    """Whether the database ended a transaction because of another, and takes it a second time."""
    return getattr(getattr(error, "orig", None), "sqlstate", "") in _VICTIM


@contextmanager
def _begun() -> Iterator[_Attempt]:
    attempt = _Attempt()
    token = _running.set((*_running.get(), attempt))
    try:
        yield attempt
    finally:
        _running.reset(token)
