"""Refuses a request whose body is larger than allowed, before it is read to its end."""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, suppress
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect
from starlette.types import Message

from dondoc.services.evidence.limits import MAX_TOGETHER, MEGABYTE
from dondoc.web.site.form_reader import FormReader

MAX_BODY_BYTES = MAX_TOGETHER + 2 * MEGABYTE
"""All files that a report may carry, and the text beside them."""
MAX_TEXT_BYTES = MEGABYTE
MAX_PARTS, MAX_PART_LENGTH = 200, MEGABYTE
MAX_OF_MANY_ROWS = 1500
"""Fields of a form with a row for each of many people."""
READ_ON = 10
"""So many times what is taken in is read, so that what was typed beside the files is kept."""


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


def form_within(most: int, parts: int = MAX_PARTS) -> Callable[[Request], AsyncIterator[FormData]]:
    """A dependency that gives the fields and files of a form, or answers 413 where it is larger.

    `parts`: so many fields a form without files may have.
    """

    async def read(request: Request) -> AsyncIterator[FormData]:
        # Its files lie in the temporary folder, and are gone with the form.
        if _is_multipart(request):
            form, is_whole = await _with_files(request, most)
        else:
            form, is_whole = await _with_fields(request, most, parts)
        try:
            request.state.sent = form  # for a page that gives back what was typed
            form.address = request.url.path  # type: ignore[attr-defined]
            if not is_whole:
                raise HTTPException(413)
            yield form
        finally:
            await form.close()

    return read


def _is_multipart(request: Request) -> bool:
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")


async def _with_fields(
    request: Request, most: int, parts: int = MAX_OF_MANY_ROWS
) -> tuple[FormData, bool]:
    return await within(request, most).form(max_fields=parts), True


async def _with_files(request: Request, most: int) -> tuple[FormData, bool]:
    """The form, and whether all of it was kept: files beyond `most` bytes are read past."""
    read_on = within(request, max(most, MAX_BODY_BYTES) * READ_ON)
    try:
        async with aclosing(read_on.stream()) as stream:
            parser = FormReader(
                request.headers, stream, most=most, max_fields=MAX_PARTS, max_part=MAX_PART_LENGTH
            )
            return await parser.parse(), not parser.is_too_large
    except MultiPartException as error:
        raise HTTPException(400, error.message) from error


async def read_words(request: Request) -> None:
    """Reads past all files what a stranger sent in, so that it can be given back.

    Nothing of it is kept here, and what cannot be read is left alone.
    """
    if getattr(request.state, "sent", None) is not None:
        return
    reader = _with_files if _is_multipart(request) else _with_fields
    most = 0 if reader is _with_files else MAX_TEXT_BYTES
    with suppress(HTTPException, ClientDisconnect):
        request.state.sent, _ = await reader(request, most)
        await request.state.sent.close()


EvidenceFields = Annotated[FormData, Depends(form_within(MAX_BODY_BYTES))]
"""What a handler of a form with files asks for."""
TextFields = Annotated[FormData, Depends(form_within(MAX_TEXT_BYTES))]
"""What a handler of a form without files asks for."""
ManyRows = Annotated[FormData, Depends(form_within(MAX_TEXT_BYTES, MAX_OF_MANY_ROWS))]
"""What a handler of a form with many rows asks for."""
