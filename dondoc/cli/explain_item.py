"""One checkpoint explained: why it is as it is, and who is reminded of it, and why."""

from datetime import date
from typing import TYPE_CHECKING

import typer

from dondoc.cli.wording import LANG, tr

if TYPE_CHECKING:
    from dondoc.services.history.of_item import EventView
    from dondoc.services.organisation.directory import Holder
    from dondoc.services.reminders.explain.answer import (
        AudienceExplained,
        ItemExplained,
        StepExplained,
    )
    from dondoc.services.reminders.register.register import RegisterRow
    from dondoc.services.work.assignment_view import AssignmentView
    from dondoc.services.work.checkpoint_view import CheckpointView

_MAX_DAYS = 5


def events_of(assignment: "AssignmentView", ref: str) -> list["EventView"]:
    """What happened to one checkpoint of an assignment."""
    return [event for event in assignment.events if event.ref == ref]


def show_state(assignment: "AssignmentView", ref: str) -> None:
    """The stage, the due state, the result, and what gave each of them."""
    from dondoc.rendering.formats import day

    checkpoint_view = next(
        checkpoint for checkpoint in assignment.checkpoints if checkpoint.ref == ref
    )
    typer.echo(f"{ref}: {assignment.title} ({assignment.unit})")
    typer.echo(tr("cli.explain.stage", stage=tr(f"stage.{checkpoint_view.stage.value}")))
    moved = [event for event in events_of(assignment, ref) if event.to_stage is not None]
    if moved and checkpoint_view.stage is checkpoint_view.stage_stored:
        typer.echo(_moved(moved[-1]))
    if checkpoint_view.pending:
        acts = ", ".join(tr(f"act.{act.value}") for act in checkpoint_view.pending)
        typer.echo(tr("cli.explain.pending", acts=acts))
    typer.echo(
        tr(
            "cli.explain.due",
            opens=day(checkpoint_view.opens_on),
            due=day(checkpoint_view.due_on),
            last=day(checkpoint_view.last_day_in_time),
        )
    )
    if checkpoint_view.due_on != checkpoint_view.original_due_on:
        _show_first_date(checkpoint_view)
    typer.echo(_why_state(checkpoint_view))
    if checkpoint_view.refused_request is not None:
        refused, until = map(day, checkpoint_view.refused_request)
        due = day(checkpoint_view.due_on)
        typer.echo(tr("item.why.refused", refused=refused, due=due, day=until))
    _show_result(checkpoint_view)


def _show_first_date(view: "CheckpointView") -> None:
    """The date that it first had and, where a decision moved that, how late it is by it."""
    from dondoc.rendering.formats import by_first_date, day

    words = by_first_date(view.first_late, view.original_due_on, LANG)
    told = tr("cli.explain.moved_due", original=day(view.original_due_on))
    typer.echo(f"{told} ({words})" if words else told)


def _show_result(view: "CheckpointView") -> None:
    """What came of it, and how that was judged."""
    from dondoc.cli.show import result_text
    from dondoc.rendering.formats import number

    typer.echo(tr("cli.explain.result", result=result_text(view)))
    if view.quality is not None:
        typer.echo(tr("cli.explain.quality", quality=number(view.quality, LANG)))
    show_causes(view)
    if view.grade is not None:
        grade = tr(f"grade.{view.grade.value}")
        typer.echo(tr("cli.explain.judged", grade=grade, total=number(view.total, LANG)))
    if view.score_parts is not None:
        parts = view.score_parts._asdict().items()
        words = {name: number(part, LANG) for name, part in parts}
        typer.echo(tr("verify.evaluate.parts", **words))


def show_causes(view: "CheckpointView") -> None:
    """The failed reviews and latenesses, and where the objective cause of each stands."""
    from dondoc.rendering.deductions import deduction_in_words

    for each in view.deductions:
        about, state = deduction_in_words(each.code, tr), each.cause_state
        words = tr(f"cause_state.{state.value}") if state else tr("cause.none")
        typer.echo(tr("cli.explain.cause", about=about, code=each.code, state=words))


def _moved(event: "EventView") -> str:
    from dondoc.rendering.formats import moment as at

    text = tr("cli.explain.moved", at=at(event.at), who=event.actor or tr("role.system"))
    return f"{text} {tr('cli.explain.because', reason=event.reason)}" if event.reason else text


