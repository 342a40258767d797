"""What people do to a checkpoint: each command records one act and wakes the advance flow."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dondoc.cli.office import acting_moment, office
from dondoc.cli.options import AsOf, By, Json, Reason, Ref, Year, amount, day
from dondoc.cli.output import as_json
from dondoc.cli.words import LANG, help_of, tr

if TYPE_CHECKING:
    from sqlmodel import Session

    from dondoc.services.acts import ActInput
    from dondoc.workplace import Workplace
    from models.submission import Submission

OnBehalf = Annotated[
    str | None, typer.Option("--on-behalf-of", metavar="PERSON", help=help_of("on_behalf_of"))
]
Value = Annotated[
    Decimal | None,
    typer.Option("--value", parser=amount, metavar="NUMBER", help=help_of("value")),
]
Quality = Annotated[
    Decimal | None,
    typer.Option("--quality", parser=amount, metavar="NUMBER", help=help_of("quality")),
]
ValueAsOf = Annotated[
    date | None,
    typer.Option("--value-as-of", parser=day, metavar="DATE", help=help_of("value_as_of")),
]
NewDue = Annotated[
    date | None, typer.Option("--new-due", parser=day, metavar="DATE", help=help_of("new_due"))
]
To = Annotated[
    date | None, typer.Option("--to", parser=day, metavar="DATE", help=help_of("extend_to"))
]
Delivered = Annotated[
    bool | None, typer.Option("--delivered/--not-delivered", help=help_of("delivered"))
]
Estimate = Annotated[bool, typer.Option("--estimate", help=help_of("estimate"))]
Note = Annotated[str, typer.Option("--note", help=help_of("note"))]
Difficulty = Annotated[str, typer.Option("--difficulty", help=help_of("difficulty"))]
Proposal = Annotated[str, typer.Option("--proposal", help=help_of("proposal"))]
Remover = Annotated[str | None, typer.Option("--remover", metavar="UNIT", help=help_of("remover"))]
Evidence = Annotated[list[Path] | None, typer.Option("--evidence", help=help_of("evidence"))]
Objective = Annotated[bool, typer.Option("--objective-cause", help=help_of("objective_cause"))]
RequestKey = Annotated[str | None, typer.Option("--request-key", help=help_of("request_key"))]


def register(app: typer.Typer) -> None:
    """Adds a command for every act."""
    for name, command in (
        ("acknowledge", acknowledge),
        ("report", report),
        ("verify", verify),
        ("return", return_),
        ("not-reported", not_reported),
        ("correct", correct),
        ("evaluate", evaluate),
        ("change-due", change_due),
        ("extend", extend),
        ("extend-refuse", extend_refuse),
        ("withdraw", withdraw),
    ):
        app.command(name, help=help_of(name.replace("-", "_")))(command)


def acknowledge(
    ref: Ref,
    by: By,
    on_behalf_of: OnBehalf = None,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    _record("acknowledge", ref, by, as_of, year, json, on_behalf_of=on_behalf_of)


def report(
    ref: Ref,
    by: By,
    value: Value = None,
    delivered: Delivered = None,
    interim: Annotated[bool, typer.Option("--interim", help=help_of("interim"))] = False,
    estimate: Estimate = False,
    value_as_of: ValueAsOf = None,
    note: Note = "",
    difficulty: Difficulty = "",
    proposal: Proposal = "",
    remover: Remover = None,
    evidence: Evidence = None,
    on_behalf_of: OnBehalf = None,
    request_key: RequestKey = None,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    from dondoc.services.acts import Hindrance
    from dondoc.services.evidence import read_attachment

    said = difficulty or proposal
    _record(
        "update" if interim else "report", ref, by, as_of, year, json,
        value=value,
        delivered=delivered,
        basis=_basis(estimate),
        value_as_of=value_as_of,
        narrative=note,
        hindrances=(Hindrance(difficulty, proposal, remover),) if said else (),
        evidence=tuple(read_attachment(path) for path in evidence or ()),
        on_behalf_of=on_behalf_of,
        request_key=request_key,
    )  # fmt: skip


def verify(
    ref: Ref,
    by: By,
    value: Value = None,
    delivered: Delivered = None,
    quality: Quality = None,
    objective_cause: Objective = False,
    reason: Reason = "",
    note: Note = "",
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    _record(
        "verify", ref, by, as_of, year, json,
        value=value,
        delivered=delivered,
        quality=quality,
        objective_cause=objective_cause,
        reason=reason,
        narrative=note,
    )  # fmt: skip


def return_(
    ref: Ref,
    by: By,
    reason: Reason = "",
    new_due: NewDue = None,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    _record("return", ref, by, as_of, year, json, reason=reason, new_due_on=new_due)


def not_reported(
    ref: Ref, by: By, reason: Reason = "", as_of: AsOf = None, year: Year = None, json: Json = False
) -> None:
    _record("not_reported", ref, by, as_of, year, json, reason=reason)


def correct(
    ref: Ref,
    by: By,
    value: Value = None,
    delivered: Delivered = None,
    quality: Quality = None,
    estimate: Estimate = False,
    reason: Reason = "",
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    _record(
        "correct", ref, by, as_of, year, json,
        value=value, delivered=delivered, quality=quality, basis=_basis(estimate), reason=reason,
    )  # fmt: skip


def evaluate(
    ref: Ref, by: By, note: Note = "", as_of: AsOf = None, year: Year = None, json: Json = False
) -> None:
    _record("evaluate", ref, by, as_of, year, json, reason=note)


def change_due(
    ref: Ref,
    by: By,
    new_due: NewDue = None,
    reason: Reason = "",
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    _record("change_due", ref, by, as_of, year, json, reason=reason, new_due_on=new_due)


def extend(
    ref: Ref,
    by: By,
    to: To = None,
    reason: Reason = "",
    on_behalf_of: OnBehalf = None,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    _record(
        "ask_extension", ref, by, as_of, year, json,
        reason=reason, new_due_on=to, on_behalf_of=on_behalf_of,
    )  # fmt: skip


def extend_refuse(
    ref: Ref, by: By, reason: Reason = "", as_of: AsOf = None, year: Year = None, json: Json = False
) -> None:
    _record("refuse_extension", ref, by, as_of, year, json, reason=reason)


def withdraw(
    ref: Ref, by: By, reason: Reason = "", as_of: AsOf = None, year: Year = None, json: Json = False
) -> None:
    _record("withdraw", ref, by, as_of, year, json, reason=reason)


def _basis(estimate: bool) -> Any:
    from models.rules.indicators import Basis

    return Basis.ESTIMATE if estimate else Basis.ACTUAL


def _record(
    act: str,
    ref: str,
    by: str,
    as_of: date | None,
    year: int | None,
    json: bool,
    **said: Any,
) -> None:
    from dondoc.clockwork.wake import wake
    from dondoc.services.acts import ActInput
    from models.rules.checkpoints import Act

    workplace = office(quiet=json)
    recorded = _write(workplace, ActInput(Act(act), ref, by, **said), as_of, year)
    woken = wake(workplace.settings)
    if json:
        as_json({**recorded, "woken": woken})
        return
    typer.echo(tr("cli.recorded", act=tr(f"act.{act}"), ref=ref, at=recorded["at"]))
    if recorded["said"]:
        typer.echo(recorded["said"])
    typer.echo(tr("cli.woken" if woken else "cli.not_woken"))


def _write(
    workplace: "Workplace", given: "ActInput", as_of: date | None, year: int | None
) -> dict[str, Any]:
    from dondoc.db import writing
    from dondoc.rendering import formats
    from dondoc.services.submissions import Desk

    now = acting_moment(workplace, as_of)
    with writing(workplace.engine) as session:
        submission = Desk(session, now, workplace.evidence, year).record(given)
        return {
            "submission": submission.id,
            "act": given.act,
            "ref": given.ref,
            "at": formats.moment(submission.recorded_at),
            "recorded_at": submission.recorded_at,
            "said": _said(session, submission, given),
        }


def _said(session: "Session", submission: "Submission", given: "ActInput") -> str:
    """What whoever acts should see at once: the number as it was understood, or the evidence."""
    from models.rules.checkpoints import Act

    if given.act is Act.EVALUATE:
        return _evidence(session, submission, given)
    return _number(session, submission, given)


def _evidence(session: "Session", submission: "Submission", given: "ActInput") -> str:
    """How often and how firmly it was asked for: whoever judges lateness knows."""
    from dondoc.services.reminded import in_words, reminded

    said = in_words(reminded(session, submission.checkpoint_id), LANG)
    return tr("cli.evidence", ref=given.ref, said=said)


def _number(session: "Session", submission: "Submission", given: "ActInput") -> str:
    """The number as it was understood, beside what was expected: a slip is seen at once."""
    from dondoc.rendering.formats import quantity
    from models.assignment import Assignment, Checkpoint
    from models.indicator import Indicator

    if given.value is None:
        return ""
    checkpoint = session.get_one(Checkpoint, submission.checkpoint_id)
    assignment = session.get_one(Assignment, checkpoint.assignment_id)
    unit = session.get_one(Indicator, assignment.indicator_id).unit_of_measure
    text = tr(
        "cli.said",
        value=quantity(given.value, unit, LANG),
        expected=quantity(checkpoint.expected, unit, LANG),
    )
    expected = checkpoint.expected
    if given.value < 0 or (expected is not None and given.value > 10 * expected > 0):
        text += "\n" + tr("cli.said.far")
    return text
