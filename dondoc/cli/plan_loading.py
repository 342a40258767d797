"""Loading a plan: what it would change, what is asked about it, and the load itself."""

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
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
    from collections.abc import Callable, Iterator

    from sqlmodel import Session

    from dondoc.services.plan.check.check import Checked
    from dondoc.services.plan.load.changes import PlanDifference
    from dondoc.services.plan.load.doubt import Doubt
    from dondoc.services.workbook.plan import PlanDraft
    from dondoc.workplace import Workplace


@dataclass(frozen=True)
class LoadOptions:
    """How a plan is loaded. `sure`: answers to what is asked about; `by`: who loads it."""

    complete: bool
    yes: bool
    sure: frozenset[str]
    by: str | None
    as_of: date | None
    json: bool


@dataclass(frozen=True)
class _Loading:
    """One plan on its way into the database: compared for whoever is asked, then loaded."""

    sha256: str | None
    draft: "PlanDraft"
    options: LoadOptions
    now: datetime
    actor_id: int | None

    def difference(self, session: "Session", sure: frozenset[str]) -> "PlanDifference":
        from dondoc.services.plan.load.load import difference
        from models.rules.checkpoints import local_date

        return difference(
            session, self.draft, complete=self.options.complete, today=local_date(self.now),
            actor_id=self.actor_id, sure=sure,
        )  # fmt: skip

    def load(
        self, session: "Session", sure: frozenset[str], agreed: "PlanDifference | None"
    ) -> "PlanDifference":
        """`agreed`: what was shown to whoever agreed, which must still be so."""
        from dondoc.services.grounds.office import check_office
        from dondoc.services.plan.load.grounds import PLAN, plan_grounds
        from dondoc.services.plan.load.load import load
        from models.rules.grounds import as_text

        if agreed is not None:
            text = as_text(plan_grounds(agreed))
            check_office(
                session, text, lambda again: plan_grounds(self.difference(again, sure)), PLAN
            )
        return load(
            session, self.draft, complete=self.options.complete, actor_id=self.actor_id,
            now=self.now, plan_sha256=self.sha256, sure=sure,
        )  # fmt: skip


def load_file(checked: "Checked", options: LoadOptions) -> None:
    """Shows what a checked plan would change, asks, and loads it."""
    from dondoc.services.organisation.directory import find_person
    from dondoc.services.plan.load.load import refuse_unsettled
    from dondoc.store.database import reading, written

    assert checked.draft is not None
    json, sure, asks = options.json, options.sure, not (options.yes or options.json)
    with _looked_at(quiet=json) as looked_at, _refusals_shown(json):
        now = acting_moment(looked_at, options.as_of)
        with reading(looked_at.engine) as session:
            actor = find_person(session, options.by).key if options.by else None
        loading = _Loading(checked.sha256, checked.draft, options, now, actor)

        def compared(sure: frozenset[str]) -> "PlanDifference":
            with reading(looked_at.engine) as session:
                return loading.difference(session, sure)

        plan_difference = compared(sure)
        if not json:
            show_difference(plan_difference)
        if asks and not plan_difference.is_empty and not plan_difference.conflicts:
            sure, plan_difference = _settled(plan_difference, sure, compared)
            _agree(plan_difference)
        agreed = plan_difference if asks else None
        refuse_unsettled(plan_difference)
        workplace = office(quiet=True, make=True)
        done = written(workplace.engine, lambda session: loading.load(session, sure, agreed))
    _tell(done, _show_done, json)


@contextmanager
def _looked_at(*, quiet: bool) -> "Iterator[Workplace]":
    """The database, or an empty one for the time of the questions where there is none yet.

    Whoever answers no, or is refused, has made nothing.
    """
    from dondoc.settings import Settings
    from dondoc.workplace import REAL_DATABASE, is_made, open_workplace

    settings = Settings()
    if is_made(settings):
        yield office(quiet=quiet)
        return
    with TemporaryDirectory(prefix="dondoc-") as folder:
        elsewhere = settings.model_copy(update={"home": Path(folder), "database_url": None})
        workplace = open_workplace(elsewhere, REAL_DATABASE)
        try:
            yield workplace
        finally:
            workplace.engine.dispose()


@contextmanager
def _refusals_shown(json: bool) -> "Iterator[None]":
    from dondoc.services.plan.load.load import PlanConflict, PlanDoubtful

    try:
        yield
    except PlanConflict as error:
        _tell(error.difference, show_conflicts, json)
        raise typer.Exit(REFUSED) from None
    except PlanDoubtful as error:
        _tell(error.difference, show_doubts, json)
        raise typer.Exit(REFUSED) from None


def _tell(
    difference: "PlanDifference", in_words: "Callable[[PlanDifference], None]", json: bool
) -> None:
    if json:
        as_json(difference_json(difference))
    else:
        in_words(difference)


def _show_done(done: "PlanDifference") -> None:
    typer.echo(tr("cli.plan.unchanged" if done.is_empty else "cli.plan.loaded"))


def _settled(
    difference: "PlanDifference",
    sure: frozenset[str],
    compared: "Callable[[frozenset[str]], PlanDifference]",
) -> "tuple[frozenset[str], PlanDifference]":
    """Asks about each doubt, one after the other; an answer may lead to a further question.

    What the answers make of the plan is shown again. Nothing typed leaves the plan alone.
    """
    shown = difference
    while difference.unsure and not difference.conflicts and sys.stdin.isatty():
        sure |= {_answer(doubt) for doubt in difference.unsure}
        difference = compared(sure)
    if difference.entries != shown.entries:
        show_difference(difference)
    return sure, difference


def _answer(doubt: "Doubt") -> str:
    from dondoc.errors import Refused

    say("? " + doubt.text(tr))
    choices = doubt.choices(tr)
    for number, (_, words) in enumerate(choices, 1):
        say(f"  {number}. {words}")
    typed = typer.prompt(tr("cli.plan.which"), default="", show_default=False).strip()
    if not typed.isdecimal() or not 1 <= int(typed) <= len(choices):
        raise Refused("cli.plan.left_alone")
    return choices[int(typed) - 1][0]


def _agree(difference: "PlanDifference") -> None:
    """Asks before what is known is changed, or loaded a second time under another title."""
    from dondoc.errors import Refused

    if difference.conflicts or not difference.touches_known:
        return
    if not sys.stdin.isatty():
        raise Refused("cli.plan.needs_yes")
    answer = typer.prompt(tr("cli.plan.sure"), default="", show_default=False)
    if answer.strip().casefold() not in tr("cli.plan.yes_words").split():
        raise Refused("cli.plan.left_alone")
