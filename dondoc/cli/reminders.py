"""Reminders: deciding, looking ahead, sending, and the register of them all."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.failures import say
from dondoc.cli.office import acting_moment, moment, office
from dondoc.cli.options import AsOf, Json, Year, day
from dondoc.cli.output import as_json, table
from dondoc.cli.words import help_of, tr

if TYPE_CHECKING:
    from dondoc.services.remind.preview import Preview
    from dondoc.workplace import Workplace

DryRun = Annotated[bool, typer.Option("--dry-run", help=help_of("dry_run"))]
Person = Annotated[str | None, typer.Option("--person", metavar="PERSON", help=help_of("person"))]
Item = Annotated[str | None, typer.Option("--item", metavar="REF", help=help_of("item"))]
Since = Annotated[
    date | None, typer.Option("--from", parser=day, metavar="DATE", help=help_of("since"))
]
Until = Annotated[
    date | None, typer.Option("--to", parser=day, metavar="DATE", help=help_of("until"))
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=help_of("register_out"))]


def remind(
    dry_run: DryRun = False, as_of: AsOf = None, year: Year = None, json: Json = False
) -> None:
    workplace = office(quiet=json)
    if dry_run:
        _preview(workplace, as_of, year, json)
        return
    from dondoc.services.reminding import remind as decide

    done = decide(workplace, acting_moment(workplace, as_of), year)
    if json:
        as_json(done)
        return
    if done.day_off:
        typer.echo(tr("cli.remind.day_off"))
    typer.echo(
        tr(
            "cli.remind.done",
            nudges=done.nudges,
            messages=done.messages,
            lines=done.lines,
        )
    )
    for one in done.unreachable:
        say(tr("cli.remind.unreachable", name=one.full_name))
    for ref in done.nobody:
        say(tr("cli.remind.nobody", ref=ref))


def _preview(workplace: "Workplace", as_of: date | None, year: int | None, json: bool) -> None:
    from dondoc.db import reading
    from dondoc.services.programmes import current_programme
    from dondoc.services.remind.preview import preview

    with reading(workplace.engine) as session:
        found = preview(session, current_programme(session, year), moment(workplace, as_of))
    if json:
        as_json(found)
    else:
        _show_preview(found)


def _show_preview(found: "Preview") -> None:
    """Who would get what, by which channel, and why."""
    from dondoc.rendering.formats import day as shown

    typer.echo(tr("cli.remind.would", day=shown(found.day), messages=len(found.letters)))
    if found.day_off:
        typer.echo(tr("cli.remind.day_off"))
    rows = [
        (
            letter.full_name,
            letter.address,
            line.ref,
            shown(line.due_on),
            tr(f"register.kind.{line.kind.value}"),
            line.step,
            tr(f"audience.{line.audience.value}"),
            tr(f"firmness.{line.firmness.value}"),
        )
        for letter in found.letters
        for line in letter.lines
    ]
    names = ("person", "address", "checkpoint", "due", "what", "step", "role", "firmness")
    if rows:
        table("", tuple(tr(f"cli.column.{name}") for name in names), rows)
    for one in found.unreachable:
        say(tr("cli.remind.unreachable", name=one.full_name))


def deliver(as_of: AsOf = None, json: Json = False) -> None:
    from dondoc.channels.errors import ChannelError
    from dondoc.services.errors import BadInput
    from dondoc.services.reminding import deliver_due, list_mailbox

    workplace = office(quiet=json)
    try:
        done = deliver_due(workplace, acting_moment(workplace, as_of))
        list_mailbox(workplace)
    except ChannelError as error:
        raise BadInput(error.key, **error.params) from error
    if json:
        as_json(done)
        return
    typer.echo(
        tr("cli.deliver.done", sent=done.sent, failed=done.failed, later=done.later, moot=done.moot)
    )
    if done.stopped:
        say(tr("cli.deliver.stopped", answer=done.stopped))
    if workplace.settings.mail_url is None and done.sent:
        typer.echo(tr("cli.up.mailbox", folder=workplace.settings.mailbox))


def register(
    person: Person = None,
    item: Item = None,
    since: Since = None,
    until: Until = None,
    out: Out = None,
    year: Year = None,
    json: Json = False,
) -> None:
    from dataclasses import replace

    from dondoc.db import reading
    from dondoc.services.programmes import current_programme
    from dondoc.services.remind.book import ALL, headings, printed, write_book
    from dondoc.services.remind.register import Filters
    from dondoc.services.remind.register import register as rows_of

    workplace = office(quiet=json)
    wanted = Filters(person=person, ref=item, decided_from=since, decided_to=until)
    if out is not None:
        wanted = replace(wanted, most=ALL)
    with reading(workplace.engine) as session:
        rows = rows_of(session, current_programme(session, year), wanted)
    if json:
        as_json(rows)
        return
    if out is not None:
        write_book(out, rows, tr)
        typer.echo(tr("cli.plan.written", file=out))
        return
    table(tr("register.title"), headings(tr), (printed(row, tr) for row in rows))
