"""Every handler is run once more where PostgreSQL ended what it wrote because of another."""

import inspect
from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Any

from fastapi import APIRouter, BackgroundTasks, Response
from starlette.datastructures import FormData, UploadFile

from dondoc.store.attempts import repeated, repeating


class Pages(APIRouter):
    """A router whose handlers are repeated as a whole, or not at all (see `repeated`).

    What was sent is there for the second time: the fields are read, files are wound back. What
    the first attempt wanted done after the answer, or said in it, is forgotten.
    """

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """See FastAPI."""
        super().add_api_route(path, _repeated_from_the_start(endpoint), **options)


def _repeated_from_the_start(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(endpoint):
        return repeating(endpoint)  # of the quick lane: it only reads, and takes no files

    @wraps(endpoint)
    def handler(*args: Any, **named: Any) -> Any:
        resets = [reset for value in named.values() for reset in _resets(value)]

        def attempt() -> Any:
            for reset in resets:
                reset()
            return endpoint(*args, **named)

        return repeated(attempt)

    return handler


def _resets(value: object) -> Iterable[Callable[[], object]]:
    """What makes an argument again what it was before the first attempt."""
    match value:
        case FormData():
            return [partial(file.file.seek, 0) for file in _files(value)]
        case BackgroundTasks():
            return [partial(_put_back, value.tasks, list(value.tasks))]
        case Response():
            before = (value.status_code, list(value.raw_headers))
            return [partial(_unsay, value, *before)]
    return ()


def _put_back(tasks: list[Any], before: list[Any]) -> None:
    tasks[:] = before


def _unsay(answer: Response, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    answer.status_code = status
    answer.raw_headers[:] = headers  # the view that `headers` gives is of this very list


def _files(sent: FormData) -> list[UploadFile]:
    return [field for _, field in sent.multi_items() if isinstance(field, UploadFile)]
