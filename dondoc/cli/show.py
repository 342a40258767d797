"""How things stand: the programme in numbers, and one assignment whole."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.office import moment, office, programme_meant
from dondoc.cli.options import AsOf, Json, Ref, Year
from dondoc.cli.output import as_json, table
from dondoc.cli.wording import LANG, SETTINGS, help_of, tr
from models.rules.checkpoints import local_date

if TYPE_CHECKING:
    from dondoc.services.figures.status import Status
    from dondoc.services.history.of_item import EventView
    from dondoc.services.work.assignment_view import AssignmentView
    from dondoc.services.work.checkpoint_view import CheckpointView
    from dondoc.services.years.waiting import WaitingInYear
    from models.rules.totals import Counts

assignment_app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)
History = Annotated[bool, typer.Option("--history/--no-history", help=help_of("history"))]


def status(as_of: AsOf = None, year: Year = None, json: Json = False) -> None:
    from dondoc.services.figures.status import status as count
    from dondoc.services.years.waiting import waiting_elsewhere
    from dondoc.store.database import reading

    workplace = office(quiet=json)
    now = moment(workplace, as_of)
    with reading(workplace.engine) as session:
        programme = programme_meant(session, local_date(now), year)
        figures = count(session, programme, now)
        others = waiting_elsewhere(session, programme, local_date(now))
    if json:
        elsewhere = [{"year": other.year, **other.of_office} for other in others]
        as_json(figures.as_json() | {"other_years": elsewhere, "sample": workplace.sample})
    else:
        show_status(figures, others)


def show_status(status: "Status", others: "Sequence[WaitingInYear]" = ()) -> None:
    """The figures of a programme, each with its denominator; and what waits in other years."""
    from dondoc.rendering.formats import day, number

    if others:
        typer.echo(tr("cli.status.year", year=status.year))
    typer.echo(
        tr("cli.status.head", day=day(status.as_of), assignments=number(status.assignments, LANG))
    )
    table(
        "", (tr("cli.column.state"), tr("cli.column.checkpoints")), _state_rows(status.checkpoints)
    )
    stages = ", ".join(
        f"{tr(f'stage.{stage.value}')} {number(count, LANG)}"
        for stage, count in status.stages.items()
    )
    typer.echo(tr("cli.status.stages", stages=stages))
    messages = {state.value: number(count, LANG) for state, count in status.messages.items()}
    typer.echo(tr("cli.status.messages", **messages))
    if status.pending:
        typer.echo(tr("cli.status.pending", count=number(status.pending, LANG)))
    for other in others:
        kinds = [
            tr(f"years.waiting.{kind}", n=number_of_reports, count=number(number_of_reports, LANG))
            for kind, number_of_reports in other.waits.items()
        ]
        typer.echo(tr("years.waits", year=other.year, what=", ".join(kinds)))


def _state_rows(counts: "Counts") -> list[tuple[str, str]]:
    from dondoc.rendering.formats import share

    states = [
        ("✓", "done_in_time", counts.done_in_time),
        ("✓", "done_late", counts.done_late),
        ("○", "open_in_time", counts.open_in_time),
        ("◐", "due_soon", counts.due_soon),
        ("●", "overdue", counts.overdue),
    ]
    return [
        (f"{mark} {tr(f'cli.state.{name}')}", share(part, counts.total, LANG))
        for mark, name, part in states
    ]


@assignment_app.command("show", help=help_of("assignment_show"))
def assignment_show(
    ref: Ref, as_of: AsOf = None, year: Year = None, history: History = True, json: Json = False
) -> None:
    from dondoc.services.work.assignment_view import assignment_view
    from dondoc.store.database import reading

    workplace = office(quiet=json)
    now = moment(workplace, as_of)
    with reading(workplace.engine) as session:
        programme = programme_meant(session, local_date(now), year)
        assignment = assignment_view(session, programme, ref, now)
    if json:
        as_json(assignment)
        return
    _show_assignment(assignment)
    if history:
        table(tr("cli.history"), _HISTORY, (_event_row(event) for event in assignment.events))


CHECKPOINTS = tuple(
    tr(f"cli.column.{name}") for name in ("checkpoint", "due", "state", "stage", "result")
)
_HISTORY = tuple(tr(f"cli.column.{name}") for name in ("at", "checkpoint", "what", "who", "why"))


def _show_assignment(assignment: "AssignmentView") -> None:
    from dondoc.rendering.formats import day, number

    typer.echo(f"{assignment.ref}: {assignment.title}")
    typer.echo(assignment.unit)
    target = assignment.product or f"{number(assignment.target, LANG)} {assignment.unit_of_measure}"
    typer.echo(
        tr("cli.assignment.target", target=target, baseline=number(assignment.baseline, LANG))
    )
    typer.echo(tr("cli.assignment.deadline", day=day(assignment.deadline)))
    officials = ", ".join(assignment.officials) or tr("cli.nobody")
    typer.echo(tr("cli.assignment.officials", names=officials))
    headings = (*CHECKPOINTS, tr("cli.column.whose"), tr("cli.column.reminded"))
    rows = (
        (*checkpoint_row(checkpoint), _whose(checkpoint), _reminded(checkpoint))
        for checkpoint in assignment.checkpoints
    )
    table("", headings, rows)


def checkpoint_row(view: "CheckpointView") -> tuple[str, ...]:
    """A checkpoint as a row: what, until when, how it stands, what came of it."""
    from dondoc.rendering.formats import by_first_date, day, delay
    from models.rules.due import DueState
    from models.rules.stages import UNREPORTED, Standing

    state = tr(f"due_state.{view.state.value}")
    if view.standing is not Standing.LIVE:
        state = tr(f"standing.{view.standing.value}")
    elif view.stage in UNREPORTED:  # what waits for verification counts no days
        late = view.state is DueState.OVERDUE
        left = delay(view.days_left, LANG, overdue=late)
        state = left if late else f"{state}, {left}"  # "overdue" is said by the days
    if view.first_late is not None and view.standing is Standing.LIVE:
        state += f" ({by_first_date(view.first_late, view.original_due_on, LANG)})"
    stage = tr(f"stage.{view.stage.value}")
    if view.pending:
        stage += " *"
    if view.extension_asked is not None:
        stage += "; " + tr("cli.extension_asked", day=day(view.extension_asked))
    return view.ref, day(view.due_on), state, stage, result_text(view)


def _whose(view: "CheckpointView") -> str:
    from dondoc.services.work.answering.responsible import answering_words

    return "; ".join(answering_words(each, tr) for each in view.answering)


def _reminded(view: "CheckpointView") -> str:
    from dondoc.services.work.reminders_counted import in_words

    return "" if view.reminded is None else in_words(view.reminded, LANG)


def result_text(view: "CheckpointView") -> str:
    """Actual beside expected, or whether the product is there."""
    from dondoc.rendering.formats import number, of_plan

    if view.missing:
        return tr("cli.missing")
    if view.undelivered:
        return _graded(tr("cli.undelivered"), view)
    if view.delivered is not None:
        return _graded(tr("cli.delivered" if view.delivered else "cli.not_delivered"), view)
    shown = f"{number(view.value, LANG)} / {number(view.expected, LANG)}"
    if view.percent is not None:
        shown += f" ({of_plan(view.percent, LANG, is_limit=view.is_limit)})"
    return _graded(shown, view)


def _graded(shown: str, view: "CheckpointView") -> str:
    """The result with the grade that it was given."""
    return shown if view.grade is None else f"{shown}; {tr(f'grade.{view.grade.value}')}"


def _event_row(event: "EventView") -> tuple[str, ...]:
    from dondoc.rendering.formats import moment as at

    what = tr(f"event.{event.kind}")
    if event.to_stage is not None:
        start = tr(f"stage.{event.from_stage.value}") if event.from_stage else "–"
        what = f"{start} → {tr(f'stage.{event.to_stage.value}')}"
    who = event.actor or tr("role.system")
    if event.on_behalf_of:
        who += f" ({tr('cli.for', name=event.on_behalf_of)})"
    return at(event.at), event.ref, what, who, event.reason
