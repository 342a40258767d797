"""`dondoc up`: prepares the database, starts everything, does the main job once, stays up."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dondoc.cli.failures import OUR_FAULT, REFUSED, say
from dondoc.cli.options import AsOf
from dondoc.cli.wording import help_of, tr

if TYPE_CHECKING:
    import subprocess

    from dondoc.clockwork.children import Children
    from dondoc.clockwork.upkeep import ServerUpkeep
    from dondoc.settings import Settings
    from dondoc.workplace import Workplace

NoSample = Annotated[bool, typer.Option("--no-sample", help=help_of("no_sample"))]
Once = Annotated[bool, typer.Option("--once", help=help_of("once"))]


def up(no_sample: NoSample = False, as_of: AsOf = None, once: Once = False) -> None:
    from dondoc.clockwork.instance import AlreadyRunningError, only_instance
    from dondoc.settings import Settings
    from dondoc.store.private import keep_private

    settings = Settings()
    keep_private(settings.root)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    try:
        with only_instance(settings.root):
            _run(settings, no_sample, as_of, once)
    except AlreadyRunningError as error:
        say(tr("cli.up.already", pid=error.pid, home=settings.root))
        raise typer.Exit(REFUSED) from None
    except KeyboardInterrupt:
        say(tr("cli.up.stopped"))


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _run(settings: "Settings", no_sample: bool, as_of: date | None, once: bool) -> None:
    from dondoc.cli.up_database import database_of, prepare
    from dondoc.cli.up_staying import say_set_aside
    from dondoc.clockwork.children import Children
    from dondoc.clockwork.environment import log_folder, prefect_environment
    from dondoc.clockwork.server import choose_api
    from dondoc.clockwork.wake import forget_address, note_address

    name = database_of(settings, no_sample)
    settings = _with_free_port(settings)
    if settings.prefect_api_url is None:
        api_url, port = choose_api(settings)
    else:
        api_url, port = settings.prefect_api_url, 0
    environment = prefect_environment(settings, api_url) | {
        "DONDOC_HOME": str(settings.root),
        "DONDOC_EMBEDDED": name,
        "DONDOC_WEB_PORT": str(settings.web_port),
    }
    with Children(environment, log_folder(settings)) as children:
        upkeep = _upkeep(children, api_url, port)
        say_set_aside(upkeep.start())
        note_address(settings.root, api_url, os.getpid(), settings.web_url)
        try:
            workplace = prepare(settings, name, as_of)
            _work(children, workplace, upkeep, once)
        finally:
            forget_address(settings.root)


def _upkeep(children: "Children", api_url: str, port: int) -> "ServerUpkeep":
    from dondoc.clockwork import resident, schedules
    from dondoc.clockwork.prefect_database import prefect_database
    from dondoc.clockwork.upkeep import ServerUpkeep

    database = prefect_database(children.environment)
    return ServerUpkeep(children, api_url, port, database, (resident.NAME, schedules.NAME))


def _with_free_port(settings: "Settings") -> "Settings":
    """The settings with a port that the pages can have: the wanted one, or the next free."""
    from dondoc.clockwork.environment import free_port
    from dondoc.settings import Settings

    port = free_port(settings.web_port)
    return settings if port == settings.web_port else Settings(web_port=port)


def _work(children: "Children", workplace: "Workplace", upkeep: "ServerUpkeep", once: bool) -> None:
    from dondoc.cli.up_staying import stay, wait_for_server
    from dondoc.clockwork.pages import start_pages
    from dondoc.services.sample.fill import is_empty

    empty = is_empty(workplace.engine)
    if not once:
        start_pages(children, workplace.settings.web_port)
    doing = None if empty else children.run("round", [sys.executable, "-m", "flows.round"])
    if wait_for_server(upkeep, once):
        results = _first_round(children, doing, upkeep.api_url, once)
    else:
        results = {}
        if doing is not None:
            doing.terminate()  # it would wait for the server, and the schedules do the same later
    if not empty:
        _summary(workplace, results)
    if once:
        return
    _wait_for_pages(children, workplace.settings.web_port)
    _addresses(workplace, upkeep.api_url, empty)
    stay(workplace, children, upkeep)


def _first_round(
    children: "Children", doing: "subprocess.Popen[bytes] | None", api_url: str, once: bool
) -> dict[str, dict[str, Any]]:
    """Does the main job once, and starts what does it from now on; gives each flow's result."""
    from dondoc.clockwork.resident import start_resident
    from dondoc.clockwork.schedules import start_schedules

    results: dict[str, dict[str, Any]] = {}
    for flow, result in () if doing is None else _follow(children, doing, once):
        results[flow] = result
        if not once:
            start_resident(children)  # it begins with a drain of its own: not beside the round's
    if not once:
        start_resident(children)
        _wait_for_resident(children, api_url)
        start_schedules(children)
    return results


