"""`dondoc contacts`: for the secretariat, who cannot be reached, and what to do about it."""

from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.office import moment, office
from dondoc.cli.options import AsOf, By, Json
from dondoc.cli.output import as_json, table
from dondoc.cli.settings import settings_of
from dondoc.cli.settings_shown import reason_in_words
from dondoc.cli.wording import SETTINGS, help_of, tr

if TYPE_CHECKING:
    from dondoc.services.reach.out_of_reach import Gaps

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)

Whose = Annotated[str, typer.Argument(metavar="PERSON", help=help_of("contacts_person"))]
Which = Annotated[str | None, typer.Argument(metavar="WHICH", help=help_of("contacts_which"))]
Hours = Annotated[str, typer.Argument(metavar="HOURS", help=help_of("me_hours"))]


@app.command("list", help=help_of("contacts_list"))
def list_(as_of: AsOf = None, json: Json = False) -> None:
    from dondoc.services.reach.out_of_reach import gaps
    from dondoc.store.database import reading
    from models.rules.checkpoints import local_date

    workplace = office(quiet=json)
    with reading(workplace.engine) as session:
        contact_gaps = gaps(session, local_date(moment(workplace, as_of)))
    if json:
        as_json(contact_gaps)
    else:
        _show(contact_gaps)


@app.command("enable", help=help_of("contacts_enable"))
def enable(person: Whose, by: By, which: Which = None, json: Json = False) -> None:
    from dondoc.services.reach.out_of_reach import enable as enable_contact

    with settings_of(by, person, json=json) as (_, acting):
        masked_address = enable_contact(acting, which)
        name = acting.whose.full_name
    if json:
        as_json({"contact": masked_address})
    else:
        typer.echo(tr("settings.enabled", shown=masked_address.address, name=name))


@app.command("quiet", help=help_of("contacts_quiet"))
def quiet(hours: Hours, by: By, json: Json = False) -> None:
    from dondoc.services.reach.preferences import set_office_quiet

    with settings_of(by, json=json, for_office=True) as (_, acting):
        text = str(set_office_quiet(acting, hours))
    if json:
        as_json({"quiet": text})
    else:
        typer.echo(tr("settings.office_quiet_set", hours=text))


def _show(contact_gaps: "Gaps") -> None:
    from dondoc.rendering.formats import moment as at

    if not contact_gaps.out_of_reach:
        typer.echo(tr("settings.all_within_reach"))
    else:
        headings = [tr(f"settings.column.{text}") for text in ("person", "name", "state")]
        rows = [
            (reach.person, reach.full_name,
             tr("settings.state.counts", waiting=reach.waiting, disabled=reach.disabled))
            for reach in contact_gaps.out_of_reach
        ]  # fmt: skip
        table(tr("settings.out_of_reach"), headings, rows)
        typer.echo(tr("cli.settings.out_of_reach_hint"))
    if not contact_gaps.disabled:
        typer.echo(tr("settings.none_disabled"))
        return
    columns = ("person", "name", "channel", "address", "since", "why")
    lines = [
        (
            disabled.person,
            disabled.full_name,
            disabled.channel,
            disabled.address,
            at(disabled.since),
            reason_in_words(disabled.reason),
        )
        for disabled in contact_gaps.disabled
    ]
    table(tr("settings.disabled"), [tr(f"settings.column.{column}") for column in columns], lines)
