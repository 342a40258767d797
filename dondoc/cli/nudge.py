"""Urging by hand: the one click of a committee secretary on Monday morning."""

from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.failures import say
from dondoc.cli.office import acting_moment, office
from dondoc.cli.options import AsOf, By, Json, Year
from dondoc.cli.output import as_json
from dondoc.cli.wording import help_of, tr

if TYPE_CHECKING:
    from datetime import datetime

    from dondoc.workplace import Workplace
    from models.rules.roles import Audience

Refs = Annotated[list[str] | None, typer.Argument(metavar="REF", help=help_of("nudge_refs"))]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help=help_of("nudge_unit"))]
To = Annotated[str, typer.Option("--to", metavar="AUDIENCE", help=help_of("nudge_to"))]
Words = Annotated[str, typer.Option("--words", metavar="TEXT", help=help_of("nudge_words"))]


def nudge(
    by: By,
    refs: Refs = None,
    unit: Unit = None,
    to: To = "lead",
    words: Words = "",
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    audience = _audience(to)
    from dondoc.services.delivery.urge import urge
    from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest

    request = UrgingRequest(by, tuple(refs or ()), unit, audience, words, year)
    workplace = office(quiet=json)
    now = acting_moment(workplace, as_of)
    done = urge(workplace, request, now)
    if json:
        as_json(done)
        return
    several = _are_several(workplace, now)
    for urged_names in done.items:
        ref, names = urged_names.ref, ", ".join(urged_names.people)
        if several:
            ref = f"{ref} ({tr('years.year', year=urged_names.year)})"
        if names:
            typer.echo(tr("cli.nudge.told", ref=ref, names=names))
        else:
            say(tr("cli.nudge.nobody", ref=ref))


def _are_several(workplace: "Workplace", now: "datetime") -> bool:
    """Whether a reference may stand in more than one year."""
    from dondoc.services.programme.at_work import years_on
    from dondoc.store.database import reading
    from models.rules.checkpoints import local_date

    with reading(workplace.engine) as session:
        return years_on(session, local_date(now)).are_several


def _audience(text: str) -> "Audience":
    from models.rules.roles import Audience

    known = [audience.value.replace("_", "-") for audience in Audience]
    name = text.strip().casefold().replace("_", "-")
    if name not in known:
        why = tr("cli.nudge.bad_audience", found=text, known=", ".join(known))
        raise typer.BadParameter(why, param_hint="--to")
    return Audience(name.replace("-", "_"))
