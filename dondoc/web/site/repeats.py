"""Every handler is run once more where PostgreSQL ended what it wrote because of another."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile

from dondoc.store.attempts import repeating


class Pages(APIRouter):
    """A router whose handlers are repeated as a whole, or not at all (see `repeated`).

    What was sent is there for the second time: the fields are read, files are wound back.
    """

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """See FastAPI."""
        super().add_api_route(path, repeating(_wound_back(endpoint)), **options)


def _wound_back(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(endpoint):
        return endpoint  # of the quick lane: it only reads, and takes no files

    @wraps(endpoint)
    def begun(*given: Any, **named: Any) -> Any:
        for sent in named.values():
            if isinstance(sent, FormData):
                for file in _files(sent):
                    file.file.seek(0)
        return endpoint(*given, **named)

    return begun


def _files(sent: FormData) -> list[UploadFile]:
    return [item for _, item in sent.multi_items() if isinstance(item, UploadFile)]
