"""The plan workbook: a blank one, checking one, loading one, getting it back."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.failures import BAD_INPUT, say
from dondoc.cli.office import office, programme_meant
from dondoc.cli.options import AsOf, Json, Year
from dondoc.cli.output import as_json
from dondoc.cli.plan_loading import LoadOptions, load_file
from dondoc.cli.plan_shown import (
    checked_json,
    show_problems,
)
from dondoc.cli.wording import LANG, SETTINGS, help_of, tr

if TYPE_CHECKING:
    from dondoc.services.plan.check.check import Checked
    from dondoc.services.plan.check.options import CheckOptions

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)

File = Annotated[Path, typer.Argument(metavar="FILE", help=help_of("plan_file"))]
Target = Annotated[Path, typer.Argument(metavar="FILE", help=help_of("plan_target"))]
Unit = Annotated[str | None, typer.Option("--unit", metavar="CODE", help=help_of("plan_unit"))]
UnitName = Annotated[str | None, typer.Option("--unit-name", help=help_of("plan_unit_name"))]
Kind = Annotated[str | None, typer.Option("--kind", help=help_of("plan_kind"))]
Marked = Annotated[
    Path | None, typer.Option("--marked", metavar="FILE", help=help_of("plan_marked"))
]
NextYear = Annotated[bool, typer.Option("--next-year", help=help_of("plan_next_year"))]
Complete = Annotated[bool, typer.Option("--complete", help=help_of("plan_complete"))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=help_of("plan_yes"))]
Sure = Annotated[
    list[str] | None, typer.Option("--sure", metavar="ANSWER", help=help_of("plan_sure"))
]
Withdraw = Annotated[
    list[str] | None, typer.Option("--withdraw", metavar="REF", help=help_of("plan_withdraw"))
]
Force = Annotated[bool, typer.Option("--force", help=help_of("plan_force"))]
By = Annotated[str | None, typer.Option("--by", metavar="PERSON", help=help_of("by"))]


@app.command("template", help=help_of("plan_template"))
def template(
    target: Target = Path("so-ke-hoach.xlsx"), force: Force = False, json: Json = False
) -> None:
    from dondoc.services.plan.write.workbook import write_plan

    _keep(target, force)
    write_plan(None, target, LANG)
    _written(target, json)


@app.command("check", help=help_of("plan_check"))
def check(
    file: File,
    year: Year = None,
    unit: Unit = None,
    unit_name: UnitName = None,
    kind: Kind = None,
    marked: Marked = None,
    json: Json = False,
) -> None:
    checked = _check(file, _options(year, unit, unit_name, kind), marked, json)
    if json:
        as_json(checked_json(checked))
    if checked.draft is None:
        raise typer.Exit(BAD_INPUT)


@app.command("load", help=help_of("plan_load"))
def load(
    file: File,
    year: Year = None,
    unit: Unit = None,
    unit_name: UnitName = None,
    kind: Kind = None,
    marked: Marked = None,
    complete: Complete = False,
    yes: Yes = False,
    sure: Sure = None,
    withdraw: Withdraw = None,
    by: By = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    checked = _check(file, _options(year, unit, unit_name, kind), marked, json)
    if checked.draft is None:
        if json:
            as_json(checked_json(checked))
        raise typer.Exit(BAD_INPUT)
    answers = frozenset([*(sure or ()), *(f"withdraw:{ref}" for ref in withdraw or ())])
    options = LoadOptions(complete, yes, answers, by, as_of, json)
    load_file(checked, options)


@app.command("export", help=help_of("plan_export"))
def export(
    target: Target,
    year: Year = None,
    next_year: NextYear = False,
    force: Force = False,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    from dondoc.cli.office import moment
    from dondoc.services.plan.load.back_to_plan import draft_of
    from dondoc.services.plan.next_year.draft import next_year_draft
    from dondoc.services.plan.write.workbook import write_plan
    from dondoc.store.database import reading
    from models.rules.checkpoints import local_date

    workplace = office(quiet=json)
    _keep(target, force)
    with reading(workplace.engine) as session:
        today = local_date(moment(workplace, as_of))
        programme = programme_meant(session, today, year)
        draft = (next_year_draft if next_year else draft_of)(session, programme, today)
    write_plan(draft, target, LANG)
    _written(target, json)


def _options(
    year: int | None, unit: str | None, unit_name: str | None, kind: str | None
) -> "CheckOptions":
    from dondoc.services.plan.check.options import CheckOptions

    return CheckOptions(year=year, unit=unit, unit_name=unit_name, kind=kind)


def _keep(target: Path, force: bool) -> None:
    """Refuses to write over a file that may be somebody's work."""
    from dondoc.errors import Refused

    if target.exists() and not force:
        raise Refused("cli.plan.exists", file=target)


def _written(target: Path, json: bool) -> None:
    if json:
        as_json({"file": str(target)})
    else:
        typer.echo(tr("cli.plan.written", file=target))


def _check(file: Path, options: "CheckOptions", marked: Path | None, json: bool) -> "Checked":
    """Checks a file and tells what it found; errors are also marked in a copy of the file."""
    from dondoc.services.plan.check.check import check as check_file
    from dondoc.services.plan.write.marked_copy import mark_problems

    checked = check_file(file, options)
    if not json:
        show_problems(checked)
    copy = marked or (_copy_name(file) if checked.errors else None)
    if copy is not None and checked.workbook is not None and checked.problems:
        mark_problems(file, checked.workbook, checked.problems, copy, tr, LANG)
        if not json:
            say(tr("cli.plan.marked", file=copy))
    return checked


def _copy_name(file: Path) -> Path:
    """A free name for the marked copy, beside the workbook that it is a copy of."""
    folder = file.parent if os.access(file.parent, os.W_OK) else Path()
    stem, number = f"{file.stem}-{tr('cli.plan.marked_suffix')}", 1
    path = folder / f"{stem}.xlsx"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.xlsx"
    return path
