"""Serves the pages: `python -m dondoc.web [--host HOST] [--port PORT] [--workers N]`."""

import argparse
import sys

import uvicorn

from dondoc.i18n import translator
from dondoc.services.sample.accounts import is_here
from dondoc.settings import Settings
from dondoc.vault import vault
from dondoc.web.site.deadlines import PROTOCOL
from dondoc.web.site.serving import FACTORY
from dondoc.workplace import open_workplace

HOST = "127.0.0.1"
"""For this machine only: a reverse proxy stands before it and speaks HTTPS."""


def main() -> None:
    """Runs until it is told to stop."""
    settings = Settings()
    parser = argparse.ArgumentParser(prog="python -m dondoc.web")
    parser.add_argument("--host", default=HOST)
    parser.add_argument("--port", type=int, default=settings.web_port)
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    _prepare(settings, arguments.host)
    # No log of accesses: an address carries the right to change somebody's settings.
    # Who a request is from is believed of 127.0.0.1, or of FORWARDED_ALLOW_IPS, and of nobody else.
    uvicorn.run(
        FACTORY,
        factory=True,
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        http=PROTOCOL,
        ws="none",
        proxy_headers=True,
        access_log=False,
        log_level="warning",
        server_header=False,
    )


def _prepare(settings: Settings, host: str) -> None:
    """Brings the database up to date once, before several processes open it.

    Ends the program rather than show a sample, whose password everybody knows, to a network.
    """
    vault(settings)
    workplace = open_workplace(settings)
    workplace.engine.dispose()
    if workplace.sample and not is_here(host):
        sys.exit(translator(settings.lang)("account.cli.sample_host", host=host))


if __name__ == "__main__":
    main()
