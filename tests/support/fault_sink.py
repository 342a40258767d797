"""A mail server with faults: it records what it took, and misbehaves where a test asks it to."""

import socket
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO

from loopback_server import serving

DROP = "drops in the middle of the text"
HANG = "says nothing more"


@dataclass
class FaultSink:
    """`taken`: per recipient the letters that were acknowledged, as bytes.

    `faults`: what becomes of a recipient's next letters: an answer to RCPT, DROP or HANG.
    """

    taken: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, list[str]] = field(default_factory=dict)
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"mailto://127.0.0.1:{self.port}?mode=insecure&timeout=1"

    @property
    def repeated(self) -> list[list[bytes]]:
        """The letters of everybody who got one more than once."""
        return [letters for letters in self.taken.values() if len(letters) > 1]

    def serve(self, listener: socket.socket) -> None:
        """A thread for each connection: a killed deliverer leaves some behind."""
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines, suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(b"220 ready\r\n")
            to, fault = "", ""
            while line := lines.readline():
                verb = line[:4].upper()
                answer = "250 ok"
                if verb == b"EHLO":
                    answer = "250-ready\r\n250 PIPELINING"
                elif verb == b"RCPT":
                    to = line.decode().partition("<")[2].partition(">")[0]
                    fault = self.faults[to].pop(0) if self.faults.get(to) else ""
                    answer = fault if fault[:1].isdigit() else answer
                elif verb == b"DATA" and fault[:1].isdigit():
                    answer = "503 nobody to send it to"
                elif verb == b"DATA":
                    connection.sendall(b"354 go on\r\n")
                    if not self._take(lines, to, fault):
                        return
                    answer = "250 2.0.0 taken"
                connection.sendall(f"{answer}\r\n".encode())

    def _take(self, lines: BinaryIO, to: str, fault: str) -> bool:
        """Reads a text; False: the connection is at its end."""
        if fault == DROP:
            lines.readline()
            return False
        text = bytearray()
        while (line := lines.readline()) != b".\r\n":
            if not line:
                return False  # whoever sent it was killed in the middle of it
            text += line
        if fault == HANG:
            self.over.wait(30)
            return False
        self.taken[to].append(bytes(text))
        return True


@contextmanager
def faulty_sink(port: int = 0) -> Iterator[FaultSink]:
    """A server on this port of the loopback address, or on a free one."""
    sink = FaultSink()
    with serving(sink, port):
        yield sink
