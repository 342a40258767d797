"""Requests that are sent by halves are closed: else their connections are held for ever."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

PROTOCOL = f"{__name__}:DeadlineProtocol"
MAX_HEAD_SECONDS = 20.0
"""From the connection, or the answer before, until the whole head of a request is there."""
MAX_BODY_SECONDS = 15 * 60.0
"""For a whole body: 60 MB of photos over a slow line take ten minutes."""
MAX_PAUSE_SECONDS = 60.0
"""Between two parts of a body."""


class DeadlineProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with deadlines for what a client still has to send.

    uvicorn's own ends only connections on which nothing at all comes after an answer.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._deadline: asyncio.TimerHandle | None = None
        self._awaited: object = None
        self._until = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio.Protocol."""
        super().connection_made(transport)
        self._set_deadline()

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        super().data_received(data)
        self._set_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._drop_deadline()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """The next request may have begun already."""
        super().on_response_complete()
        self._set_deadline()

    def _set_deadline(self) -> None:
        """A head has its time from the beginning; a body may take longer, but not fall silent."""
        self._drop_deadline()
        now, awaited = self.loop.time(), self.conn.their_state
        whole = {h11.IDLE: MAX_HEAD_SECONDS, h11.SEND_BODY: MAX_BODY_SECONDS}.get(awaited)
        if awaited is not self._awaited:
            self._awaited, self._until = awaited, now + (whole or 0.0)
        if whole is None or self.transport.is_closing():
            return
        until = min(self._until, now + MAX_PAUSE_SECONDS)
        self._deadline = self.loop.call_at(until, self._too_late)

    def _drop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_late(self) -> None:
        """While we are the ones who read no further, the client has its time still before it."""
        if self.flow.read_paused:
            self._awaited = None
            self._set_deadline()
            return
        self.transport.close()
