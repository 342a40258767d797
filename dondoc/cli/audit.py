"""Whether history is as it was written."""

from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.failures import REFUSED
from dondoc.cli.office import office
from dondoc.cli.options import Json
from dondoc.cli.output import as_json, progress_bar
from dondoc.cli.wording import SETTINGS, help_of, tr

if TYPE_CHECKING:
    from dondoc.services.audit import Audit

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)


@app.callback()
def _group() -> None:
    """Keeps `verify` a command of its own: a group of one would swallow its name."""


@app.command("verify", help=help_of("audit_verify"))
def verify(
    seal: Annotated[str | None, typer.Option("--seal", help=help_of("seal"))] = None,
    json: Json = False,
) -> None:
    from dondoc.services.audit import check_evidence, with_evidence
    from dondoc.services.audit import verify as check
    from dondoc.store.database import reading

    workplace = office(quiet=json)
    with reading(workplace.engine) as session:
        audit = check(session, seal)
    with progress_bar(tr("cli.evidence.checking")) as progress:
        files = check_evidence(workplace.engine, workplace.evidence, progress)
    audit = with_evidence(audit, files)
    if json:
        as_json(audit)
    else:
        _show_range(audit)
        _show_findings(audit)
    if audit.findings:
        raise typer.Exit(REFUSED)


def _show_range(audit: "Audit") -> None:
    """What was looked at, and up to which seal and which page of the ledger."""
    from dondoc.rendering.formats import day

    typer.echo(
        tr(
            "cli.audit.looked",
            events=audit.events,
            seals=audit.seals,
            checkpoints=audit.checkpoints,
            changes=audit.changes,
        )
    )
    typer.echo(tr("cli.audit.files", n=audit.files))
    if audit.last_day is not None:
        typer.echo(tr("cli.audit.seal", day=day(audit.last_day), digest=audit.last_digest))
    if audit.last_page:
        typer.echo(tr("cli.audit.page", digest=audit.last_page))
    if audit.taken_over:
        typer.echo(tr("cli.audit.taken_over", n=audit.taken_over))


def _show_findings(audit: "Audit") -> None:
    from dondoc.services.audit.sentences import MAX_SHOWN, finding_text, outside_of

    typer.echo(outside_of(audit, tr))
    for finding in audit.findings[:MAX_SHOWN]:
        typer.echo("✗ " + finding_text(finding, tr))
    if len(audit.findings) > MAX_SHOWN:
        typer.echo(tr("audit.more", n=len(audit.findings) - MAX_SHOWN))
    if not audit.findings:
        typer.echo("✓ " + tr("cli.audit.holds"))
