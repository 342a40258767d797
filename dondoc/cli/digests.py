"""The quarterly digest."""

from pathlib import Path
from typing import Annotated

import typer

from dondoc.cli.office import moment, office
from dondoc.cli.options import AsOf, Json
from dondoc.cli.output import as_json
from dondoc.cli.wording import LANG, help_of, tr
from models.rules.checkpoints import local_date

Quarter = Annotated[str, typer.Argument(metavar="QUARTER", help=help_of("quarter"))]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help=help_of("digest_unit"))]
Out = Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help=help_of("digest_out"))]


def digest(
    quarter: Quarter, unit: Unit = None, out: Out = None, as_of: AsOf = None, json: Json = False
) -> None:
    from dondoc.services.digest.publish import DigestOrder, publish

    workplace = office(quiet=json)
    now = moment(workplace, as_of if workplace.sample else None)
    settings = workplace.settings
    order = DigestOrder(
        quarter, as_of or local_date(now), unit, office=settings.office, sample=workplace.sample
    )
    made = publish(workplace.engine, order, now, out or settings.root / "digests")
    if json:
        as_json({"files": [str(path) for path in made.files], "figures": made.figures.as_json()})
        return
    typer.echo(made.texts[LANG])
    for path in made.files:
        typer.echo(tr("cli.digest.kept", file=path))
