"""Whether history is as it was written."""

from datetime import date
from typing import Annotated

import typer

from dondoc.cli.failures import REFUSED
from dondoc.cli.office import office
from dondoc.cli.options import Json
from dondoc.cli.output import as_json
from dondoc.cli.words import SETTINGS, help_of, tr

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)


@app.callback()
def _group() -> None:
    """Keeps `verify` a command of its own: a group of one would swallow its name."""


@app.command("verify", help=help_of("audit_verify"))
def verify(
    seal: Annotated[str | None, typer.Option("--seal", help=help_of("seal"))] = None,
    json: Json = False,
) -> None:
    from dondoc.db import reading
    from dondoc.rendering.formats import day
    from dondoc.services.audit import verify as check

    workplace = office(quiet=json)
    with reading(workplace.engine) as session:
        found = check(session, seal)
    if json:
        as_json(found)
    else:
        typer.echo(
            tr(
                "cli.audit.looked",
                events=found.events,
                seals=found.seals,
                checkpoints=found.checkpoints,
            )
        )
        if found.last_day is not None:
            typer.echo(tr("cli.audit.seal", day=day(found.last_day), digest=found.last_digest))
        for one in found.findings:
            params = {name: _shown(it) for name, it in one.params.items()}
            if "what" in params:
                params["what"] = tr(f"audit.what.{params['what']}")
            typer.echo("✗ " + tr(one.key, **params))
        if not found.findings:
            typer.echo("✓ " + tr("cli.audit.holds"))
    if found.findings:
        raise typer.Exit(REFUSED)


def _shown(value: object) -> str:
    """A day, a stage or a number as people read it."""
    from dondoc.rendering.formats import NOTHING, day
    from models.rules.stages import Stage

    if isinstance(value, Stage):
        return tr(f"stage.{value.value}")
    if isinstance(value, date):
        return day(value)
    return NOTHING if value is None else str(value)
