"""An SMTP server on the loopback interface that misbehaves as it is told to."""

import asyncio
import datetime
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from dondoc.channels.letter import Letter

LETTER = Letter(
    message_id="<nudge.17@vinhphuc.gov.vn>",
    sender_address="don-doc@vinhphuc.gov.vn",
    sender_name="Ban Tổ chức Tỉnh ủy",
    recipient_address="an@vinhphuc.gov.vn",
    recipient_name="Nguyễn Văn Ả",
    subject="Quá hạn 2: Ban Chỉ đạo huyện Lập Thạch",
    text="Kính gửi đồng chí,\n.\nđề nghị báo cáo.\n",
    html="<html><body><p>Kính gửi đồng chí</p></body></html>",
    date=datetime.datetime(2022, 3, 25, 7, 30, tzinfo=datetime.UTC),
)


def numbered(number: int) -> Letter:
    return replace(LETTER, message_id=f"<nudge.{number}@vinhphuc.gov.vn>")


@dataclass
class Handler:
    """An SMTP server's behaviour; `answers` are given in turn to RCPT, DATA or MAIL."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    connections: set[int] = field(default_factory=set)
    envelopes: list[Envelope] = field(default_factory=list)
    drop_in_data: int = 0
    hang: float = 0
    transports: list[Any] = field(default_factory=list)
    pipelining: bool = False

    async def handle_EHLO(
        self, server: SMTP, session: Session, _: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections.add(session.peer[1])  # type: ignore[index]
        self.transports.append(server.transport)
        if self.pipelining:
            responses.insert(0, "250-PIPELINING")
        return responses

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self._next("MAIL") or "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        if answer := self.refused.get(address) or self._next("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.hang:
            await asyncio.sleep(self.hang)
        if self.drop_in_data:
            self.drop_in_data -= 1
            server.transport.abort()
        elif not (answer := self._next("DATA")):
            self.envelopes.append(envelope)
            return "250 2.0.0 queued as 42"
        else:
            return answer
        return "250 never seen"

    def _next(self, command: str) -> str:
        waiting = self.answers.get(command, [])
        return waiting.pop(0) if waiting else ""


Start = Callable[..., str]
"""Starts a server for a handler, with options of its own, and answers `host:port`."""


@contextmanager
def servers(*, pipelining: bool) -> Iterator[Start]:
    """Servers on the loopback interface, which stop when the block ends."""
    with ExitStack() as stack:

        def start(handler: Handler, **options: Any) -> str:
            handler.pipelining = pipelining
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            controller = Controller(handler, hostname="127.0.0.1", port=port, **options)
            controller.start()
            stack.callback(controller.stop)
            return f"127.0.0.1:{port}"

        yield start
