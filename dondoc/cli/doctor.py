"""`dondoc doctor`: is everything as it should be, and if not, what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.failures import REFUSED
from dondoc.cli.options import Json
from dondoc.cli.output import as_json, progress_bar
from dondoc.cli.wording import help_of, tr

if TYPE_CHECKING:
    from dondoc.settings import Settings

SendTo = Annotated[
    str | None, typer.Option("--send-to", metavar="ADDRESS", help=help_of("send_to"))
]

_NAMED = 10
"""Damaged files that are named here; the audit names all."""


@dataclass(frozen=True)
class Result:
    """What one check found; `ok` None: nothing wrong, but worth knowing."""

    name: str
    ok: bool | None
    text: str


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
    yield _checked("home", lambda: _home(settings))
    yield _private(settings)
    yield _checked("disk", lambda: _disk(settings))
    made = _checked("database", lambda: _made(settings))
    if made.ok is False:
        yield made
    elif made.text:
        yield from _of_database(settings)
    else:
        yield Result("database", None, tr("cli.database_not_made", folder=settings.root))
    yield _prefect(settings)
    yield _checked("channel", lambda: _channel(settings, send_to))


def _made(settings: "Settings") -> str:
    """Which database is there, '' for none: looking for it makes none."""
    from dondoc.workplace import database_name, is_made

    return database_name(settings) if is_made(settings) else ""


def _of_database(settings: "Settings") -> Iterator[Result]:
    database = _checked("database", lambda: _database(settings))
    yield database
    if database.ok:
        yield _old_grades(settings)
        yield _checked("acts", lambda: _acts(settings))
    yield _checked("codes", lambda: _codes(settings))
    yield _checked("key", lambda: _key(settings))
    yield _checked("evidence", lambda: _evidence(settings))


def _checked(name: str, check: Callable[[], str]) -> Result:
    """A check that fails says why; it never ends the others."""
    from dondoc.channels.errors import ChannelError
    from dondoc.errors import DondocError
    from dondoc.vault import VaultError

    try:
        return Result(name, True, check())
    except VaultError as error:
        return Result(name, False, tr(error.key, **error.params))
    except DondocError as error:
        return Result(name, False, error.text(tr))
    except ChannelError as error:
        return Result(name, False, error.message(tr))
    except Exception as error:
        return Result(name, False, str(error).strip().splitlines()[0])


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


def _database(settings: "Settings") -> str:
    from sqlmodel import col, select

    from dondoc.store.database import reading
    from dondoc.workplace import open_workplace
    from models.programme import Programme

    workplace = open_workplace(settings)
    with reading(workplace.engine) as session:
        years = session.exec(select(col(Programme.year)).order_by(col(Programme.year))).all()
    kind = workplace.engine.dialect.name
    sentence = ", ".join(str(year) for year in years) or tr("cli.doctor.no_programme")
    text = tr("cli.doctor.database_ok", kind=kind, programmes=sentence)
    if not workplace.sample:
        return text
    return f"{text} {tr('cli.sample', day=f'{workplace.clock().today():%d/%m/%Y}')}"


def _codes(settings: "Settings") -> str:
    """Whether every person is told from every other by their code, whatever its case."""
    from dondoc.errors import BadInput
    from dondoc.services.organisation.person_codes import clashes
    from dondoc.store.database import reading
    from dondoc.workplace import open_workplace

    with reading(open_workplace(settings).engine) as session:
        pairs = clashes(session)
    if pairs:
        codes = "; ".join(", ".join(pair) for pair in pairs)
        raise BadInput("cli.doctor.codes_clash", n=len(pairs), codes=codes)
    return tr("cli.doctor.codes_ok")


def _old_grades(settings: "Settings") -> Result:
    """What was evaluated with points though it is not done: said, never changed."""
    from dondoc.services.boards.old_grades import old_grades
    from dondoc.store.database import reading
    from dondoc.workplace import open_workplace

    with reading(open_workplace(settings).engine) as session:
        grades = old_grades(session)
    if not grades:
        return Result("old_grades", True, tr("cli.doctor.old_grades_ok"))
    refs = ", ".join(f"{grade.ref} ({grade.year})" for grade in grades)
    return Result("old_grades", None, tr("cli.doctor.old_grades_named", n=len(grades), refs=refs))


def _acts(settings: "Settings") -> str:
    """Whether what people recorded is applied."""
    from dondoc.errors import BadInput
    from dondoc.rendering import formats
    from dondoc.services.operations.acts_waiting import acts_waiting
    from dondoc.store.database import reading
    from dondoc.workplace import open_workplace

    workplace = open_workplace(settings)
    with reading(workplace.engine) as session:
        waiting = acts_waiting(session, workplace.clock().now())
    if waiting is None:
        return tr("cli.doctor.acts_ok")
    raise BadInput(
        "cli.doctor.acts_waiting",
        n=waiting.count,
        since=formats.moment(waiting.since),
        refs=", ".join(waiting.refs),
    )


def _key(settings: "Settings") -> str:
    """Whether the secret key opens what is stored: without it nobody can be written to."""
    from dondoc.errors import BadInput
    from dondoc.services.operations.reseal import openable
    from dondoc.vault import vault
    from dondoc.workplace import open_workplace

    vault(settings)
    resealed = openable(open_workplace(settings).engine)
    if resealed.lost:
        raise BadInput(
            "cli.doctor.key_lost", lost=resealed.lost, total=resealed.done + resealed.lost
        )
    return tr("cli.doctor.key_ok", n=resealed.done)


def _evidence(settings: "Settings") -> str:
    """Whether every file that was sent in is there, byte by byte."""
    from dondoc.errors import BadInput
    from dondoc.services.audit import check_evidence
    from dondoc.services.audit.sentences import finding_text
    from dondoc.workplace import open_workplace

    workplace = open_workplace(settings)
    with progress_bar(tr("cli.evidence.checking")) as progress:
        check = check_evidence(workplace.engine, workplace.evidence, progress)
    if check.findings:
        shown = "; ".join(finding_text(finding, tr) for finding in check.findings[:_NAMED])
        more = len(check.findings) - _NAMED
        text = f"{shown}; {tr('audit.more', n=more)}" if more > 0 else shown
        damaged = len(check.findings)
        raise BadInput("cli.doctor.evidence_damaged", n=damaged, total=check.files, which=text)
    return tr("cli.doctor.evidence_ok", n=check.files)


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
