"""`dondoc explain`: why a checkpoint is as it is, and who gets which reminder, and why."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.office import moment, office
from dondoc.cli.options import AsOf, Json, Year
from dondoc.cli.output import as_json
from dondoc.cli.reminders import kept_text
from dondoc.cli.words import LANG, help_of, tr
from models.rules.checkpoints import local_date

if TYPE_CHECKING:
    from dondoc.services.lookup import AssignmentView, CheckpointView, EventView
    from dondoc.services.people import Holder
    from dondoc.services.remind.explained import AudienceExplained, ItemExplained, PersonExplained
    from dondoc.services.remind.preview import PlannedLetter, PlannedLine
    from dondoc.services.remind.register import RegisterRow

_DAYS_SHOWN = 5

Target = Annotated[str, typer.Argument(metavar="REF|PERSON", help=help_of("explain_target"))]


def explain(target: Target, as_of: AsOf = None, year: Year = None, json: Json = False) -> None:
    """A reference has an @ in it; a person's code has none."""
    from dondoc.db import reading
    from dondoc.services.lookup import assignment_view, work_of
    from dondoc.services.people import find_person
    from dondoc.services.programmes import current_programme, programmes_at_work
    from dondoc.services.remind.explain import explain_item, explain_person

    workplace = office(quiet=json)
    now = moment(workplace, as_of)
    with reading(workplace.engine) as session:
        programme = current_programme(session, year)
        if "@" not in target:
            at_work = programmes_at_work(session) if year is None else [programme]
            asked = find_person(session, target)
            person = explain_person(session, at_work or [programme], asked, now)
            work = work_of(session, programme, asked.key, local_date(now))
            if json:
                as_json({"work": work, "reminders": person})
                return
            _show_person(person)
            _show_work(work)
            return
        seen = assignment_view(session, programme, target, now)
        ref = target if "/" in target else (seen.current or seen.checkpoints[0].ref)
        item = explain_item(session, programme, ref, now)
    if json:
        one = next(one for one in seen.checkpoints if one.ref == item.ref)
        as_json({"state": one, "events": _events(seen, item.ref), "reminders": item})
        return
    _show_state(seen, item.ref)
    _show_reminders(item)


def _events(seen: "AssignmentView", ref: str) -> list["EventView"]:
    return [event for event in seen.events if event.ref == ref]


def _show_state(seen: "AssignmentView", ref: str) -> None:
    from dondoc.cli.show import result_text
    from dondoc.rendering.formats import day, number

    one = next(one for one in seen.checkpoints if one.ref == ref)
    typer.echo(f"{ref}: {seen.title} ({seen.unit})")
    typer.echo(tr("cli.explain.stage", stage=tr(f"stage.{one.stage.value}")))
    moved = [event for event in _events(seen, ref) if event.to_stage is not None]
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
    if one.grade is not None:
        grade = tr(f"grade.{one.grade.value}")
        typer.echo(tr("cli.explain.judged", grade=grade, total=number(one.total, LANG)))


def _moved(event: "EventView") -> str:
    from dondoc.rendering.formats import moment as at

    text = tr("cli.explain.moved", at=at(event.at), who=event.actor or tr("role.system"))
    return f"{text} {tr('cli.explain.because', reason=event.reason)}" if event.reason else text


def _why_state(one: "CheckpointView") -> str:
    """The due state and the rule that gives it, in words."""
    from dondoc.rendering.formats import delay
    from dondoc.rendering.formats import moment as at

    if one.standing.value != "live":
        return tr("cli.explain.ended", standing=tr(f"standing.{one.standing.value}"))
    state = tr(f"due_state.{one.state.value}")
    if one.missing:
        return tr("cli.explain.why_missing", state=state)
    if one.reported_at is not None:
        return tr("cli.explain.why_reported", state=state, at=at(one.reported_at))
    return tr("cli.explain.why_open", state=state, delay=delay(one.days_left, LANG))


