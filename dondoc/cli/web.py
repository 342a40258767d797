"""`dondoc web`: serves the pages, in this process, until it is stopped."""

import os
import sys
from typing import Annotated

import typer

from dondoc.cli.words import help_of, tr

Host = Annotated[str, typer.Option("--host", metavar="HOST", help=help_of("web_host"))]
Port = Annotated[
    int, typer.Option("--port", metavar="PORT", min=1, max=65535, help=help_of("web_port"))
]


def web(host: Host = "127.0.0.1", port: Port = 8080) -> None:
    typer.echo(tr("cli.web.serving", url=f"http://{host}:{port}"))
    sys.stdout.flush()
    # The command line never imports the pages: this process becomes theirs, so that whoever
    # started it stops them as well.
    command = [sys.executable, "-m", "dondoc.web", "--host", host, "--port", str(port)]
    os.execv(sys.executable, command)  # noqa: S606 (our own interpreter, no shell)
