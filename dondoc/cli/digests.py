"""The quarterly digest: compiled, listed, approved, issued, reopened."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from dondoc.cli.digest_life import approve, issue, list_, reopen
from dondoc.cli.office import moment, office
from dondoc.cli.options import AsOf, Json, PaperFile, Rules, Standard
from dondoc.cli.output import as_json
from dondoc.cli.wording import LANG, SETTINGS, help_of, tr
from models.rules.checkpoints import local_date

if TYPE_CHECKING:
    from dondoc.services.digest.publish import PublishedDigest
    from dondoc.workplace import Workplace


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
    standard: Standard = False,
    out: Out = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    from dondoc.services.digest.publish import DigestOrder, publish

    workplace = office(quiet=json)
    now = moment(workplace, as_of if workplace.sample else None)
    settings, sample = workplace.settings, workplace.sample
    order = DigestOrder(quarter, as_of or local_date(now), unit, settings.office, sample, official)
    made = publish(workplace.engine, order, now, out or settings.root / "digests")
    papers, open_places = _papers(
        workplace, made, local_date(now), layout, file_formats or (), group or "",
        is_standard=standard,
    )  # fmt: skip
    files = [*made.files, *papers]
    if json:
        as_json({"files": [str(path) for path in files], "figures": made.figures.as_json()})
    else:
        _show(made.texts[LANG], files, open_places)


def _papers(
    workplace: "Workplace",
    made: "PublishedDigest",
    day: date,
    layout: str | None,
    file_formats: Iterable[str],
    group: str,
    *,
    is_standard: bool,
) -> tuple[list[Path], Collection[str]]:
    """The papers beside the digest's page, and what is open in them."""
    from dondoc.services.papers.layouts import PaperForm
    from dondoc.services.papers.office import paper_order, usual_form
    from dondoc.services.papers.publish import write_digest_papers
    from dondoc.services.papers.write import FileFormat

    form = PaperForm(layout) if layout else usual_form(workplace.settings)
    wanted = [FileFormat(each) for each in file_formats]
    order = replace(paper_order(workplace, form, day), standing=made.standing)
    return write_digest_papers(
        workplace.engine, made.figures, order, wanted, made.files[0], group,
        is_standard=is_standard,
    )  # fmt: skip


app.command("compile", help=help_of("digest_compile"))(digest)


def _show(text: str, files: Iterable[Path], open_places: Collection[str]) -> None:
    """The text, where each file lies, and what a person is still to fill in."""
    typer.echo(text)
    for path in files:
        typer.echo(tr("cli.digest.kept", file=path))
    if open_places:
        places = ", ".join(tr(f"papers.place.{name}") for name in open_places)
        typer.echo(tr("papers.to_fill", places=places))
