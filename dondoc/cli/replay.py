"""`dondoc replay`: the scripted year, day by day, in a database of its own."""

import json as json_lines
import shutil
import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dondoc.cli.failures import OUR_FAULT, REFUSED, say
from dondoc.cli.options import Json, day
from dondoc.cli.output import as_json
from dondoc.cli.wording import help_of, tr

if TYPE_CHECKING:
    from dondoc.clockwork.children import Children
    from dondoc.settings import Settings

Plan = Annotated[Path | None, typer.Option("--plan", metavar="FILE", help=help_of("replay_plan"))]
Acts = Annotated[Path | None, typer.Option("--acts", metavar="FILE", help=help_of("replay_acts"))]
First = Annotated[
    date | None, typer.Option("--from", parser=day, metavar="DATE", help=help_of("replay_from"))
]
Last = Annotated[
    date | None, typer.Option("--to", parser=day, metavar="DATE", help=help_of("replay_to"))
]


YEAR = (date(2022, 1, 1), date(2023, 1, 20))
"""The scripted year: it ends when the last quarter is judged."""


def replay(
    plan: Plan = None,
    acts: Acts = None,
    first: First = None,
    last: Last = None,
    json: Json = False,
) -> None:
    from dondoc.errors import BadInput
    from dondoc.examples import SAMPLE_ACTS, SAMPLE_PLAN
    from dondoc.services.sample.script import read_script
    from dondoc.settings import Settings

    start, end = first or YEAR[0], last or YEAR[1]
    if end < start:
        raise BadInput("cli.replay.backwards", first=start, last=end)
    script = acts or SAMPLE_ACTS
    read_script(script)  # a mistake in the script is told before anything is started
    arguments = [str((plan or SAMPLE_PLAN).absolute()), str(script.absolute())]
    result = _play(Settings(), [*arguments, start.isoformat(), end.isoformat()], quiet=json)
    if json:
        as_json(result)
    else:
        _show(result)
    if result["surprises"]:
        raise typer.Exit(REFUSED)


def _play(settings: "Settings", arguments: list[str], *, quiet: bool) -> dict[str, Any]:
    """Runs the replay flow, on the server of `dondoc up` or on one of its own."""
    from dondoc.clockwork.children import Children
    from dondoc.clockwork.environment import log_folder, prefect_environment
    from dondoc.clockwork.server import choose_api, is_healthy, start_server
    from dondoc.clockwork.wake import api_url

    folder = settings.root / "replay"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    running = api_url(settings)
    address, port = (running, 0) if running and is_healthy(running) else choose_api(settings)
    environment = prefect_environment(settings, address)
    # The people of a replay are made up: whatever is configured, nothing leaves this machine.
    for name in ("DONDOC_DATABASE_URL", "DONDOC_MAIL_URL"):
        environment.pop(name, None)
    environment |= {"DONDOC_HOME": str(folder), "DONDOC_EMBEDDED": "sample"}
    with Children(environment, log_folder(settings)) as children:
        if port:
            start_server(children, port)
        return _follow(children, arguments, quiet=quiet)


def _follow(children: "Children", arguments: list[str], *, quiet: bool) -> dict[str, Any]:
    from rich.progress import Progress

    doing = children.run("replay", [sys.executable, "-m", "flows.replay", *arguments])
    result: dict[str, Any] | None = None
    with nullcontext() if quiet else Progress() as progress:
        bar = progress.add_task(tr("cli.replay.waiting"), total=None) if progress else None
        for line in doing.stdout or ():
            entry = json_lines.loads(line)
            if "result" in entry:
                result = entry["result"]
            elif progress and bar is not None:
                progress.update(
                    bar, description=entry["day"], completed=entry["done"], total=entry["of"]
                )
    if doing.wait() != 0 or result is None:
        say(tr("cli.replay.failed", log=children.logs / "replay.log"))
        raise typer.Exit(OUR_FAULT)
    return result


def _show(result: dict[str, Any]) -> None:
    counts = {name: value for name, value in result.items() if isinstance(value, int)}
    typer.echo(tr("cli.replay.played", **counts))
    stages = result["status"]["stages"]
    typer.echo(
        tr("cli.replay.evaluated", evaluated=stages["evaluated"], total=sum(stages.values()))
    )
    for files in result["digests"].values():
        typer.echo(tr("cli.digest.kept", file=files[0]))
    typer.echo(tr("cli.replay.register", count=result["reminders"], file=result["register"]))
    for row in result["surprises"]:
        why = row["text"] or tr("cli.replay.not_refused")
        say(tr("cli.replay.surprise", at=row["at"], ref=row["ref"], why=why))
