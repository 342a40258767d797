"""Refuses a request whose body is larger than allowed, before it is read to its end."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData
from starlette.types import Message

from dondoc.services.evidence.limits import MAX_TOGETHER, MEGABYTE

MAX_BODY_BYTES = MAX_TOGETHER + 2 * MEGABYTE
"""All files that a report may carry, and the text beside them."""
MAX_TEXT_BYTES = MEGABYTE
MAX_PARTS, MAX_PART_LENGTH = 200, MEGABYTE
READ_FILES = 40
"""So many are read, more than are taken in: then the form can say so and keep what was typed."""


def within(request: Request, most: int) -> Request:
    """The request, that answers 413 where more is sent than `most` bytes.

    By what the browser announces, before anything is read; and while it is read, because a
    program may announce nothing, or something else.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and (len(announced) > len(str(most)) or int(announced) > most):
        raise HTTPException(413)
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await request.receive()
        size += len(message.get("body", b""))
        if size > most:
            raise HTTPException(413)
        return message

    return Request(request.scope, counted)


def form_within(most: int) -> Callable[[Request], AsyncIterator[FormData]]:
    """A dependency that gives the fields and files of a form, or answers 413 where it is larger."""

    async def read(request: Request) -> AsyncIterator[FormData]:
        # Its files lie in the temporary folder, and are gone with the form.
        async with within(request, most).form(
            max_fields=MAX_PARTS, max_files=READ_FILES, max_part_size=MAX_PART_LENGTH
        ) as form:
            request.state.sent = form  # for a page that gives back what was typed
            yield form

    return read


EvidenceFields = Annotated[FormData, Depends(form_within(MAX_BODY_BYTES))]
"""What a handler of a form with files asks for."""
TextFields = Annotated[FormData, Depends(form_within(MAX_TEXT_BYTES))]
"""What a handler of a form without files asks for."""
