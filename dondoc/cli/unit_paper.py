"""A paper of a unit as files: annex, decision, letter of urging, report."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dondoc.cli.office import moment, office
from dondoc.cli.options import AsOf, By, Json, PaperFile, Rules, Year
from dondoc.cli.output import as_json
from dondoc.cli.wording import help_of, tr
from models.rules.checkpoints import local_date


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
Standard = Annotated[bool, typer.Option("--standard", help=help_of("paper_standard"))]
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
    from dondoc.services.papers.layouts import PaperForm
    from dondoc.services.papers.of_digest import PaperOrder
    from dondoc.services.papers.office import issuing_office, usual_form
    from dondoc.services.papers.unit_files import UnitPaperWanted, write_unit_paper
    from dondoc.services.papers.unit_request import UnitPaperKind
    from dondoc.services.papers.write import FileFormat

    workplace = office(quiet=json)
    settings = workplace.settings
    day = local_date(moment(workplace, as_of if workplace.sample else None))
    form = PaperForm(layout) if layout else usual_form(settings)
    order = PaperOrder(form, day, issuing_office(settings), workplace.sample)
    wanted = UnitPaperWanted(
        UnitPaperKind(kind), unit, by, day, year, period, position, is_standard=standard
    )
    formats = tuple(FileFormat(each) for each in file_formats or (PaperFile.DOCX,))
    files, open_places = write_unit_paper(
        workplace.engine, wanted, order, formats, out or settings.root / "papers"
    )
    if json:
        as_json({"files": [str(path) for path in files], "open": open_places})
        return
    for path in files:
        typer.echo(tr("cli.digest.kept", file=path))
    if open_places:
        places = ", ".join(tr(f"papers.place.{name}") for name in open_places)
        typer.echo(tr("papers.to_fill", places=places))
