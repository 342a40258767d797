"""`dondoc me`: what a person decides about their own reminders."""

from datetime import date
from typing import Annotated, Any

import typer

from dondoc.cli.failures import read_line
from dondoc.cli.office import moment, office
from dondoc.cli.options import AsOf, By, Json, day
from dondoc.cli.output import as_json
from dondoc.cli.settings import settings_of
from dondoc.cli.settings_shown import outcome_text, show_changes, show_contacts, wishes_in_words
from dondoc.cli.wording import SETTINGS, help_of, tr

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)

Channel = Annotated[str, typer.Option("--channel", metavar="CHANNEL", help=help_of("me_channel"))]
Address = Annotated[str, typer.Argument(metavar="ADDRESS", help=help_of("me_address"))]
Code = Annotated[str, typer.Argument(metavar="CODE", help=help_of("me_code"))]
Which = Annotated[str, typer.Argument(metavar="WHICH", help=help_of("me_which"))]
Order = Annotated[list[str], typer.Argument(metavar="WHICH", help=help_of("me_order_of"))]
Hours = Annotated[str, typer.Argument(metavar="HOURS", help=help_of("me_hours"))]
Weekday = Annotated[str, typer.Argument(metavar="WEEKDAY", help=help_of("me_weekday"))]
Start = Annotated[
    date | None, typer.Option("--from", parser=day, metavar="DATE", help=help_of("me_from"))
]
End = Annotated[date, typer.Option("--to", parser=day, metavar="DATE", help=help_of("me_to"))]
Deputy = Annotated[str, typer.Option("--deputy", metavar="PERSON", help=help_of("me_deputy"))]
History = Annotated[bool, typer.Option("--history", help=help_of("me_history"))]
Behalf = Annotated[
    str | None, typer.Option("--on-behalf-of", metavar="PERSON", help=help_of("me_behalf"))
]


@app.command("show", help=help_of("me_show"))
def show(by: By, history: History = False, as_of: AsOf = None, json: Json = False) -> None:
    from dondoc.services.history.of_settings import changes_of
    from dondoc.services.organisation.directory import find_person
    from dondoc.services.reach.masked_addresses import contacts_of, shown
    from dondoc.services.reach.preferences import show as preferences_of
    from dondoc.store.database import reading
    from models.rules.checkpoints import local_date

    workplace = office(quiet=json)
    with reading(workplace.engine) as session:
        person = find_person(session, by)
        contacts = shown(contacts_of(session, person.key))
        wishes = preferences_of(session, person)
        changes = changes_of(session, person) if history else ()
    today = local_date(moment(workplace, as_of))
    if json:
        fields = {"contacts": contacts, "preferences": wishes}
        as_json(fields | {"changes": changes} if history else fields)
        return
    typer.echo(f"{person.full_name} ({person.code})")
    show_contacts(contacts)
    for line in wishes_in_words(wishes, today):
        typer.echo(line)
    if history:
        show_changes(changes)


@app.command("add", help=help_of("me_add"))
def add(address: Address, by: By, channel: Channel = "mail", json: Json = False) -> None:
    from dondoc.errors import BadInput
    from dondoc.services.reach.own_addresses import add as add_contact
    from dondoc.services.reach.send_code import code_letter, send

    if address == "-":  # where no list of processes shows it
        address = read_line()
    with settings_of(by, json=json) as (workplace, acting):
        pending = add_contact(acting, channel, address)
        letter = code_letter(workplace, acting.whose, pending, acting.wall)
    outcome = send(workplace, pending.shown.channel, letter)
    if outcome.status != "delivered":
        raise BadInput(
            "settings.code_not_sent", shown=pending.shown.address, answer=outcome_text(outcome)
        )
    if json:
        as_json({"contact": pending.shown, "until": pending.code.until})
        return
    typer.echo(tr("cli.settings.code_sent", shown=pending.shown.address, by=by))
    if workplace.sample or (workplace.settings.mail_url is None and channel == "mail"):
        typer.echo(tr("settings.code_in_mailbox", folder=workplace.settings.mailbox))