def _why_state(view: "CheckpointView") -> str:
    """The due state and the rule that gives it, in words."""
    from dondoc.rendering.formats import day
    from dondoc.rendering.formats import moment as at
    from models.rules.checkpoints import local_date
    from models.rules.due import DueState

    if view.standing.value != "live":
        return tr("cli.explain.ended", standing=tr(f"standing.{view.standing.value}"))
    state = tr(f"due_state.{view.state.value}")
    if view.missing:
        return tr("cli.explain.why_missing", state=state)
    if view.undelivered and view.reported_at is not None:
        return tr("cli.explain.why_undelivered", state=state, at=at(view.reported_at))
    if view.reported_at is not None:
        late = view.state in (DueState.OVERDUE, DueState.DONE_LATE)
        if late and view.returned and local_date(view.reported_at) <= view.last_day_in_time:
            came, due = day(view.returned.reported_on), day(view.returned.due_on)
            return tr("cli.explain.why_late_before", state=state, came=came, due=due)
        return tr("cli.explain.why_reported", state=state, at=at(view.reported_at))
    return tr("cli.explain.why_open", state=state, delay=_left(view))


def _left(view: "CheckpointView") -> str:
    from dondoc.rendering.formats import delay
    from models.rules.due import DueState

    return delay(view.days_left, LANG, overdue=view.state is DueState.OVERDUE)


def _time_left(explanation: "ItemExplained") -> str:
    from dondoc.rendering.formats import delay

    if not explanation.says_days:
        return tr(f"stage.{explanation.stage}")
    return delay(explanation.days_left, LANG, overdue=explanation.is_over)


def show_reminders(explanation: "ItemExplained") -> None:
    """The ladder with who stands on each step, what holds it back, and what was sent."""
    from dondoc.rendering.formats import day

    typer.echo("")
    typer.echo(
        tr(
            "cli.explain.ladder",
            ladder=tr(explanation.ladder),
            left=_time_left(explanation),
            off=_days_off(explanation.days_off),
        )
    )
    for step_explained in explanation.steps:
        typer.echo(_step(step_explained, coming=not explanation.ended))
    for audience in explanation.audiences:
        next_on = explanation.next_on(audience.audience)
        following = tr("cli.explain.next", day=day(next_on)) if next_on else ""
        typer.echo(f"{_who(audience)} {following}".rstrip())
    for why in explanation.suppressed:
        typer.echo("! " + _held(why, ended=explanation.ended))
    for row in explanation.sent:
        typer.echo(sent_text(row))


def _held(why: str, *, ended: bool) -> str:
    """Why nobody is reminded: any more, or today only."""
    return tr("cli.explain.suppressed", why=tr(why)) if ended else tr(why)


def _step(step: "StepExplained", *, coming: bool) -> str:
    from dondoc.rendering.formats import day

    text = tr(
        "cli.explain.step",
        offset=step.offset,
        audience=tr(f"audience.{step.audience.value}"),
        firmness=tr(f"firmness.{step.firmness.value}"),
    )
    if step.channel is not None:
        text += " " + tr("cli.explain.by_channel", channel=step.channel)
    if step.reached is not None:
        text += " " + tr("cli.explain.reached")
    if step.waits_until is not None and coming:
        text += " " + tr("explain.told_together", day=day(step.waits_until))
    return text


def _days_off(days: tuple[date, ...]) -> str:
    """The days that do not count; of many only the number."""
    from dondoc.rendering.formats import day

    if len(days) > _MAX_DAYS:
        return tr("cli.explain.days_off", n=len(days))
    return ", ".join(day(each_day) for each_day in days) or tr("cli.none")


def _who(audience: "AudienceExplained") -> str:
    names = ", ".join(_holder(audience, holder) for holder in audience.people)
    text = tr(
        "cli.explain.audience",
        audience=tr(f"audience.{audience.audience.value}"),
        names=names or tr("cli.nobody"),
    )
    if audience.stand_in is None:
        return text
    return f"{text} {tr('cli.explain.stand_in', role=tr(f'audience.{audience.stand_in.value}'))}"


def _holder(audience: "AudienceExplained", holder: "Holder") -> str:
    deputy = audience.deputies.get(holder.person_id)
    text = f"{holder.full_name} ({holder.title})"
    return f"{text} {tr('cli.explain.deputy', name=deputy)}" if deputy else text


def sent_text(row: "RegisterRow") -> str:
    """A row of the register of reminders in a line."""
    from dondoc.rendering.formats import moment as at

    text = tr(
        "cli.explain.sent",
        at=at(row.decided_at),
        ref=row.ref,
        person=row.person or tr("cli.nobody"),
        state=tr(f"register.state.{row.state}"),
    )
    return f"{text} ({tr(row.why)})" if row.why else text
