"""`dondoc web`: serves the pages, in this process, until it is stopped."""

import os
import sys
from typing import Annotated

import typer

from dondoc.cli.failures import REFUSED, say
from dondoc.cli.wording import help_of, tr

Host = Annotated[str, typer.Option("--host", metavar="HOST", help=help_of("web_host"))]
Port = Annotated[
    int | None, typer.Option("--port", metavar="PORT", min=1, max=65535, help=help_of("web_port"))
]
Workers = Annotated[
    int, typer.Option("--workers", metavar="N", min=1, max=64, help=help_of("web_workers"))
]


def web(host: Host = "127.0.0.1", port: Port = None, workers: Workers = 1) -> None:
    from dondoc.cli.first import show_accounts
    from dondoc.services.sample.accounts import is_here
    from dondoc.settings import Settings
    from dondoc.workplace import open_workplace

    settings = Settings()
    port = port or settings.web_port
    workplace = open_workplace(settings)
    if workplace.sample and not is_here(host):
        say(tr("account.cli.sample_host", host=host))
        raise typer.Exit(REFUSED)
    url = f"http://{host}:{port}"
    typer.echo(tr("cli.web.serving", url=url))
    show_accounts(workplace, url)
    workplace.engine.dispose()
    sys.stdout.flush()
    # The command line never imports the pages: this process becomes theirs, so that whoever
    # started it stops them as well.
    options = ["--host", host, "--port", str(port), "--workers", str(workers)]
    command = [sys.executable, "-m", "dondoc.web", *options]
    os.execv(sys.executable, command)  # noqa: S606 (our own interpreter, no shell)
