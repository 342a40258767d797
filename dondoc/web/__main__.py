"""Serves the pages: `python -m dondoc.web [--host HOST] [--port PORT]`."""

import argparse

import uvicorn

from dondoc.settings import Settings
from dondoc.web.app import create_app
from dondoc.workplace import open_workplace

HOST, PORT = "127.0.0.1", 8080
"""For this machine only: a reverse proxy stands before it and speaks HTTPS."""


def main() -> None:
    """Runs until it is told to stop."""
    parser = argparse.ArgumentParser(prog="python -m dondoc.web")
    parser.add_argument("--host", default=HOST)
    parser.add_argument("--port", type=int, default=PORT)
    given = parser.parse_args()
    app = create_app(open_workplace(Settings()))
    # No log of accesses: an address carries the right to change somebody's settings.
    uvicorn.run(
        app,
        host=given.host,
        port=given.port,
        access_log=False,
        log_level="warning",
        server_header=False,
    )


if __name__ == "__main__":
    main()
