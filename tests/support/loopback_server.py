"""A server of a test on the loopback address, in a thread of its own."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class LoopbackServer(Protocol):
    """What takes connections until `over` is set; `port`: where it listens."""

    port: int
    over: threading.Event

    def serve(self, listener: socket.socket) -> None: ...


@contextmanager
def serving(server: LoopbackServer, port: int = 0) -> Iterator[None]:
    """Lets it serve on this port, or on a free one, for as long as the block lasts."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        server.port = listener.getsockname()[1]
        thread = threading.Thread(target=server.serve, args=(listener,))
        thread.start()
        try:
            yield
        finally:
            server.over.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
