"""`dondoc up` once all is started: it keeps everything at work, with Prefect or without."""

import time
from typing import TYPE_CHECKING

import typer

from dondoc.cli.failures import OUR_FAULT, say
from dondoc.cli.wording import tr

if TYPE_CHECKING:
    from pathlib import Path

    from dondoc.clockwork.children import Children
    from dondoc.clockwork.upkeep import ServerUpkeep
    from dondoc.workplace import Workplace

_POLL_SECONDS = 0.5
_SILENCE_SECONDS = 20.0
"""So long the server may be busy before what is recorded is moved without it."""
_MOVE_SECONDS = 60.0


def wait_for_server(upkeep: "ServerUpkeep", once: bool) -> bool:
    """Whether Prefect's server answers. Where it does not, `once` ends; else the pages go on."""
    try:
        say_set_aside(upkeep.wait())
    except RuntimeError as error:
        say(tr("cli.up.no_server" if once else "cli.up.no_server_yet", log=error))
        if once:
            raise typer.Exit(OUR_FAULT) from None
        return False
    return True


def say_set_aside(database: "Path | None") -> None:
    """Says that Prefect's database was damaged, and that nothing of the office was in it."""
    if database is not None:
        say(tr("cli.up.set_aside", file=database))


def stay(workplace: "Workplace", children: "Children", upkeep: "ServerUpkeep") -> None:
    """Starts again what dies, more slowly each time; never returns."""
    from dondoc.clockwork.resident import start_resident
    from dondoc.clockwork.schedules import start_schedules

    without = DrainWithoutServer(workplace)
    while True:
        time.sleep(_POLL_SECONDS)
        say_set_aside(upkeep.watch())
        for child in children.restart_dead():
            say(tr("cli.up.restarted", name=child.name, log=children.log_of(child.name)))
            time.sleep(min(2.0**child.restarts, 30.0))
        without.drain_if_silent(upkeep.silent_for())
        if not upkeep.silent_for():
            start_resident(children)
            start_schedules(children)


class DrainWithoutServer:
    """Moves what people record while Prefect's server is silent; the rest waits for it."""

    def __init__(self, workplace: "Workplace") -> None:
        self.workplace = workplace
        self.next_time: float | None = None

    def drain_if_silent(self, silent: float) -> None:
        """`silent`: seconds for which the server has not answered."""
        if silent < _SILENCE_SECONDS:
            if self.next_time is not None and not silent:
                say(tr("cli.up.answers_again"))
                self.next_time = None
            return
        if self.next_time is None:
            say(tr("cli.up.without_server"))
        elif time.monotonic() < self.next_time:
            return
        self._move()
        self.next_time = time.monotonic() + _MOVE_SECONDS

    def _move(self) -> None:
        from dondoc.services.advance.drain_and_tell import drain_and_tell

        try:
            drain_and_tell(self.workplace.engine, self.workplace.clock())
        except Exception as error:  # the database may be away, too: everything else goes on
            say(tr("cli.up.move_failed", why=type(error).__name__))
