"""The ladder of reminders: what is in force, taken out to a file, and replaced from one."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.failures import REFUSED, say
from dondoc.cli.office import acting_moment, moment, office, programme_meant
from dondoc.cli.options import AsOf, Json, Year
from dondoc.cli.output import as_json, table
from dondoc.cli.wording import LANG, SETTINGS, help_of, tr

if TYPE_CHECKING:
    from sqlmodel import Session

    from dondoc.services.reminders.ladder.in_force import InForce, LadderScope
    from dondoc.services.reminders.ladder.replaced import Replaced
    from dondoc.workplace import Workplace
    from models.rules.ladder import Step

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)

Category = Annotated[
    str | None, typer.Option("--category", metavar="TEXT", help=help_of("ladder_category"))
]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help=help_of("ladder_unit"))]
File = Annotated[Path, typer.Argument(metavar="FILE", help=help_of("ladder_file"))]
Check = Annotated[bool, typer.Option("--check", help=help_of("ladder_check"))]
Force = Annotated[bool, typer.Option("--force", help=help_of("plan_force"))]
Signed = Annotated[str | None, typer.Option("--by", metavar="PERSON", help=help_of("by"))]
Signer = Annotated[str, typer.Option("--by", metavar="PERSON", help=help_of("by"))]


@app.command("show", help=help_of("ladder_show"))
def show(
    category: Category = None, unit: Unit = None, as_of: AsOf = None, year: Year = None,
    json: Json = False,
) -> None:  # fmt: skip
    steps_in_force = _in_force(office(quiet=json), _scope(category, unit), as_of, year)
    if json:
        as_json(steps_in_force)
        return
    typer.echo(tr("cli.ladder.given_for", scope=_named(steps_in_force.given_for)))
    _table(steps_in_force.steps)


@app.command("export", help=help_of("ladder_export"))
def export(
    file: File, category: Category = None, unit: Unit = None, force: Force = False,
    as_of: AsOf = None, year: Year = None, json: Json = False,
) -> None:  # fmt: skip
    from dondoc.services.reminders.ladder.files import write_ladder_file

    if file.exists() and not force:
        say(tr("cli.plan.exists", file=file))
        raise typer.Exit(REFUSED)
    steps_in_force = _in_force(office(quiet=json), _scope(category, unit), as_of, year)
    write_ladder_file(file, steps_in_force.steps, LANG)
    if json:
        as_json({"file": file.name})
    else:
        typer.echo(tr("cli.plan.written", file=file))


@app.command("load", help=help_of("ladder_load"))
def load(
    file: File, by: Signed = None, category: Category = None, unit: Unit = None,
    check: Check = False, as_of: AsOf = None, year: Year = None, json: Json = False,
) -> None:  # fmt: skip
    from dondoc.services.reminders.ladder.in_force import read_checked
    from dondoc.store.database import reading, writing

    workplace = office(quiet=json)
    if check:
        with reading(workplace.engine) as session:
            steps = read_checked(session, file)
        _tell_checked(steps, json)
        return
    if by is None:
        raise typer.BadParameter(tr("cli.ladder.who"), param_hint="--by")
    with writing(workplace.engine) as session:
        steps = read_checked(session, file)
        done = _replace(session, workplace, (by, steps), _scope(category, unit), (as_of, year))
    _tell(done, _scope(category, unit), json)


@app.command("remove", help=help_of("ladder_remove"))
def remove(
    by: Signer, category: Category = None, unit: Unit = None, as_of: AsOf = None,
    year: Year = None, json: Json = False,
) -> None:  # fmt: skip
    from dondoc.store.database import writing

    workplace = office(quiet=json)
    with writing(workplace.engine) as session:
        done = _replace(session, workplace, (by, ()), _scope(category, unit), (as_of, year))
    _tell(done, _scope(category, unit), json)


def _scope(category: str | None, unit: str | None) -> "LadderScope":
    from dondoc.services.reminders.ladder.in_force import LadderScope

    return LadderScope(category, unit)


def _in_force(
    workplace: "Workplace", scope: "LadderScope", as_of: date | None, year: int | None
) -> "InForce":
    from dondoc.services.reminders.ladder.in_force import ladder_in_force
    from dondoc.store.database import reading
    from models.rules.checkpoints import local_date

    today = local_date(moment(workplace, as_of))
    with reading(workplace.engine) as session:
        return ladder_in_force(session, programme_meant(session, today, year), scope, today)


def _replace(
    session: "Session",
    workplace: "Workplace",
    signed: tuple[str, "tuple[Step, ...]"],
    scope: "LadderScope",
    when: tuple[date | None, int | None],
) -> "Replaced":
    from dondoc.services.reminders.ladder.in_force import replace_ladder
    from models.rules.checkpoints import local_date

    now = acting_moment(workplace, when[0])
    programme = programme_meant(session, local_date(now), when[1])
    return replace_ladder(session, programme, scope, signed[1], (signed[0], now))


def _tell_checked(steps: "tuple[Step, ...]", json: bool) -> None:
    if json:
        as_json({"ok": True, "steps": steps})
        return
    _table(steps)
    typer.echo(tr("cli.ladder.good", n=len(steps)))


def _tell(done: "Replaced", scope: "LadderScope", json: bool) -> None:
    if json:
        as_json({"changed": done.changed, "old": done.old, "new": done.new})
    elif not done.changed:
        typer.echo(tr("cli.ladder.same"))
    elif not done.new:
        typer.echo(tr("cli.ladder.removed", scope=_named(scope)))
    else:
        _table(done.new)
        text = tr("cli.ladder.replaced", scope=_named(scope), old=len(done.old), new=len(done.new))
        typer.echo(text)


def _named(scope: "LadderScope") -> str:
    """Whom or what a ladder is for, in words."""
    parts = [
        tr(f"cli.ladder.scope.{name}", name=value)
        for name, value in (("unit", scope.unit), ("category", scope.category))
        if value
    ]
    return ", ".join(parts) or tr("cli.ladder.scope.all")


def _table(steps: "tuple[Step, ...]") -> None:
    columns = ("days", "audience", "firmness", "channel")
    headings = tuple(tr(f"cli.ladder.column.{name}") for name in columns)
    table("", headings, (_row(step) for step in steps))


def _row(step: "Step") -> tuple[str, ...]:
    side = "before" if step.offset < 0 else "after" if step.offset else "on"
    days = tr(f"cli.ladder.{side}", n=abs(step.offset))
    if step.every is not None:
        days += tr("cli.ladder.every", n=step.every)
    return (
        days,
        tr(f"audience.{step.audience.value}"),
        tr(f"firmness.{step.firmness.value}"),
        step.channel or tr("cli.ladder.own_channel"),
    )
