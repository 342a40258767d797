"""What a plan's check found and what its load would change: in words, and for `--json`."""

import shlex
from typing import TYPE_CHECKING, Any

import typer

from dondoc.cli.failures import say
from dondoc.cli.wording import LANG, tr

if TYPE_CHECKING:
    from dondoc.services.plan.check.check import Checked
    from dondoc.services.plan.load.changes import PlanDifference

MAX_LINES = 40


def show_problems(checked: "Checked") -> None:
    """What a check found, errors first, and how much of it in all."""
    from dondoc.services.workbook.problem import render_problem

    for problem in (*checked.errors, *checked.warnings)[:MAX_LINES]:
        sign = "✗" if problem.severity == "error" else "!"
        say(f"{sign} {render_problem(problem, tr)}")
    if len(checked.problems) > MAX_LINES:
        say(tr("cli.plan.more", count=len(checked.problems) - MAX_LINES))
    say(tr("cli.plan.found", errors=len(checked.errors), warnings=len(checked.warnings)))


def checked_json(checked: "Checked") -> dict[str, Any]:
    """The same for programs, every problem of it."""
    from dondoc.services.workbook.problem import render_problem

    return {
        "ok": checked.draft is not None,
        "errors": len(checked.errors),
        "warnings": len(checked.warnings),
        "problems": [
            {
                "severity": problem.severity,
                "sheet": problem.sheet,
                "cell": problem.cell,
                "key": problem.key,
                "text": render_problem(problem, tr),
            }
            for problem in checked.problems
        ],
    }


def show_difference(difference: "PlanDifference") -> None:
    """What would change: counted by kind, and line by line where something exists already."""
    for (what, change), count in difference.counts().items():
        typer.echo(f"{tr(f'plan_load.change.{change}')}: {tr(f'plan_load.what.{what}')} {count}")
    changed = difference.named
    for entry in changed[:MAX_LINES]:
        typer.echo("  " + entry.text(tr))
        for field in entry.fields:
            typer.echo("    " + field.text(tr, LANG))
    if len(changed) > MAX_LINES:
        typer.echo(tr("cli.plan.more", count=len(changed) - MAX_LINES))
    for note in difference.notes[:MAX_LINES]:
        say("! " + note.text(tr, LANG))
    if len(difference.notes) > MAX_LINES:
        say(tr("cli.plan.more", count=len(difference.notes) - MAX_LINES))


def show_conflicts(difference: "PlanDifference") -> None:
    """Why a plan is not loaded."""
    for conflict in difference.conflicts[:MAX_LINES]:
        say("✗ " + conflict.text(tr, LANG))
    say(
        tr(
            "plan_load.error.conflicts",
            n=len(difference.conflicts),
            ref=difference.conflicts[0].ref,
        )
    )


def show_doubts(difference: "PlanDifference") -> None:
    """What is asked about before a plan is loaded, and how to answer."""
    for doubt in difference.unsure[:MAX_LINES]:
        say("? " + doubt.text(tr))
        for value, words in doubt.choices(tr):
            say(f"    --sure {shlex.quote(value)}   {words}")
    say(tr("plan_load.error.doubts", n=len(difference.unsure)))


def difference_json(difference: "PlanDifference") -> dict[str, Any]:
    """What changes and what stands in the way, for programs."""
    return {
        "year": difference.year,
        "counts": [
            {"what": what, "change": change, "count": count}
            for (what, change), count in difference.counts().items()
        ],
        "changes": [
            {"what": entry.what, "change": entry.change, "ref": entry.ref, "text": entry.text(tr)}
            for entry in difference.entries
        ],
        "conflicts": [
            {"what": conflict.what, "ref": conflict.ref, "text": conflict.text(tr, LANG)}
            for conflict in difference.conflicts
        ],
        "doubts": [
            {
                "text": doubt.text(tr),
                "settled": doubt not in difference.unsure,
                "answers": [{"sure": value, "text": words} for value, words in doubt.choices(tr)],
            }
            for doubt in difference.doubts
        ],
        "notes": [note.text(tr, LANG) for note in difference.notes],
    }
