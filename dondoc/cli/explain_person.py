"""One person explained: how they are reached, their next letter and why, and their work."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from dondoc.cli.explain_item import sent_text
from dondoc.cli.reminders import held_back_text
from dondoc.cli.wording import tr

if TYPE_CHECKING:
    from dondoc.services.reminders.explain.answer import PersonExplained
    from dondoc.services.reminders.explain.planned_messages import PlannedLetter, PlannedLine
    from dondoc.services.work.checkpoint_view import CheckpointView


def show_person(explained: "PersonExplained") -> None:
    """How a person is reached, the next letter, and the letters before."""
    typer.echo(f"{explained.full_name}:")
    for wish in _wishes(explained):
        typer.echo("  " + wish)
    if explained.day_off:
        typer.echo(tr("cli.remind.day_off"))
    if explained.letter is None:
        typer.echo(tr("cli.explain.no_letter"))
    else:
        _show_letter(explained.letter)
    for held_back in explained.kept:
        typer.echo(held_back_text(held_back))
    for row in explained.before:
        typer.echo(sent_text(row))


def _show_letter(letter: "PlannedLetter") -> None:
    from dondoc.rendering.formats import moment as at

    typer.echo(tr("cli.explain.letter", lines=len(letter.lines)))
    sent = tr("cli.explain.goes", at=at(letter.goes_at), channel=letter.channel,
              address=letter.address)  # fmt: skip
    typer.echo("  " + sent)
    for line in letter.lines:
        typer.echo("  " + _line(line))


def _wishes(explained: "PersonExplained") -> Iterator[str]:
    """How the person is reached and what they asked for."""
    from dondoc.rendering.formats import moment as at

    if not explained.addresses:
        yield tr("cli.explain.no_address")
    for address in explained.addresses:
        why = f" ({tr(address.why_not)})" if address.why_not else ""
        yield f"{address.channel}: {address.address}{why}"
    yield tr("cli.explain.quiet", hours=explained.quiet)
    if explained.quiet_until is not None:
        yield tr("cli.explain.quiet_now", at=at(explained.quiet_until))
    if explained.weekly_on is not None:
        yield tr("cli.explain.weekly", day=tr(f"weekday.{explained.weekly_on}"))
    if explained.muted:
        yield tr("cli.explain.muted")
    if explained.away is not None:
        yield tr("cli.explain.away", name=explained.away)
    if explained.had_one:
        yield tr("cli.explain.had_one")


def show_work(work: "tuple[CheckpointView, ...]") -> None:
    """What waits for the person."""
    from dondoc.cli.output import table
    from dondoc.cli.show import CHECKPOINTS, checkpoint_row

    if work:
        table(tr("cli.explain.work"), CHECKPOINTS, (checkpoint_row(view) for view in work))
    else:
        typer.echo(tr("cli.explain.no_work"))


def _line(line: "PlannedLine") -> str:
    from dondoc.rendering.formats import day
    from dondoc.services.reminders.register.step_words import step_words

    step = step_words(line.kind, line.step, tr)
    return tr(
        "cli.explain.line",
        ref=line.ref,
        due=day(line.due_on),
        kind=", ".join(tr(f"register.kind.{kind.value}") for kind in line.kinds),
        role=", ".join(tr(f"audience.{role.value}") for role in line.roles),
        step=f", {step}" if step else "",
    )
