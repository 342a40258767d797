"""One checkpoint explained: why it is as it is, and who is reminded of it, and why."""

from datetime import date
from typing import TYPE_CHECKING

import typer

from dondoc.cli.wording import LANG, tr

if TYPE_CHECKING:
    from dondoc.services.organisation.directory import Holder
    from dondoc.services.reminders.explain.answer import (
        AudienceExplained,
        ItemExplained,
        StepExplained,
    )
    from dondoc.services.reminders.register.register import RegisterRow
    from dondoc.services.work.assignment_view import AssignmentView, CheckpointView, EventView

_DAYS_SHOWN = 5


def events_of(seen: "AssignmentView", ref: str) -> list["EventView"]:
    """What happened to one checkpoint of an assignment."""
    return [event for event in seen.events if event.ref == ref]


def show_state(seen: "AssignmentView", ref: str) -> None:
    """The stage, the due state, the result, and what gave each of them."""
    from dondoc.cli.show import result_text
    from dondoc.rendering.formats import day, number

    one = next(one for one in seen.checkpoints if one.ref == ref)
    typer.echo(f"{ref}: {seen.title} ({seen.unit})")
    typer.echo(tr("cli.explain.stage", stage=tr(f"stage.{one.stage.value}")))
    moved = [event for event in events_of(seen, ref) if event.to_stage is not None]
    if moved and one.stage is one.stage_stored:
        typer.echo(_moved(moved[-1]))
    if one.pending:
        acts = ", ".join(tr(f"act.{act.value}") for act in one.pending)
        typer.echo(tr("cli.explain.pending", acts=acts))
    typer.echo(
        tr(
            "cli.explain.due",
            opens=day(one.opens_on),
            due=day(one.due_on),
            last=day(one.last_day_in_time),
        )
    )
    if one.due_on != one.original_due_on:
        typer.echo(tr("cli.explain.moved_due", original=day(one.original_due_on)))
    typer.echo(_why_state(one))
    typer.echo(tr("cli.explain.result", result=result_text(one)))
    if one.quality is not None:
        typer.echo(tr("cli.explain.quality", quality=number(one.quality, LANG)))
    if one.objective_cause:
        typer.echo(tr("cli.explain.objective"))
    if one.grade is not None:
        grade = tr(f"grade.{one.grade.value}")
        typer.echo(tr("cli.explain.judged", grade=grade, total=number(one.total, LANG)))


def _moved(event: "EventView") -> str:
    from dondoc.rendering.formats import moment as at

    text = tr("cli.explain.moved", at=at(event.at), who=event.actor or tr("role.system"))
    return f"{text} {tr('cli.explain.because', reason=event.reason)}" if event.reason else text


def _why_state(one: "CheckpointView") -> str:
    """The due state and the rule that gives it, in words."""
    from dondoc.rendering.formats import day
    from dondoc.rendering.formats import moment as at
    from models.rules.checkpoints import local_date
    from models.rules.due import DueState

    if one.standing.value != "live":
        return tr("cli.explain.ended", standing=tr(f"standing.{one.standing.value}"))
    state = tr(f"due_state.{one.state.value}")
    if one.missing:
        return tr("cli.explain.why_missing", state=state)
    if one.undelivered and one.reported_at is not None:
        return tr("cli.explain.why_undelivered", state=state, at=at(one.reported_at))
    if one.reported_at is not None:
        late = one.state in (DueState.OVERDUE, DueState.DONE_LATE)
        if late and one.returned and local_date(one.reported_at) <= one.last_day_in_time:
            came, due = day(one.returned.reported_on), day(one.returned.due_on)
            return tr("cli.explain.why_late_before", state=state, came=came, due=due)
        return tr("cli.explain.why_reported", state=state, at=at(one.reported_at))
    return tr("cli.explain.why_open", state=state, delay=_left(one))


def _left(one: "CheckpointView") -> str:
    from dondoc.rendering.formats import delay
    from models.rules.due import DueState

    return delay(one.days_left, LANG, overdue=one.state is DueState.OVERDUE)


def show_reminders(item: "ItemExplained") -> None:
    """The ladder with who stands on each step, what holds it back, and what was sent."""
    from dondoc.rendering.formats import day, delay

    typer.echo("")
    typer.echo(
        tr(
            "cli.explain.ladder",
            ladder=tr(item.ladder),
            left=delay(item.days_left, LANG),
            off=_days_off(item.days_off),
        )
    )
    for one in item.steps:
        typer.echo(_step(one))
    coming = {} if item.suppressed else {one.audience: one.next_on for one in item.steps}
    for audience in item.audiences:
        next_on = coming.get(audience.audience)
        following = tr("cli.explain.next", day=day(next_on)) if next_on else ""
        typer.echo(f"{_who(audience)} {following}".rstrip())
    for why in item.suppressed:
        typer.echo("! " + tr("cli.explain.suppressed", why=tr(why)))
    for row in item.sent:
        typer.echo(sent_text(row))


def _step(one: "StepExplained") -> str:
    from dondoc.rendering.formats import day

    text = tr(
        "cli.explain.step",
        offset=one.offset,
        audience=tr(f"audience.{one.audience.value}"),
        firmness=tr(f"firmness.{one.firmness.value}"),
    )
    if one.channel is not None:
        text += " " + tr("cli.explain.by_channel", channel=one.channel)
    if one.reached is not None:
        text += " " + tr("cli.explain.reached")
    if one.waits_until is not None:
        text += " " + tr("explain.told_together", day=day(one.waits_until))
    return text


def _days_off(days: tuple[date, ...]) -> str:
    """The days that do not count; of many only the number."""
    from dondoc.rendering.formats import day

    if len(days) > _DAYS_SHOWN:
        return tr("cli.explain.days_off", n=len(days))
    return ", ".join(day(one) for one in days) or tr("cli.none")


def _who(one: "AudienceExplained") -> str:
    names = ", ".join(_holder(one, holder) for holder in one.people)
    text = tr(
        "cli.explain.audience",
        audience=tr(f"audience.{one.audience.value}"),
        names=names or tr("cli.nobody"),
    )
    if one.stand_in is None:
        return text
    return f"{text} {tr('cli.explain.stand_in', role=tr(f'audience.{one.stand_in.value}'))}"


def _holder(one: "AudienceExplained", holder: "Holder") -> str:
    deputy = one.deputies.get(holder.person_id)
    said = f"{holder.full_name} ({holder.title})"
    return f"{said} {tr('cli.explain.deputy', name=deputy)}" if deputy else said


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
