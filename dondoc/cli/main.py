"""The command line `dondoc`. Commands import what they need when they run: help is fast."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from dondoc.cli import (
    account,
    acts,
    audit,
    causes,
    channels,
    contacts,
    difficulties,
    digests,
    doctor,
    evaluation,
    evaluation_papers,
    explain,
    ladder,
    me,
    nudge,
    papers,
    people,
    plan,
    reminders,
    replay,
    rule_sets,
    show,
    unit_paper,
    up,
    web,
)
from dondoc.cli.failures import reported
from dondoc.cli.wording import SETTINGS, help_of, use_own_words

use_own_words()
app = typer.Typer(
    name="dondoc",
    help=help_of("app"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
    add_completion=False,
    rich_markup_mode=None,
)

app.command("up", help=help_of("up"))(up.up)
app.add_typer(plan.app, name="plan", help=help_of("plan"))
app.command("status", help=help_of("status"))(show.status)
app.add_typer(show.assignment_app, name="assignment", help=help_of("assignment"))
acts.register(app)
app.add_typer(ladder.app, name="ladder", help=help_of("ladder"))
app.add_typer(causes.app, name="cause", help=help_of("cause_group"))
app.add_typer(difficulties.app, name="difficulty", help=help_of("difficulty_group"))
app.command("nudge", help=help_of("nudge"))(nudge.nudge)
app.command("remind", help=help_of("remind"))(reminders.remind)
app.command("deliver", help=help_of("deliver"))(reminders.deliver)
app.command("register", help=help_of("register"))(reminders.register)
app.add_typer(digests.app, name="digest", help=help_of("digest"))
app.command("papers", help=help_of("papers"))(papers.papers)
app.command("paper", help=help_of("paper"))(unit_paper.paper)
app.command("replay", help=help_of("replay"))(replay.replay)
app.add_typer(rule_sets.app, name="rule-set", help=help_of("rule_set"))
evaluation.app.command("paper", help=help_of("evaluation_paper"))(evaluation_papers.paper)
evaluation.app.command("dossier", help=help_of("evaluation_dossier"))(evaluation_papers.dossier)
app.add_typer(evaluation.app, name="evaluation", help=help_of("evaluation"))
app.command("explain", help=help_of("explain"))(explain.explain)
app.add_typer(me.app, name="me", help=help_of("me"))
app.add_typer(people.app, name="people", help=help_of("people"))
app.add_typer(contacts.app, name="contacts", help=help_of("contacts"))
app.add_typer(channels.app, name="channels", help=help_of("channels"))
app.add_typer(account.app, name="account", help=help_of("account"))
app.add_typer(audit.app, name="audit", help=help_of("audit"))
app.command("web", help=help_of("web"))(web.web)
app.command("doctor", help=help_of("doctor"))(doctor.doctor)


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(version("dondoc"))
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool,
        typer.Option("--version", help=help_of("version"), callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    pass


def run() -> None:
    """Entry point. Exit codes: 0 done, 1 refused, 2 bad input, 3 our own fault."""
    sys.exit(reported(app))
