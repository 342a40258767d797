"""Recording an act from the command line: written down at once, told, and the flow woken."""

from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from dondoc.cli.office import acting_moment, office
from dondoc.cli.output import as_json
from dondoc.cli.wording import LANG, tr

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel import Session

    from dondoc.services.acts.act_input import ActInput
    from dondoc.services.acts.record import Recorder
    from dondoc.services.evidence.store import Attachment
    from dondoc.workplace import Workplace
    from models.rules.checkpoints import Act
    from models.submission import Submission


def record(
    act: str,
    ref: str,
    by: str,
    as_of: date | None,
    year: int | None,
    json: bool,
    **details: Any,
) -> None:
    """Records an act (`details`: the parts of an ActInput), wakes the flow and says what it did."""
    from dondoc.clockwork.wake import wake
    from dondoc.services.acts.act_input import ActInput
    from models.rules.checkpoints import Act

    workplace = office(quiet=json)
    recorded = _write(workplace, ActInput(Act(act), ref, by, **details), as_of, year)
    woken = wake(workplace.settings)
    if json:
        as_json({**recorded, "woken": woken})
        return
    typer.echo(tr("cli.recorded", act=tr(f"act.{act}"), ref=ref, at=recorded["at"]))
    if year is None and len(recorded["years"]) > 1:
        others = ", ".join(str(row) for row in recorded["years"] if row != recorded["year"])
        typer.echo(tr("cli.year_recorded", year=recorded["year"], others=others))
    if recorded["decided_on"]:
        typer.echo(tr("cli.decided_on", grounds=recorded["decided_on"]))
    if recorded["said"]:
        typer.echo(recorded["said"])
    typer.echo(tr("cli.woken" if woken else "cli.not_woken"))


def attached(paths: "list[Path] | None") -> "tuple[Attachment, ...]":
    """The files of an act, as they are typed."""
    from dondoc.services.evidence.limits import read_upload

    return tuple(read_upload(path) for path in paths or ())


def _write(
    workplace: "Workplace", act_input: "ActInput", as_of: date | None, year: int | None
) -> dict[str, Any]:
    from dondoc.rendering import formats
    from dondoc.services.acts.record import Recorder
    from dondoc.services.work.references import years_of
    from dondoc.store.database import writing
    from models.rules.checkpoints import local_date

    now = acting_moment(workplace, as_of)
    with writing(workplace.engine) as session:
        recorder = Recorder(session, now, workplace.evidence, year)
        submission = recorder.record(act_input)
        return {
            "submission": submission.id,
            "act": act_input.act,
            "ref": act_input.ref,
            "year": _year_of(session, submission),
            "years": years_of(session, act_input.ref, local_date(now)),
            "at": formats.moment(submission.recorded_at),
            "recorded_at": submission.recorded_at,
            "said": _confirmation(session, submission, act_input),
            "decided_on": _decided_on(recorder, act_input.act),
        }


def _year_of(session: "Session", submission: "Submission") -> int:
    """In which year's programme an act was recorded."""
    from models.assignment import Assignment, Checkpoint
    from models.programme import Programme

    checkpoint = session.get_one(Checkpoint, submission.checkpoint_id)
    assignment = session.get_one(Assignment, checkpoint.assignment_id)
    return session.get_one(Programme, assignment.programme_id).year


def _decided_on(recorder: "Recorder", act: "Act") -> str:
    """What an act decided on: nothing was shown before it, so it is shown with it."""
    from dondoc.services.grounds.sentences import listed
    from models.rules.grounds import DECIDES, rests_on

    return listed(recorder.grounds, rests_on(act), tr) if act in DECIDES else ""


def _confirmation(session: "Session", submission: "Submission", act_input: "ActInput") -> str:
    """What whoever acts should see at once: the number as it was understood, or the evidence."""
    from models.rules.checkpoints import Act

    if act_input.act is Act.EVALUATE:
        return _evidence(session, submission, act_input)
    if act_input.act is Act.RETURN and submission.new_due_on is not None:
        from dondoc.rendering.formats import day

        return tr("cli.said.new_due", day=day(submission.new_due_on))
    return _number(session, submission, act_input)


def _evidence(session: "Session", submission: "Submission", act_input: "ActInput") -> str:
    """How often and how firmly it was asked for: whoever judges lateness knows."""
    from dondoc.services.work.reminders_counted import in_words, reminded

    text = in_words(reminded(session, submission.checkpoint_id), LANG)
    return tr("cli.evidence", ref=act_input.ref, said=text)


def _number(session: "Session", submission: "Submission", act_input: "ActInput") -> str:
    """The number as it was understood, beside what was expected: a slip is seen at once."""
    from dondoc.rendering.formats import quantity
    from models.assignment import Assignment, Checkpoint
    from models.indicator import Indicator

    if act_input.value is None:
        return ""
    checkpoint = session.get_one(Checkpoint, submission.checkpoint_id)
    assignment = session.get_one(Assignment, checkpoint.assignment_id)
    unit = session.get_one(Indicator, assignment.indicator_id).unit_of_measure
    text = tr(
        "cli.said",
        value=quantity(act_input.value, unit, LANG),
        expected=quantity(checkpoint.expected, unit, LANG),
    )
    expected = checkpoint.expected
    if act_input.value < 0 or (expected is not None and act_input.value > 10 * expected > 0):
        text += "\n" + tr("cli.said.far")
    return text
