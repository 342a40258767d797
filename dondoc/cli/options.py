"""Options that many commands share."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import typer

from dondoc.cli.wording import help_of, tr


def day(text: str) -> date:
    """A day written 2022-05-20 or 20/05/2022."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    from dondoc.clock import year_of_examples

    raise typer.BadParameter(tr("cli.bad_day", found=text, year=year_of_examples()))


def amount(text: str) -> Decimal:
    """An amount written the Vietnamese way: 18.713 or 2,5."""
    from dondoc.services.workbook.amounts import AmountError, parse_amount

    try:
        value = parse_amount(text.removesuffix("%"))
    except AmountError as error:
        key = f"cli.amount.{error.key.rpartition('.')[2]}"
        readings = {"thousands": text.replace(",", "."), "decimals": f"{text}0"}
        raise typer.BadParameter(tr(key, found=text, **readings)) from error
    if value is None:
        raise typer.BadParameter(tr("cli.amount.bad_number", found=text))
    return value


AsOf = Annotated[
    date | None,
    typer.Option("--as-of", parser=day, metavar="DATE", help=help_of("as_of")),
]
Json = Annotated[bool, typer.Option("--json", help=help_of("json"))]
By = Annotated[str, typer.Option("--by", metavar="PERSON", help=help_of("by"))]
Year = Annotated[int | None, typer.Option("--year", help=help_of("year"))]
Ref = Annotated[str, typer.Argument(metavar="REF", help=help_of("ref"))]
Reason = Annotated[str, typer.Option("--reason", help=help_of("reason"))]


class PaperFile(StrEnum):
    """As in the services, whose import would slow down the help."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


class PaperRules(StrEnum):
    """Whose rules a paper follows."""

    PARTY = "party"
    STATE = "state"


Rules = Annotated[
    PaperRules | None, typer.Option("--layout", metavar="LAYOUT", help=help_of("digest_layout"))
]
"""Where nobody chooses, as the office's setting says."""
Standard = Annotated[bool, typer.Option("--standard", help=help_of("paper_standard"))]