@app.command("confirm", help=help_of("me_confirm"))
def confirm(code: Code, by: By, json: Json = False) -> None:
    from dondoc.services.reach.own_addresses import confirm as confirm_contact

    with settings_of(by, json=json) as (_, acting):
        answer = confirm_contact(acting, code)
    masked_address = answer.or_refuse()  # after the commit, so that a wrong code is counted
    _show(json, "cli.settings.confirmed", {"contact": masked_address}, shown=masked_address.address)


@app.command("remove", help=help_of("me_remove"))
def remove(which: Which, by: By, json: Json = False) -> None:
    from dondoc.services.reach.own_addresses import remove as remove_contact

    with settings_of(by, json=json) as (_, acting):
        text = remove_contact(acting, which)
    _show(json, "settings.removed", {"removed": text}, shown=text)


@app.command("order", help=help_of("me_order"))
def order(which: Order, by: By, json: Json = False) -> None:
    from dondoc.services.reach.own_addresses import order as order_contacts

    with settings_of(by, json=json) as (_, acting):
        contacts = order_contacts(acting, which)
    if json:
        as_json({"contacts": contacts})
    else:
        show_contacts(contacts)


@app.command("quiet", help=help_of("me_quiet"))
def quiet(hours: Hours, by: By, json: Json = False) -> None:
    from dondoc.services.reach.preferences import set_quiet

    with settings_of(by, json=json) as (_, acting):
        text = str(set_quiet(acting, hours))
    _show(json, "settings.quiet_set", {"quiet": text}, hours=text)


@app.command("weekly", help=help_of("me_weekly"))
def weekly(weekday: Weekday, by: By, json: Json = False) -> None:
    from dondoc.services.reach.preferences import set_weekly

    with settings_of(by, json=json) as (_, acting):
        number = set_weekly(acting, weekday)
    _show(json, "settings.weekly_set", {"weekly_on": number}, weekday=tr(f"weekday.{number}"))


@app.command("daily", help=help_of("me_daily"))
def daily(by: By, json: Json = False) -> None:
    from dondoc.services.reach.preferences import set_weekly

    with settings_of(by, json=json) as (_, acting):
        set_weekly(acting, None)
    _show(json, "settings.daily_set", {"weekly_on": None})


@app.command("mute", help=help_of("me_mute"))
def mute(by: By, json: Json = False) -> None:
    _mute(by, json, muted=True)


@app.command("unmute", help=help_of("me_unmute"))
def unmute(by: By, json: Json = False) -> None:
    _mute(by, json, muted=False)


@app.command("pause", help=help_of("me_pause"))
def pause(
    by: By,
    deputy: Deputy,
    end: End,
    start: Start = None,
    on_behalf_of: Behalf = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    from dondoc.rendering.formats import day as written
    from dondoc.services.reach.preferences import pause as pause_person

    with settings_of(by, on_behalf_of, as_of, json) as (_, acting):
        start = start or acting.today
        stands_in = pause_person(acting, start, end, deputy)
        names = {"name": acting.whose.full_name, "deputy": stands_in.full_name}
    days = {"start": written(start), "end": written(end)}
    parameters = {"from": start, "to": end, "deputy": deputy}
    _show(json, "settings.paused", parameters, **names, **days)


@app.command("resume", help=help_of("me_resume"))
def resume(by: By, on_behalf_of: Behalf = None, as_of: AsOf = None, json: Json = False) -> None:
    from dondoc.services.reach.preferences import resume as resume_person

    with settings_of(by, on_behalf_of, as_of, json) as (_, acting):
        resume_person(acting)
        name = acting.whose.full_name
    _show(json, "settings.resumed", {"paused": False}, name=name)


def _mute(by: str, json: bool, *, muted: bool) -> None:
    from dondoc.services.reach.preferences import set_muted

    with settings_of(by, json=json) as (_, acting):
        set_muted(acting, muted)
    _show(json, "settings.muted" if muted else "settings.unmuted", {"muted": muted})


def _show(json: bool, key: str, parameters: dict[str, Any], **params: Any) -> None:
    if json:
        as_json(parameters)
    else:
        typer.echo(tr(key, **params))