def _wait_for_resident(children: "Children", api_url: str) -> None:
    """Without it acts are taken all the same: the schedule moves them within two minutes."""
    from dondoc.clockwork.resident import wait_until_listening

    try:
        wait_until_listening(api_url, children)
    except RuntimeError as error:
        say(tr("cli.up.no_resident", log=error))


def _wait_for_pages(children: "Children", port: int) -> None:
    """Without its pages the office is still reminded: they are started again until they answer."""
    from dondoc.clockwork.pages import wait_until_served

    try:
        wait_until_served(port, children)
    except RuntimeError as error:
        say(tr("account.cli.no_pages", log=error))


def _follow(
    children: "Children", doing: "subprocess.Popen[bytes]", once: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Tells the round's results as they come, a line each: flow by flow, with what it did."""
    for line in doing.stdout or ():
        entry = json.loads(line)
        flow, result = entry["flow"], entry["result"]
        nothing = "quarter" in result and result["quarter"] is None
        typer.echo(tr(f"cli.up.did.{flow}{'.none' if nothing else ''}", **_countable(result)))
        yield flow, result
    if doing.wait() != 0:
        say(tr("cli.up.round_failed", log=children.log_of("round")))
        if once:
            raise typer.Exit(OUR_FAULT)


def _countable(result: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in result.items() if isinstance(value, int | str)}


def _summary(workplace: "Workplace", results: dict[str, dict[str, Any]]) -> None:
    from dondoc.cli.show import show_status
    from dondoc.services.figures.status import status
    from dondoc.services.programme.at_work import programme_at_work
    from dondoc.services.years.waiting import waiting_elsewhere
    from dondoc.store.database import reading
    from models.rules.checkpoints import local_date

    now = workplace.clock().now()
    with reading(workplace.engine) as session:
        programme = programme_at_work(session, local_date(now))
        others = waiting_elsewhere(session, programme, local_date(now))
        show_status(status(session, programme, now), others)
    for path in results.get("digest", {}).get("files", ()):
        if path.endswith(".html"):
            typer.echo(tr("cli.digest.kept", file=path))


def _addresses(workplace: "Workplace", api_url: str, empty: bool) -> None:
    from dondoc.cli.first import show_accounts, show_address
    from dondoc.clockwork.environment import HOST

    settings = workplace.settings
    if workplace.sample:
        today = workplace.clock().today()
        typer.echo(tr("cli.up.sample", day=f"{today:%d/%m/%Y}"))
    if empty:
        typer.echo(tr("cli.up.empty"))
    here = f"http://{HOST}:{settings.web_port}"
    show_address(workplace, here)
    show_accounts(workplace, here)
    typer.echo(tr("cli.up.prefect", url=api_url.removesuffix("/api")))
    if settings.mail_url is None:
        typer.echo(tr("cli.up.mailbox", folder=settings.mailbox))
    typer.echo(tr("cli.up.data", folder=settings.root))
    typer.echo(tr("cli.up.stop"))
    sys.stdout.flush()
