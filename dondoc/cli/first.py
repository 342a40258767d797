"""How somebody gets in for the first time: the sample's accounts, or the first administrator."""

from typing import TYPE_CHECKING

import typer

from dondoc.cli.wording import tr

if TYPE_CHECKING:
    from dondoc.workplace import Workplace


def show_address(workplace: "Workplace", here: str) -> None:
    """Says where the pages are; another port than the wanted one is told."""
    from dondoc.settings import Settings

    typer.echo(tr("account.cli.pages", url=here))
    web_port = Settings().web_port
    if web_port != workplace.settings.web_port:
        typer.echo(tr("account.cli.port_taken", port=web_port))


def show_accounts(workplace: "Workplace", here: str) -> None:
    """Says who may sign in to a sample, or gives the address of a new installation's set-up.

    `here`: where the pages answer on this machine, unless an address for all is set.
    """
    if workplace.sample:
        _sample(workplace)
    else:
        _setup(workplace, here)


def _sample(workplace: "Workplace") -> None:
    from dondoc.clock import wall_clock
    from dondoc.services.sample.accounts import SAMPLE_PASSWORD, SHOWN, give_accounts
    from dondoc.store.database import writing

    with writing(workplace.engine) as session:
        give_accounts(session, wall_clock())
    typer.echo(tr("account.cli.sample", password=SAMPLE_PASSWORD))
    roles = {role: tr(f"account.cli.role.{role}") for role in SHOWN}
    width = max(map(len, roles.values()))
    for role, code in SHOWN.items():
        typer.echo(f"  {roles[role]:<{width}}  {code}")


def _setup(workplace: "Workplace", here: str) -> None:
    from dondoc.services.accounts.invite.first_administrator import new_setup
    from dondoc.store.database import writing

    with writing(workplace.engine) as session:
        token = new_setup(session)
    if token is not None:
        settings = workplace.settings
        url = settings.web_url.rstrip("/") if "web_url" in settings.model_fields_set else here
        typer.echo(tr("account.cli.setup", url=f"{url}/setup/{token}"))
