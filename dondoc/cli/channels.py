"""`dondoc channels`: for an administrator, the ways in which people are reached."""

from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.failures import read_line
from dondoc.cli.office import office
from dondoc.cli.options import By, Json
from dondoc.cli.output import as_json, table
from dondoc.cli.settings import settings_of
from dondoc.cli.settings_shown import outcome_text
from dondoc.cli.wording import LANG, SETTINGS, help_of, tr

if TYPE_CHECKING:
    from dondoc.services.reach.channels import ChannelSettings, SetupShown

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)

Name = Annotated[str, typer.Argument(metavar="CHANNEL", help=help_of("channel_name"))]
Url = Annotated[str | None, typer.Option("--url", metavar="URL", help=help_of("channel_url"))]
PerMinute = Annotated[
    int | None, typer.Option("--per-minute", metavar="COUNT", help=help_of("channel_per_minute"))
]
Parallel = Annotated[
    int | None, typer.Option("--parallel", metavar="COUNT", help=help_of("channel_parallel"))
]
Fallback = Annotated[
    int | None, typer.Option("--fallback-after", metavar="COUNT", help=help_of("channel_fallback"))
]
Private = Annotated[
    bool | None,
    typer.Option("--private-allowed/--no-private", help=help_of("channel_private")),
]
Enable = Annotated[bool, typer.Option("--enable", help=help_of("channel_enable"))]


@app.command("list", help=help_of("channels_list"))
def list_(json: Json = False) -> None:
    from dondoc.services.reach.channels import setups
    from dondoc.store.database import reading

    workplace = office(quiet=json)
    with reading(workplace.engine) as session:
        setups_shown = setups(session)
    if json:
        as_json(setups_shown)
        return
    columns = ("channel", "url", "per_minute", "parallel", "fallback_after", "people", "state")
    headings = [tr(f"settings.column.{column}") for column in columns]
    table(tr("settings.channels"), headings, (_row(setup) for setup in setups_shown))


@app.command("add", help=help_of("channels_add"))
def add(
    name: Name,
    by: By,
    url: Url = None,
    per_minute: PerMinute = None,
    parallel: Parallel = None,
    fallback_after: Fallback = None,
    private_allowed: Private = None,
    json: Json = False,
) -> None:
    from dondoc.services.reach.channels import add as add_channel

    settings = _wanted(url, per_minute, parallel, fallback_after, private_allowed)
    with settings_of(by, json=json, for_office=True) as (_, acting):
        setup = add_channel(acting, name, settings)
    _show_setup(json, "cli.settings.channel_added", setup)


@app.command("change", help=help_of("channels_change"))
def change(
    name: Name,
    by: By,
    url: Url = None,
    per_minute: PerMinute = None,
    parallel: Parallel = None,
    fallback_after: Fallback = None,
    private_allowed: Private = None,
    enable: Enable = False,
    json: Json = False,
) -> None:
    from dataclasses import replace

    from dondoc.services.reach.channels import change as change_channel

    settings = _wanted(url, per_minute, parallel, fallback_after, private_allowed)
    if enable:
        settings = replace(settings, enabled=True)
    with settings_of(by, json=json, for_office=True) as (_, acting):
        setup = change_channel(acting, name, settings)
    _show_setup(json, "settings.channel_changed", setup)


@app.command("disable", help=help_of("channels_disable"))
def disable(name: Name, by: By, json: Json = False) -> None:
    from dondoc.services.reach.channels import disable as disable_channel

    with settings_of(by, json=json, for_office=True) as (_, acting):
        lost = disable_channel(acting, name)
    if json:
        as_json({"channel": name, "out_of_reach": lost})
        return
    typer.echo(tr("settings.channel_disabled", name=name))
    if lost:
        typer.echo(tr("settings.channel_disabled_lost", n=len(lost), names=", ".join(lost)))


@app.command("test", help=help_of("channels_test"))
def test(name: Name, by: By, json: Json = False) -> None:
    from dondoc.errors import BadInput
    from dondoc.services.reach.channel_trial import errand_of
    from dondoc.services.reach.masked_addresses import masked
    from dondoc.services.reach.send_code import send, trial_letter

    with settings_of(by, json=json, for_office=True) as (workplace, acting):
        recipient = errand_of(acting, name)
        letter = trial_letter(workplace, recipient, acting.wall)
    outcome = send(workplace, recipient.channel, letter)
    shown = masked(recipient.address)
    if outcome.status != "delivered":
        raise BadInput("settings.trial_not_sent", shown=shown, answer=outcome_text(outcome))
    if json:
        as_json({"channel": name, "sent_to": shown, "answer": outcome.answer})
        return
    typer.echo(tr("settings.trial_sent", shown=shown, answer=outcome.answer))


@app.command("reseal", help=help_of("channels_reseal"))
def reseal(by: By, json: Json = False) -> None:
    from dondoc.services.operations.reseal import reseal as seal_again
    from models.rules.roles import Mandate

    with settings_of(by, json=json, for_office=True) as (workplace, acting):
        acting.mandated(Mandate.ADMINISTRATOR)
        acting.note("resealed")
    resealed = seal_again(workplace.engine)
    if json:
        as_json(resealed)
        return
    typer.echo(tr("settings.resealed", n=resealed.done))
    if resealed.lost:
        typer.echo(tr("settings.resealed_lost", n=resealed.lost))


def _wanted(
    url: str | None,
    per_minute: int | None,
    parallel: int | None,
    fallback_after: int | None,
    private_allowed: bool | None,
) -> "ChannelSettings":
    """A URL of `-` is read from standard input, where no list of processes shows it."""
    from dondoc.services.reach.channels import ChannelSettings

    if url == "-":
        url = read_line()
    return ChannelSettings(url, per_minute, parallel, fallback_after, private_allowed)


def _row(setup: "SetupShown") -> tuple[str, ...]:
    from dondoc.rendering.formats import number

    limit = tr("settings.no_limit") if setup.per_minute is None else number(setup.per_minute, LANG)
    state = tr("settings.channel_off" if setup.disabled else "settings.channel_on")
    if setup.private_allowed:
        state += f", {tr('settings.private_allowed')}"
    return (
        setup.name,
        setup.url or tr("settings.url_of_settings"),
        limit,
        number(setup.parallel, LANG),
        number(setup.fallback_after, LANG),
        number(setup.people, LANG),
        state,
    )


def _show_setup(json: bool, key: str, setup: "SetupShown") -> None:
    if json:
        as_json(setup)
    else:
        typer.echo(tr(key, name=setup.name, url=setup.url or tr("settings.url_of_settings")))
