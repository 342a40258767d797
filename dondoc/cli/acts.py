"""What people do to a checkpoint: each command records one act and wakes the advance flow."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.options import AsOf, By, Json, Reason, Ref, Year, amount, day
from dondoc.cli.recording import attached, record
from dondoc.cli.wording import help_of, tr

if TYPE_CHECKING:
    from models.rules.indicators import Basis

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
Interim = Annotated[bool, typer.Option("--interim", help=help_of("interim"))]
Estimate = Annotated[bool, typer.Option("--estimate", help=help_of("estimate"))]
Note = Annotated[str, typer.Option("--note", help=help_of("note"))]
Difficulty = Annotated[str, typer.Option("--difficulty", help=help_of("difficulty"))]
Proposal = Annotated[str, typer.Option("--proposal", help=help_of("proposal"))]
Remover = Annotated[str | None, typer.Option("--remover", metavar="UNIT", help=help_of("remover"))]
Evidence = Annotated[list[Path] | None, typer.Option("--evidence", help=help_of("evidence"))]
MarkOff = Annotated[bool, typer.Option("--no-objective-cause", help=help_of("objective_cause"))]
Confirm = Annotated[bool, typer.Option("--confirm", help=help_of("confirm"))]
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
    record("acknowledge", ref, by, as_of, year, json, on_behalf_of=on_behalf_of)


def report(
    ref: Ref,
    by: By,
    value: Value = None,
    delivered: Delivered = None,
    interim: Interim = False,
    estimate: Estimate = False,
    value_as_of: ValueAsOf = None,
    note: Note = "",
    difficulty: Difficulty = "",
    proposal: Proposal = "",
    remover: Remover = None,
    evidence: Evidence = None,
    on_behalf_of: OnBehalf = None,
    confirm: Confirm = False,
    request_key: RequestKey = None,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    from dondoc.services.acts.act_input import DifficultyInput

    text = difficulty or proposal
    record(
        "update" if interim else "report", ref, by, as_of, year, json,
        value=value,
        delivered=delivered,
        basis=_basis(estimate),
        value_as_of=value_as_of,
        narrative=note,
        hindrances=(DifficultyInput(difficulty, proposal, remover),) if text else (),
        evidence=attached(evidence),
        on_behalf_of=on_behalf_of,
        confirmed=confirm,
        request_key=request_key,
    )  # fmt: skip
    if delivered is False and not interim and not json:
        typer.echo(tr("cli.report.undelivered"))


def verify(
    ref: Ref,
    by: By,
    value: Value = None,
    delivered: Delivered = None,
    quality: Quality = None,
    reason: Reason = "",
    note: Note = "",
    confirm: Confirm = False,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    record(
        "verify", ref, by, as_of, year, json,
        value=value,
        delivered=delivered,
        quality=quality,
        reason=reason,
        narrative=note,
        confirmed=confirm,
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
    record("return", ref, by, as_of, year, json, reason=reason, new_due_on=new_due)


def not_reported(
    ref: Ref,
    by: By,
    reason: Reason = "",
    confirm: Confirm = False,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    record("not_reported", ref, by, as_of, year, json, reason=reason, confirmed=confirm)


def correct(
    ref: Ref,
    by: By,
    value: Value = None,
    delivered: Delivered = None,
    quality: Quality = None,
    mark_off: MarkOff = False,
    estimate: Estimate = False,
    reason: Reason = "",
    confirm: Confirm = False,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    record(
        "correct", ref, by, as_of, year, json,
        value=value, delivered=delivered, quality=quality,
        objective_cause=False if mark_off else None,
        basis=_basis(estimate), reason=reason, confirmed=confirm,
    )  # fmt: skip


def evaluate(
    ref: Ref, by: By, note: Note = "", as_of: AsOf = None, year: Year = None, json: Json = False
) -> None:
    record("evaluate", ref, by, as_of, year, json, reason=note)


def change_due(
    ref: Ref,
    by: By,
    new_due: NewDue = None,
    reason: Reason = "",
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    record("change_due", ref, by, as_of, year, json, reason=reason, new_due_on=new_due)


def extend(
    ref: Ref,
    by: By,
    to: To = None,
    reason: Reason = "",
    evidence: Evidence = None,
    on_behalf_of: OnBehalf = None,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    record(
        "ask_extension", ref, by, as_of, year, json,
        reason=reason, new_due_on=to, on_behalf_of=on_behalf_of, evidence=attached(evidence),
    )  # fmt: skip


def extend_refuse(
    ref: Ref, by: By, reason: Reason = "", as_of: AsOf = None, year: Year = None, json: Json = False
) -> None:
    record("refuse_extension", ref, by, as_of, year, json, reason=reason)


def withdraw(
    ref: Ref, by: By, reason: Reason = "", as_of: AsOf = None, year: Year = None, json: Json = False
) -> None:
    record("withdraw", ref, by, as_of, year, json, reason=reason)


def _basis(estimate: bool) -> "Basis":
    from models.rules.indicators import Basis

    return Basis.ESTIMATE if estimate else Basis.ACTUAL