def _show_reminders(item: "ItemExplained") -> None:
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
        step = tr(
            "cli.explain.step",
            offset=one.offset,
            audience=tr(f"audience.{one.audience.value}"),
            firmness=tr(f"firmness.{one.firmness.value}"),
        )
        if one.channel is not None:
            step += " " + tr("cli.explain.by_channel", channel=one.channel)
        if one.reached is not None:
            step += " " + tr("cli.explain.reached")
        if one.waits_until is not None:
            step += " " + tr("explain.told_together", day=day(one.waits_until))
        typer.echo(step)
    coming = {} if item.suppressed else {one.audience: one.next_on for one in item.steps}
    for audience in item.audiences:
        next_on = coming.get(audience.audience)
        following = tr("cli.explain.next", day=day(next_on)) if next_on else ""
        typer.echo(f"{_who(audience)} {following}".rstrip())
    for why in item.suppressed:
        typer.echo("! " + tr("cli.explain.suppressed", why=tr(why)))
    for row in item.sent:
        typer.echo(_sent(row))


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


def _sent(row: "RegisterRow") -> str:
    from dondoc.rendering.formats import moment as at

    text = tr(
        "cli.explain.sent",
        at=at(row.decided_at),
        ref=row.ref,
        person=row.person or tr("cli.nobody"),
        state=tr(f"register.state.{row.state}"),
    )
    return f"{text} ({tr(row.why)})" if row.why else text


def _show_person(found: "PersonExplained") -> None:
    typer.echo(f"{found.full_name}:")
    for one in _wishes(found):
        typer.echo("  " + one)
    if found.day_off:
        typer.echo(tr("cli.remind.day_off"))
    if found.letter is None:
        typer.echo(tr("cli.explain.no_letter"))
    else:
        _show_letter(found.letter)
    for kept in found.kept:
        typer.echo(kept_text(kept))
    for row in found.before:
        typer.echo(_sent(row))


def _show_letter(letter: "PlannedLetter") -> None:
    from dondoc.rendering.formats import moment as at

    typer.echo(tr("cli.explain.letter", lines=len(letter.lines)))
    sent = tr("cli.explain.goes", at=at(letter.goes_at), channel=letter.channel,
              address=letter.address)  # fmt: skip
    typer.echo("  " + sent)
    for line in letter.lines:
        typer.echo("  " + _line(line))


def _wishes(found: "PersonExplained") -> Iterator[str]:
    """How the person is reached and what they asked for."""
    from dondoc.rendering.formats import moment as at

    if not found.addresses:
        yield tr("cli.explain.no_address")
    for one in found.addresses:
        why = f" ({tr(one.why_not)})" if one.why_not else ""
        yield f"{one.channel}: {one.address}{why}"
    yield tr("cli.explain.quiet", hours=found.quiet)
    if found.quiet_until is not None:
        yield tr("cli.explain.quiet_now", at=at(found.quiet_until))
    if found.weekly_on is not None:
        yield tr("cli.explain.weekly", day=tr(f"weekday.{found.weekly_on}"))
    if found.muted:
        yield tr("cli.explain.muted")
    if found.away is not None:
        yield tr("cli.explain.away", name=found.away)
    if found.had_one:
        yield tr("cli.explain.had_one")


def _show_work(work: "tuple[CheckpointView, ...]") -> None:
    from dondoc.cli.output import table
    from dondoc.cli.show import CHECKPOINTS, checkpoint_row

    if work:
        table(tr("cli.explain.work"), CHECKPOINTS, (checkpoint_row(one) for one in work))
    else:
        typer.echo(tr("cli.explain.no_work"))


def _line(line: "PlannedLine") -> str:
    from dondoc.rendering.formats import day

    return tr(
        "cli.explain.line",
        ref=line.ref,
        due=day(line.due_on),
        kind=", ".join(tr(f"register.kind.{kind.value}") for kind in line.kinds),
        role=", ".join(tr(f"audience.{role.value}") for role in line.roles),
        step=line.step,
    )
