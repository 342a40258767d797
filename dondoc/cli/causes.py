"""Objective causes: reported, answered, and those that wait."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dondoc.cli.acts import Evidence, OnBehalf, RequestKey
from dondoc.cli.office import moment, office, programme_meant
from dondoc.cli.options import AsOf, By, Json, Reason, Ref, Year, day
from dondoc.cli.output import as_json, table
from dondoc.cli.recording import attached, record
from dondoc.cli.wording import SETTINGS, help_of, tr

if TYPE_CHECKING:
    from dondoc.services.verification.causes_waiting import CausesWaiting

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)

About = Annotated[str, typer.Option("--about", metavar="TEXT", help=help_of("cause_about"))]
Since = Annotated[
    date | None, typer.Option("--since", parser=day, metavar="DATE", help=help_of("cause_since"))
]
CURRENT = "lateness"


@app.command("list", help=help_of("cause_list"))
def list_(by: By, as_of: AsOf = None, year: Year = None, json: Json = False) -> None:
    from dondoc.rendering.deductions import deduction_in_words
    from dondoc.rendering.formats import day

    waiting = _waiting(by, year, as_of, quiet=json)
    if json:
        as_json(
            [
                {"ref": one.row.ref, "unit": one.row.unit, "own": one.own, **_shown(each)}
                for one in waiting
                for each in one.waiting
            ]
        )
        return
    columns = [tr(f"cli.cause.{name}") for name in ("item", "about", "what", "since", "answer_by")]
    rows = [
        (
            f"{one.row.unit}, {one.row.ref}",
            deduction_in_words(each.code, tr),
            each.asked.reason if each.asked else "–",
            day(each.asked.since) if each.asked and each.asked.since else "–",
            day(each.answer_by) if each.answer_by else "–",
        )
        for one in waiting
        for each in one.waiting
    ]
    table(tr("help.cause_list"), columns, rows)


def _shown(each: Any) -> dict[str, Any]:
    return {
        "about": each.code,
        "reason": each.asked.reason if each.asked else "",
        "since": each.asked.since if each.asked else None,
        "by": each.asked.by if each.asked else "",
        "files": len(each.asked.files) if each.asked else 0,
        "answer_by": each.answer_by,
    }


def _waiting(
    by: str, year: int | None, as_of: date | None, *, quiet: bool
) -> list["CausesWaiting"]:
    """Those that wait for whoever verifies; for everybody else there are none."""
    from dondoc.services.boards.overdue.board_rows import rows_of
    from dondoc.services.boards.overdue.question import open_scope
    from dondoc.services.organisation.directory import find_person
    from dondoc.services.organisation.viewer import open_viewer
    from dondoc.services.verification.causes_waiting import causes_waiting
    from dondoc.services.verification.queues import Queue, QueueUnits, places
    from dondoc.store.database import reading
    from models.rules.checkpoints import local_date
    from models.rules.roles import Mandate

    workplace = office(quiet=quiet)
    today = local_date(moment(workplace, as_of))
    with reading(workplace.engine) as session:
        programme = programme_meant(session, today, year)
        viewer = open_viewer(session, find_person(session, by), programme, today)
        if not viewer.has(Mandate.SECRETARIAT):
            return []
        scope = open_scope(session, programme, viewer)
        ids = [row.checkpoint_id for row in places(scope, Queue.CAUSES, QueueUnits())]
        return causes_waiting(scope, rows_of(scope, ids))


@app.command("ask", help=help_of("cause_ask"))
def ask(
    ref: Ref,
    by: By,
    about: About = CURRENT,
    since: Since = None,
    reason: Reason = "",
    evidence: Evidence = None,
    on_behalf_of: OnBehalf = None,
    request_key: RequestKey = None,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    record(
        "ask_cause", ref, by, as_of, year, json,
        about=about, since=since, reason=reason, evidence=attached(evidence),
        on_behalf_of=on_behalf_of, request_key=request_key,
    )  # fmt: skip


@app.command("withdraw", help=help_of("cause_withdraw"))
def withdraw(
    ref: Ref,
    by: By,
    about: About = CURRENT,
    reason: Reason = "",
    on_behalf_of: OnBehalf = None,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    record(
        "withdraw_cause", ref, by, as_of, year, json,
        about=about, reason=reason, on_behalf_of=on_behalf_of,
    )  # fmt: skip


@app.command("confirm", help=help_of("cause_confirm"))
def confirm(
    ref: Ref,
    by: By,
    about: About = CURRENT,
    since: Since = None,
    reason: Reason = "",
    evidence: Evidence = None,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    record(
        "confirm_cause", ref, by, as_of, year, json,
        about=about, since=since, reason=reason, evidence=attached(evidence),
    )  # fmt: skip


@app.command("refuse", help=help_of("cause_refuse"))
def refuse(
    ref: Ref,
    by: By,
    about: About = CURRENT,
    reason: Reason = "",
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    record("refuse_cause", ref, by, as_of, year, json, about=about, reason=reason)


@app.command("take-back", help=help_of("cause_take_back"))
def take_back(
    ref: Ref,
    by: By,
    about: About = CURRENT,
    reason: Reason = "",
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    record("take_back_cause", ref, by, as_of, year, json, about=about, reason=reason)
