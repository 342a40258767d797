"""An event loop whose process has a queue of connections of its own.

Of several processes behind one socket the first one awake takes every connection that waits: one
of them worked for twenty browsers, and the others had nothing to do. Linux shares connections
out among sockets of one address instead (SO_REUSEPORT, socket(7)).
"""

import asyncio
import socket
import sys
from typing import Any

FAIR_LOOP = f"{__name__}:FairLoop"


class FairLoop(asyncio.SelectorEventLoop):
    """Listens beside a socket that several processes were given, not at it."""

    async def create_server(self, *given: Any, **options: Any) -> asyncio.Server:
        """See asyncio."""
        shared = options.get("sock")
        if shared is not None and sys.platform == "linux":
            options["sock"] = beside(shared)
        return await super().create_server(*given, **options)


def beside(shared: socket.socket) -> socket.socket:
    """A socket of our own at the same address, or the shared one where the system refuses."""
    own = socket.socket(shared.family, shared.type, shared.proto)
    try:
        for each in (shared, own):
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        own.bind(shared.getsockname())
    except OSError:
        own.close()
        return shared
    return own
