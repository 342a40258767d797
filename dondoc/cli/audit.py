"""Whether history is as it was written."""

from typing import Annotated

import typer

from dondoc.cli.failures import REFUSED
from dondoc.cli.office import office
from dondoc.cli.options import Json
from dondoc.cli.output import as_json
from dondoc.cli.wording import SETTINGS, help_of, tr

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)


@app.callback()
def _group() -> None:
    """Keeps `verify` a command of its own: a group of one would swallow its name."""


@app.command("verify", help=help_of("audit_verify"))
def verify(
    seal: Annotated[str | None, typer.Option("--seal", help=help_of("seal"))] = None,
    json: Json = False,
) -> None:
    from dondoc.rendering.formats import day
    from dondoc.services.audit import verify as check
    from dondoc.services.audit.sentences import SHOWN, outside_of, said_of
    from dondoc.store.database import reading

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
                changes=found.changes,
            )
        )
        if found.last_day is not None:
            typer.echo(tr("cli.audit.seal", day=day(found.last_day), digest=found.last_digest))
        if found.last_page:
            typer.echo(tr("cli.audit.page", digest=found.last_page))
        if found.taken_over:
            typer.echo(tr("cli.audit.taken_over", n=found.taken_over))
        typer.echo(outside_of(found, tr))
        for finding in found.findings[:SHOWN]:
            typer.echo("✗ " + said_of(finding, tr))
        if len(found.findings) > SHOWN:
            typer.echo(tr("audit.more", n=len(found.findings) - SHOWN))
        if not found.findings:
            typer.echo("✓ " + tr("cli.audit.holds"))
    if found.findings:
        raise typer.Exit(REFUSED)
