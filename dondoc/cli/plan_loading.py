"""Loading a plan: what it would change, what is asked about it, and the load itself."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dondoc.cli.failures import REFUSED, say
from dondoc.cli.office import acting_moment, office
from dondoc.cli.output import as_json
from dondoc.cli.plan_shown import (
    difference_json,
    show_conflicts,
    show_difference,
    show_doubts,
)
from dondoc.cli.wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import Session

    from dondoc.services.plan.check.check import Checked
    from dondoc.services.plan.load.changes import PlanDifference


@dataclass(frozen=True)
class LoadOptions:
    """How a plan is loaded. `sure`: answers to what is asked about; `by`: who loads it."""

    complete: bool
    yes: bool
    sure: frozenset[str]
    by: str | None
    as_of: date | None
    json: bool


def load_file(file: Path, checked: "Checked", options: LoadOptions) -> None:
    """Shows what a checked plan would change, asks, and loads it."""
    from dondoc.services.grounds.office import check_office
    from dondoc.services.organisation.directory import find_person
    from dondoc.services.plan.load.grounds import PLAN, plan_grounds
    from dondoc.services.plan.load.load import PlanConflict, PlanDoubtful, difference
    from dondoc.services.plan.load.load import load as load_plan
    from dondoc.store.database import reading, written
    from models.rules.checkpoints import local_date
    from models.rules.grounds import as_text

    assert checked.draft is not None
    json, complete, sure = options.json, options.complete, options.sure
    workplace = office(quiet=json)
    now = acting_moment(workplace, options.as_of)

    def compared(session: "Session") -> "PlanDifference":
        assert checked.draft is not None
        return difference(
            session, checked.draft,
            complete=complete, today=local_date(now), actor_id=actor, sure=options.sure,
        )  # fmt: skip

    with reading(workplace.engine) as session:
        actor = find_person(session, options.by).key if options.by else None
        plan_difference = compared(session)
    if not json:
        show_difference(plan_difference)
    if not plan_difference.is_empty and not plan_difference.conflicts:
        sure |= _settled(plan_difference, options.yes or json)
        _agree(plan_difference, options.yes or json)
    sha256 = _sha256(file)

    def work(session: "Session") -> "PlanDifference":
        if not (options.yes or json):  # whoever agreed did so to what was shown
            text = as_text(plan_grounds(plan_difference))
            check_office(
                session, text, lambda each_session: plan_grounds(compared(each_session)), PLAN
            )
        assert checked.draft is not None
        return load_plan(
            session, checked.draft,
            complete=complete, actor_id=actor, now=now, plan_sha256=sha256, sure=sure,
        )  # fmt: skip

    try:
        done = written(workplace.engine, work)
    except PlanConflict as error:
        _tell(error.difference, show_conflicts, json)
        raise typer.Exit(REFUSED) from None
    except PlanDoubtful as error:
        _tell(error.difference, show_doubts, json)
        raise typer.Exit(REFUSED) from None
    _tell(done, _show_done, json)


def _tell(
    difference: "PlanDifference", in_words: "Callable[[PlanDifference], None]", json: bool
) -> None:
    if json:
        as_json(difference_json(difference))
    else:
        in_words(difference)


def _show_done(done: "PlanDifference") -> None:
    typer.echo(tr("cli.plan.unchanged" if done.is_empty else "cli.plan.loaded"))


def _sha256(file: Path) -> str:
    import hashlib

    return hashlib.sha256(file.read_bytes()).hexdigest()


def _settled(difference: "PlanDifference", yes: bool) -> frozenset[str]:
    """Asks about each doubt, one after the other; nothing typed leaves the plan alone."""
    from dondoc.errors import Refused

    if yes or not sys.stdin.isatty():
        return frozenset()
    answers = []
    for doubt in difference.unsure:
        say("? " + doubt.text(tr))
        choices = doubt.choices(tr)
        for number, (_, words) in enumerate(choices, 1):
            say(f"  {number}. {words}")
        typed = typer.prompt(tr("cli.plan.which"), default="", show_default=False).strip()
        if not typed.isdecimal() or not 1 <= int(typed) <= len(choices):
            raise Refused("cli.plan.left_alone")
        answers.append(choices[int(typed) - 1][0])
    return frozenset(answers)


def _agree(difference: "PlanDifference", yes: bool) -> None:
    """Asks before anything that exists is changed; a first plan needs no question."""
    from dondoc.errors import Refused

    if yes or all(entry.old is None for entry in difference.entries):
        return
    if not sys.stdin.isatty():
        raise Refused("cli.plan.needs_yes")
    answer = typer.prompt(tr("cli.plan.sure"), default="", show_default=False)
    if answer.strip().casefold() not in tr("cli.plan.yes_words").split():
        raise Refused("cli.plan.left_alone")
