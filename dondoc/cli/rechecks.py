"""The random sample of verified results that others look at again, drawn at the command line."""

from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.office import acting_moment, office, programme_meant
from dondoc.cli.options import AsOf, By, Json
from dondoc.cli.output import as_json, table
from dondoc.cli.wording import help_of, tr
from models.rules.checkpoints import local_date

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from sqlmodel import Session

    from dondoc.services.evaluation.rechecks.draw import SampleOrder
    from dondoc.services.evaluation.rechecks.samples import SampleShown
    from models.programme import Programme

QuarterMeant = Annotated[
    str, typer.Option("--quarter", metavar="PERIOD", help=help_of("sample_quarter"))
]
Share = Annotated[str, typer.Option("--share", metavar="NUMBER", help=help_of("sample_share"))]
Seed = Annotated[str, typer.Option("--seed", metavar="TEXT", help=help_of("sample_seed"))]


def sample(
    quarter: QuarterMeant,
    share: Share,
    seed: Seed,
    by: By,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """The same as the page of samples, by somebody of the secretariat."""
    from dondoc.services.evaluation.course.errors import FieldError, at_field
    from dondoc.services.evaluation.rechecks.draw import SampleOrder
    from dondoc.services.figures.quarter import parse_quarter

    unread: list[FieldError] = []
    meant = at_field("quarter", lambda: parse_quarter(quarter), unread)
    amount = at_field("share", lambda: _amount(share), unread)
    order = SampleOrder(meant, amount, seed, tuple(unread))
    drawn = _drawn(order, by, as_of, quiet=json)
    if json:
        as_json(drawn)
    else:
        _show(drawn)


def _drawn(order: "SampleOrder", by: str, as_of: "date | None", *, quiet: bool) -> "SampleShown":
    """Draws it in a transaction, and reads it as the page does."""
    from dondoc.clock import wall_clock
    from dondoc.services.evaluation.rechecks.draw import draw
    from dondoc.services.evaluation.rechecks.samples import samples_of
    from dondoc.services.organisation.changes import acting_for_office
    from dondoc.services.organisation.directory import find_person
    from dondoc.services.organisation.viewer import open_viewer
    from dondoc.store.database import reading, written

    workplace = office(quiet=quiet)
    now, wall = acting_moment(workplace, as_of), wall_clock()
    today = local_date(now)

    def drawing(session: "Session") -> None:
        programme, known = _programme_of(session, today, order)
        draw(acting_for_office(session, by, now, wall), programme, known)

    written(workplace.engine, drawing)
    with reading(workplace.engine) as session:
        programme, _ = _programme_of(session, today, order)
        viewer = open_viewer(session, find_person(session, by), programme, today)
        samples = samples_of(session, viewer, programme)
    return next(each for each in samples if each.quarter == order.quarter)


def _programme_of(
    session: "Session", today: "date", order: "SampleOrder"
) -> "tuple[Programme, SampleOrder]":
    """Of the quarter's year; where there is none, the one at work, and the order says so."""
    from dataclasses import replace

    from dondoc.services.evaluation.course.errors import at_field

    unread, year = list(order.unread), order.quarter.year if order.quarter else None
    found = at_field("quarter", lambda: programme_meant(session, today, year), unread)
    known = replace(order, unread=tuple(unread))
    return found or programme_meant(session, today, None), known


def _amount(text: str) -> "Decimal":
    """Raises BadInput for what is no number."""
    from dondoc.errors import BadInput
    from dondoc.services.workbook.amounts import AmountError, parse_amount

    try:
        amount = parse_amount(text.removesuffix("%").strip())
    except AmountError:
        amount = None
    if amount is None:
        raise BadInput("recheck.error.share", found=text)
    return amount


def _show(drawn: "SampleShown") -> None:
    from dondoc.rendering.formats import day, number

    source = tr(
        "recheck.source",
        n=drawn.counted.sampled, results=drawn.results, share=number(drawn.share),
        seed=drawn.seed, day=day(drawn.as_of),
    )  # fmt: skip
    typer.echo(source)
    columns = [tr(f"recheck.column.{name}") for name in ("item", "unit", "verifier")]
    rows = [
        (one.ref, one.unit, f"{one.verifier}, {one.verifier_unit}" if one.verifier
         else tr("recheck.nobody"))
        for one in drawn.rows
    ]  # fmt: skip
    table(tr("recheck.sample", quarter=str(drawn.quarter)), columns, rows)
