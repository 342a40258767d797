"""Servers on this machine that answer a byte at a time, and never come to an end."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from loopback_server import serving

EVERY = 0.05
"""Seconds between two bytes: far less than any single wait may last."""


@dataclass
class Trickler:
    """`prompt`: what it says at once, a line for each that it is told; then it trickles."""

    prompt: list[bytes] = field(default_factory=list)
    trickle: bytes = b"x"
    tls: ssl.SSLContext | None = None
    port: int = 0
    callers: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def serve(self, listener: socket.socket) -> None:
        """A thread for each connection."""
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.callers += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError), self._opened(connection) as talk:
            for answer in self.prompt:
                talk.sendall(answer)
                talk.recv(100_000)
            while not self.over.wait(EVERY):
                talk.sendall(self.trickle)

    def _opened(self, connection: socket.socket) -> socket.socket:
        if self.tls is None:
            return connection
        with connection:
            return self.tls.wrap_socket(connection, server_side=True)


@contextmanager
def trickling(
    *prompt: bytes, trickle: bytes = b"x", tls: ssl.SSLContext | None = None
) -> Iterator[Trickler]:
    """A server on a free port of the loopback address, for as long as the block lasts."""
    server = Trickler(list(prompt), trickle, tls)
    with serving(server):
        yield server
