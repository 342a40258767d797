"""`dondoc account`: whoever holds the machine lets people in, also a locked-out administrator."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.office import office
from dondoc.cli.options import Json
from dondoc.cli.output import as_json, table
from dondoc.cli.wording import SETTINGS, help_of, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from dondoc.services.accounts.list_accounts import AccountShown
    from dondoc.services.accounts.manage import AccountManagement
    from dondoc.workplace import Workplace

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)

Whose = Annotated[str, typer.Argument(metavar="PERSON", help=help_of("account_person"))]
Everybody = Annotated[bool, typer.Option("--all", help=help_of("account_everybody"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=help_of("account_everybody_dry_run"))]
Administrator = Annotated[
    bool, typer.Option("--administrator", help=help_of("account_administrator"))
]
Totp = Annotated[bool, typer.Option("--totp", help=help_of("account_totp"))]
Search = Annotated[str, typer.Argument(metavar="NAME", help=help_of("account_search"))]


@app.command("list", help=help_of("account_list"))
def list_(search: Search = "", json: Json = False) -> None:
    from dondoc.services.accounts.list_accounts import accounts
    from dondoc.store.database import reading

    workplace = office(quiet=json)
    rows: list[AccountShown] = []
    with reading(workplace.engine) as session:
        pages = accounts(session, search).pages
        for number in range(1, pages + 1):
            rows.extend(accounts(session, search, None, number).rows)
    if json:
        as_json({"accounts": [{"standing": row.standing, **vars(row)} for row in rows]})
        return
    columns = ("code", "name", "standing", "totp", "administrator")
    cells = [
        (
            account.code,
            account.full_name,
            tr(f"account.standing.{account.standing}"),
            _yes(account.second_factor),
            _yes(account.administrator),
        )
        for account in rows
    ]
    table("", [tr(f"account.column.{column}") for column in columns], cells)


@app.command("add", help=help_of("account_add"))
def add(person: Whose, administrator: Administrator = False, json: Json = False) -> None:
    from dondoc.services.accounts.manage import invite as make_link
    from dondoc.services.accounts.manage import make

    with _stewarding(person, json) as (workplace, management):
        make(management, administrator=administrator)
        token = make_link(management)
    _link(workplace, token, json)


@app.command("invite", help=help_of("account_invite"))
def invite(
    person: Whose = "", everybody: Everybody = False, dry_run: DryRun = False,
    json: Json = False,
) -> None:  # fmt: skip
    from dondoc.cli.inviting import foresee, invite_all
    from dondoc.errors import BadInput
    from dondoc.services.accounts.manage import invite as make_link

    if bool(person) == everybody or (dry_run and not everybody):
        raise BadInput("cli.account.person_or_all")
    if everybody:
        (foresee if dry_run else invite_all)(office(quiet=json), json)
        return
    with _stewarding(person, json) as (workplace, management):
        token = make_link(management)
    _link(workplace, token, json)


@app.command("reset", help=help_of("account_reset"))
def reset(
    person: Whose, totp: Totp = False, administrator: Administrator = False, json: Json = False
) -> None:
    from dondoc.services.accounts.manage import enable as take_up
    from dondoc.services.accounts.manage import invite as make_link
    from dondoc.services.accounts.manage import reset_second_factor, set_administrator
    from dondoc.services.accounts.sign_in.second_factor import is_on

    with _stewarding(person, json) as (workplace, management):
        if management.account.disabled_at is not None:
            take_up(management)
        if totp and is_on(management.account):
            reset_second_factor(management)
        if administrator:
            set_administrator(management, True)
        token = make_link(management)
    _link(workplace, token, json)


@app.command("disable", help=help_of("account_disable"))
def disable(person: Whose, json: Json = False) -> None:
    from dondoc.services.accounts.manage import disable as put_away

    _do(put_away, "account.did.disabled", person, json)


@app.command("enable", help=help_of("account_enable"))
def enable(person: Whose, json: Json = False) -> None:
    from dondoc.services.accounts.manage import enable as take_up

    _do(take_up, "account.did.enabled", person, json)


@contextmanager
def _stewarding(code: str, json: bool) -> "Iterator[tuple[Workplace, AccountManagement]]":
    from dondoc.clock import wall_clock
    from dondoc.services.accounts.manage import AccountManagement
    from dondoc.services.organisation.directory import find_person
    from dondoc.store.database import writing

    workplace = office(quiet=json)
    now, wall = workplace.clock().now(), wall_clock()
    with writing(workplace.engine) as session:
        yield workplace, AccountManagement(session, find_person(session, code), None, now, wall)


def _link(workplace: "Workplace", token: str, json: bool) -> None:
    from dondoc.services.accounts.invite.letters import link_to

    link = link_to(workplace, token)
    if json:
        as_json({"link": link})
    else:
        typer.echo(tr("account.cli.link", link=link))


def _do(act: "Callable[[AccountManagement], None]", text: str, code: str, json: bool) -> None:
    with _stewarding(code, json) as (_, management):
        act(management)
        name = management.person.full_name
    if json:
        as_json({"person": code})
    else:
        typer.echo(tr(text, name=name))


def _yes(answer: bool) -> str:
    return tr("account.yes") if answer else ""
