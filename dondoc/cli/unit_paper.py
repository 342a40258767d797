"""A paper of a unit as files: annex, decision, letter of urging, report."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.office import moment, office
from dondoc.cli.options import AsOf, By, Json, PaperFile, Rules, Standard, Year
from dondoc.cli.output import as_json
from dondoc.cli.wording import help_of, tr
from models.rules.checkpoints import local_date

if TYPE_CHECKING:
    from dondoc.services.papers.unit_files import UnitPaperWanted
    from dondoc.workplace import Workplace


class PaperOfUnit(StrEnum):
    """As in the services, whose import would slow down the help."""

    ANNEX = "annex"
    DECISION = "decision"
    LETTER = "letter"
    REPORT = "report"


Kind = Annotated[PaperOfUnit, typer.Argument(metavar="PAPER", help=help_of("paper_kind"))]
Unit = Annotated[str, typer.Argument(metavar="UNIT", help=help_of("paper_unit"))]
Period = Annotated[
    str | None, typer.Option("--period", metavar="QUARTER", help=help_of("paper_period"))
]
Head = Annotated[
    str | None, typer.Option("--position", metavar="POSITION", help=help_of("paper_position"))
]
Format = Annotated[
    list[PaperFile] | None,
    typer.Option("--format", metavar="FILE_FORMAT", help=help_of("digest_format")),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help=help_of("paper_out"))]


def paper(
    kind: Kind,
    unit: Unit,
    by: By,
    period: Period = None,
    position: Head = None,
    file_formats: Format = None,
    layout: Rules = None,
    standard: Standard = False,
    out: Out = None,
    year: Year = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    workplace = office(quiet=json)
    day = local_date(moment(workplace, as_of if workplace.sample else None))
    wanted = _wanted((kind, unit, by), (day, year, period), position, is_standard=standard)
    made = _written(workplace, wanted, layout, file_formats or [PaperFile.DOCX], out)
    show_files(*made, json=json)


def _wanted(
    which: tuple[str, str, str],
    when: tuple[date, int | None, str | None],
    position: str | None,
    *,
    is_standard: bool,
) -> "UnitPaperWanted":
    from dondoc.services.papers.unit_files import UnitPaperWanted
    from dondoc.services.papers.unit_request import UnitPaperKind

    kind, unit, by = which
    kind_wanted = UnitPaperKind(kind)
    return UnitPaperWanted(kind_wanted, unit, by, *when, position, is_standard=is_standard)


def _written(
    workplace: "Workplace",
    wanted: "UnitPaperWanted",
    layout: str | None,
    file_formats: Iterable[str],
    out: Path | None,
) -> tuple[list[Path], tuple[str, ...]]:
    from dondoc.services.papers.layouts import PaperForm
    from dondoc.services.papers.of_digest import PaperOrder
    from dondoc.services.papers.office import issuing_office, usual_form
    from dondoc.services.papers.unit_files import write_unit_paper
    from dondoc.services.papers.write import FileFormat

    settings = workplace.settings
    form = PaperForm(layout) if layout else usual_form(settings)
    order = PaperOrder(form, wanted.day, issuing_office(settings), workplace.sample)
    formats = tuple(FileFormat(each) for each in file_formats)
    folder = out or settings.root / "papers"
    return write_unit_paper(workplace.engine, wanted, order, formats, folder)


def show_files(files: Iterable[Path], open_places: Sequence[str], *, json: bool) -> None:
    """Where each file lies, and what a person is still to fill in."""
    if json:
        as_json({"files": [str(path) for path in files], "open": open_places})
        return
    for path in files:
        typer.echo(tr("cli.digest.kept", file=path))
    if open_places:
        places = ", ".join(tr(f"papers.place.{name}") for name in open_places)
        typer.echo(tr("papers.to_fill", places=places))
