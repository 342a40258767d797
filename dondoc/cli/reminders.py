"""Reminders: deciding, looking ahead, sending, and the register of them all."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.failures import say
from dondoc.cli.office import acting_moment, moment, office, programme_meant
from dondoc.cli.options import AsOf, Json, Year, day
from dondoc.cli.output import as_json, table
from dondoc.cli.wording import help_of, tr
from models.rules.checkpoints import local_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dondoc.services.reminders.explain.planned_messages import (
        HeldBack,
        PlannedLetter,
        PlannedLine,
        Preview,
    )
    from dondoc.services.reminders.register.register import RegisterRow
    from dondoc.workplace import Workplace
    from models.nudge import NudgeKind


class RegisterState(StrEnum):
    """What became of a nudge."""

    WAITING = "waiting"
    MOOT = "moot"
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


DryRun = Annotated[bool, typer.Option("--dry-run", help=help_of("dry_run"))]
Person = Annotated[str | None, typer.Option("--person", metavar="PERSON", help=help_of("person"))]
Item = Annotated[str | None, typer.Option("--item", metavar="REF", help=help_of("item"))]
Since = Annotated[
    date | None, typer.Option("--from", parser=day, metavar="DATE", help=help_of("since"))
]
Until = Annotated[
    date | None, typer.Option("--to", parser=day, metavar="DATE", help=help_of("until"))
]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help=help_of("register_unit"))]
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help=help_of("register_kind"))]
State = Annotated[
    RegisterState | None, typer.Option("--state", metavar="STATE", help=help_of("register_state"))
]
By = Annotated[str | None, typer.Option("--channel", metavar="CHANNEL", help=help_of("by_channel"))]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=help_of("register_out"))]


def remind(
    dry_run: DryRun = False, as_of: AsOf = None, year: Year = None, json: Json = False
) -> None:
    workplace = office(quiet=json)
    if dry_run:
        _preview(workplace, as_of, year, json)
        return
    from dondoc.services.delivery.remind import remind as decide

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
    for unreachable in done.unreachable:
        say(tr("cli.remind.unreachable", name=unreachable.full_name))
    for ref in done.nobody:
        say(tr("cli.remind.nobody", ref=ref))


def _preview(workplace: "Workplace", as_of: date | None, year: int | None, json: bool) -> None:
    from dondoc.services.programme.at_work import programmes_of_run
    from dondoc.services.reminders.explain.dry_run import preview
    from dondoc.store.database import reading

    with reading(workplace.engine) as session:
        now = moment(workplace, as_of)
        foreseen = preview(session, programmes_of_run(session, local_date(now), year), now)
    if json:
        as_json(foreseen)
    else:
        _show_preview(foreseen)


_PREVIEW = (
    "person", "channel", "address", "when", "checkpoint", "due", "what", "step", "role", "firmness",
)  # fmt: skip


def _show_preview(foreseen: "Preview") -> None:
    """Who would get what, by which channel, when, and why."""
    from dondoc.rendering.formats import day as shown

    typer.echo(tr("cli.remind.would", day=shown(foreseen.day), messages=len(foreseen.letters)))
    if foreseen.day_off:
        typer.echo(tr("cli.remind.day_off"))
    rows = [_preview_row(letter, line) for letter in foreseen.letters for line in letter.lines]
    if rows:
        table("", tuple(tr(f"cli.column.{name}") for name in _PREVIEW), rows)
    for held_back in foreseen.kept:
        typer.echo(held_back_text(held_back))
    for why, count in foreseen.moot.items():
        typer.echo(tr("cli.remind.dropped", n=count, why=tr(why)))
    for unreachable in foreseen.unreachable:
        say(tr("cli.remind.unreachable", name=unreachable.full_name))
    for ref in foreseen.nobody:
        say(tr("cli.remind.nobody", ref=ref))


def _preview_row(letter: "PlannedLetter", line: "PlannedLine") -> tuple[str, ...]:
    from dondoc.rendering.formats import day as shown
    from dondoc.rendering.formats import moment as at
    from dondoc.services.reminders.register.step_words import step_words

    reader = letter.full_name
    if line.in_place_of:
        reader = tr("register.in_place_of", person=reader, away=line.in_place_of)
    return (
        reader,
        letter.channel,
        letter.address,
        at(letter.goes_at),
        line.ref,
        shown(line.due_on),
        ", ".join(tr(f"register.kind.{kind.value}") for kind in line.kinds),
        step_words(line.kind, line.step, tr),
        ", ".join(tr(f"audience.{role.value}") for role in line.roles),
        tr(f"firmness.{line.firmness.value}"),
    )


def held_back_text(held_back: "HeldBack") -> str:
    """Why a person gets something later, and when."""
    from dondoc.rendering.formats import day as shown

    text = tr(
        "cli.remind.kept", n=len(held_back.lines), name=held_back.full_name, why=tr(held_back.why)
    )
    return (
        f"{text} {tr('cli.remind.until', day=shown(held_back.until))}" if held_back.until else text
    )


def deliver(as_of: AsOf = None, json: Json = False) -> None:
    from dondoc.channels.errors import ChannelError
    from dondoc.errors import BadInput
    from dondoc.services.delivery.remind import deliver_due, list_mailbox

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


def _kind(text: str | None) -> "NudgeKind | None":
    from dondoc.errors import BadInput
    from models.nudge import NudgeKind

    if text is None:
        return None
    try:
        return NudgeKind(text.strip().lower())
    except ValueError:
        raise BadInput("register.unknown_kind", kind=text, known=", ".join(NudgeKind)) from None


def register(
    person: Person = None,
    item: Item = None,
    since: Since = None,
    until: Until = None,
    unit: Unit = None,
    kind: Kind = None,
    state: State = None,
    channel: By = None,
    out: Out = None,
    year: Year = None,
    json: Json = False,
) -> None:
    from dondoc.services.organisation.units import find_unit_id
    from dondoc.services.reminders.register.filters import Filters
    from dondoc.services.reminders.register.register import register as rows_of
    from dondoc.services.reminders.register.workbook import NEWEST
    from dondoc.store.database import reading

    workplace, wanted = office(quiet=json), _kind(kind)
    now = moment(workplace, None)
    with reading(workplace.engine) as session:
        today = local_date(now)
        units = None if unit is None else (find_unit_id(session, unit, today),)
        filters = Filters(
            ref=item, day=today, units=units, person=person, decided_from=since, decided_to=until,
            kind=wanted, state=state.value if state else None, channel=channel,
        )  # fmt: skip
        most = None if out is not None else NEWEST
        rows = rows_of(session, programme_meant(session, today, year), filters, most)
    if json:
        as_json(rows)
    else:
        _show_register(rows, out, now)


def _show_register(rows: "Sequence[RegisterRow]", out: Path | None, now: datetime) -> None:
    """Into a workbook where one is named, else as a table."""
    from dondoc.services.reminders.register.workbook import headings, printed, write_register

    if out is not None:
        write_register(out, rows, tr, now)
        typer.echo(tr("cli.plan.written", file=out))
        return
    table(tr("register.title"), headings(tr), (printed(row, tr) for row in rows))
