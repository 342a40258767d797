"""Papers of an evaluation as files, and the whole dossier of a unit as one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.office import moment, office
from dondoc.cli.options import AsOf, By, Json, PaperFile, Rules, Standard, Year
from dondoc.cli.unit_paper import Format, Out, show_files
from dondoc.cli.wording import help_of
from models.rules.checkpoints import local_date
from models.rules.evaluation_course.papers import EvaluationPaperKind

if TYPE_CHECKING:
    from datetime import datetime

    from dondoc.services.papers.of_digest import PaperOrder
    from dondoc.workplace import Workplace


Kind = Annotated[
    EvaluationPaperKind, typer.Argument(metavar="PAPER", help=help_of("evaluation_paper_kind"))
]
Period = Annotated[str, typer.Argument(metavar="PERIOD", help=help_of("evaluation_paper_period"))]
Whose = Annotated[
    str, typer.Option("--person", metavar="PERSON", help=help_of("evaluation_paper_person"))
]
OfUnit = Annotated[
    str, typer.Option("--unit", metavar="UNIT", help=help_of("evaluation_paper_unit"))
]
Unit = Annotated[str, typer.Argument(metavar="UNIT", help=help_of("paper_unit"))]


def paper(
    kind: Kind,
    period: Period,
    by: By,
    person: Whose = "",
    unit: OfUnit = "",
    file_formats: Format = None,
    layout: Rules = None,
    standard: Standard = False,
    out: Out = None,
    year: Year = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    from dondoc.services.papers.of_evaluation.paper_files import (
        EvaluationFilesWanted,
        write_evaluation_paper,
    )
    from dondoc.services.papers.write import FileFormat

    workplace = office(quiet=json)
    now = moment(workplace, as_of if workplace.sample else None)
    wanted = EvaluationFilesWanted(
        period, by, now, local_date(now), year, kind, person, unit, standard
    )
    formats = tuple(FileFormat(each) for each in file_formats or [PaperFile.DOCX])
    order = _order(workplace, layout, now)
    made = write_evaluation_paper(workplace.engine, wanted, order, formats, _folder(workplace, out))
    show_files(*made, json=json)


def dossier(
    unit: Unit,
    period: Period,
    by: By,
    layout: Rules = None,
    out: Out = None,
    year: Year = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    from dondoc.services.papers.of_evaluation.paper_files import (
        EvaluationFilesWanted,
        write_unit_dossier,
    )

    workplace = office(quiet=json)
    now = moment(workplace, as_of if workplace.sample else None)
    wanted = EvaluationFilesWanted(period, by, now, local_date(now), year, unit=unit)
    order, folder = _order(workplace, layout, now), _folder(workplace, out)
    show_files(write_unit_dossier(workplace.engine, wanted, order, folder), (), json=json)


def _order(workplace: "Workplace", layout: str | None, now: "datetime") -> "PaperOrder":
    from dondoc.services.papers.layouts import PaperForm
    from dondoc.services.papers.office import paper_order, usual_form

    form = PaperForm(layout) if layout else usual_form(workplace.settings)
    return paper_order(workplace, form, local_date(now))


def _folder(workplace: "Workplace", out: Path | None) -> Path:
    return out or workplace.settings.root / "papers"
