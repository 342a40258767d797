"""`dondoc doctor`: is everything as it should be, and if not, what to do."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.doctor_database import Result, checked, of_database
from dondoc.cli.failures import REFUSED
from dondoc.cli.options import Json
from dondoc.cli.output import as_json
from dondoc.cli.wording import help_of, tr

if TYPE_CHECKING:
    from dondoc.settings import Settings

SendTo = Annotated[
    str | None, typer.Option("--send-to", metavar="ADDRESS", help=help_of("send_to"))
]


def doctor(send_to: SendTo = None, json: Json = False) -> None:
    from dondoc.settings import Settings

    results = list(_checks(Settings(), send_to))
    if json:
        as_json(results)
    else:
        for each_result in results:
            sign = {True: "✓", False: "✗", None: "!"}[each_result.ok]
            typer.echo(f"{sign} {tr(f'cli.doctor.{each_result.name}')}: {each_result.text}")
    if any(result.ok is False for result in results):
        raise typer.Exit(REFUSED)


def _checks(settings: "Settings", send_to: str | None) -> Iterator[Result]:
    yield checked("home", lambda: _home(settings))
    yield _private(settings)
    yield checked("disk", lambda: _disk(settings))
    made = checked("database", lambda: _made(settings))
    if made.ok is False:
        yield made
    elif made.text:
        yield from of_database(settings)
    else:
        yield Result("database", None, tr("cli.database_not_made", folder=settings.root))
    yield _prefect(settings)
    yield checked("channel", lambda: _channel(settings, send_to))


def _made(settings: "Settings") -> str:
    """Which database is there, '' for none: looking for it makes none."""
    from dondoc.workplace import database_name, is_made

    return database_name(settings) if is_made(settings) else ""


def _home(settings: "Settings") -> str:
    """Whether the data folder can be written to, or made where it is not there yet."""
    import tempfile

    folder = settings.root
    while not folder.exists():
        folder = folder.parent
    with tempfile.TemporaryFile(dir=folder):
        return tr("cli.doctor.home_ok", folder=settings.root)


def _private(settings: "Settings") -> Result:
    """Whether other accounts of this machine may look into the data folder."""
    from dondoc.store.private import is_open_to_others

    if is_open_to_others(settings.root):
        return Result("private", None, tr("cli.doctor.private_open", folder=settings.root))
    return Result("private", True, tr("cli.doctor.private_ok"))


def _disk(settings: "Settings") -> str:
    """Warns long before nothing can be written."""
    from dondoc.errors import BadInput
    from dondoc.store.full import ALARM_BELOW, MEGABYTE, MIN_FREE, free_bytes

    free = free_bytes(settings.root)
    if free < ALARM_BELOW:
        raise BadInput("web.disk_low", free=free // MEGABYTE, least=MIN_FREE // MEGABYTE)
    return tr("cli.doctor.disk_ok", free=free // MEGABYTE)


def _prefect(settings: "Settings") -> Result:
    from dondoc.clockwork.wake import api_url, is_answering

    url = api_url(settings)
    if url is None:
        return Result("prefect", None, tr("cli.doctor.prefect_off"))
    if not is_answering(url):
        return Result("prefect", False, tr("cli.doctor.prefect_silent", url=url))
    return Result("prefect", True, url)


def _channel(settings: "Settings", send_to: str | None) -> str:
    """Opens the channel; with an address, sends a test message through it."""
    from dondoc.channels.channel import open_channel
    from dondoc.channels.letter import Letter, message_id_for
    from dondoc.clock import wall_clock
    from dondoc.errors import BadInput

    with open_channel(settings.channel_url, private_allowed=True) as channel:
        if send_to is None:
            return tr("cli.doctor.channel_ok", channel=channel.shown)
        now = wall_clock()  # a test message is sent in real time, whatever the sample plays
        outcome = channel.send(
            Letter(
                message_id=message_id_for("doctor", now.isoformat(), "dondoc.localhost"),
                sender_address=settings.mail_from,
                recipient_address=send_to,
                subject=tr("cli.doctor.test_subject"),
                text=tr("cli.doctor.test_text"),
                date=now,
                language=settings.language,
            )
        )
        if outcome.status != "delivered":
            raise BadInput("cli.doctor.not_sent", to=send_to, answer=outcome.answer)
        if settings.mail_url is None:
            return tr("cli.doctor.kept", to=send_to, folder=settings.mailbox)
        return tr("cli.doctor.sent", to=send_to, answer=outcome.answer)
