"""The quarterly digest: compiled, listed, approved, issued, reopened."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dondoc.cli.digest_life import approve, issue, list_, reopen
from dondoc.cli.office import moment, office
from dondoc.cli.options import AsOf, Json, PaperFile, Rules
from dondoc.cli.output import as_json
from dondoc.cli.wording import LANG, SETTINGS, help_of, tr
from models.rules.checkpoints import local_date


class CompileUnlessNamed(TyperGroup):
    """`dondoc digest 2022-Q1` compiles: what names no command is the period of one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """See click."""
        first = args[0] if args else ""
        if first and first not in self.commands and first not in ctx.help_option_names:
            args = ["compile", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=CompileUnlessNamed, no_args_is_help=True, context_settings=SETTINGS)
app.command("list", help=help_of("digest_list"))(list_)
app.command("approve", help=help_of("digest_approve"))(approve)
app.command("issue", help=help_of("digest_issue"))(issue)
app.command("reopen", help=help_of("digest_reopen"))(reopen)

Quarter = Annotated[str, typer.Argument(metavar="QUARTER", help=help_of("quarter"))]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help=help_of("digest_unit"))]
Official = Annotated[
    str | None, typer.Option("--official", metavar="PERSON", help=help_of("digest_official"))
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help=help_of("digest_out"))]
Group = Annotated[
    str | None, typer.Option("--group", metavar="GROUP", help=help_of("digest_group"))
]


Format = Annotated[
    list[PaperFile] | None,
    typer.Option("--format", metavar="FILE_FORMAT", help=help_of("digest_format")),
]


def digest(
    quarter: Quarter,
    unit: Unit = None,
    official: Official = None,
    group: Group = None,
    file_formats: Format = None,
    layout: Rules = None,
    out: Out = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    from dondoc.services.digest.publish import DigestOrder, publish
    from dondoc.services.papers.layouts import PaperForm
    from dondoc.services.papers.office import paper_order, usual_form
    from dondoc.services.papers.publish import write_digest_papers
    from dondoc.services.papers.write import FileFormat

    workplace = office(quiet=json)
    now = moment(workplace, as_of if workplace.sample else None)
    settings, sample = workplace.settings, workplace.sample
    order = DigestOrder(quarter, as_of or local_date(now), unit, settings.office, sample, official)
    made = publish(workplace.engine, order, now, out or settings.root / "digests")
    form = PaperForm(layout) if layout else usual_form(settings)
    order_of_papers = paper_order(workplace, form, local_date(now))
    wanted = [FileFormat(each) for each in file_formats or ()]
    papers, open_places = write_digest_papers(
        workplace.engine, made.figures, order_of_papers, wanted, made.files[0], group or ""
    )
    files = [*made.files, *papers]
    if json:
        as_json({"files": [str(path) for path in files], "figures": made.figures.as_json()})
    else:
        _show(made.texts[LANG], files, open_places)


app.command("compile", help=help_of("digest_compile"))(digest)


def _show(text: str, files: Iterable[Path], open_places: Collection[str]) -> None:
    """The text, where each file lies, and what a person is still to fill in."""
    typer.echo(text)
    for path in files:
        typer.echo(tr("cli.digest.kept", file=path))
    if open_places:
        places = ", ".join(tr(f"papers.place.{name}") for name in open_places)
        typer.echo(tr("papers.to_fill", places=places))
