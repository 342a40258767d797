"""`dondoc account invite --all`: everybody who can be reached, from the machine itself."""

from typing import TYPE_CHECKING

import typer

from dondoc.cli.output import as_json, table
from dondoc.cli.wording import tr

if TYPE_CHECKING:
    from dondoc.workplace import Workplace


def foresee(workplace: "Workplace", json: bool) -> None:
    """Who would be invited, and who cannot be reached and why."""
    from dondoc.clock import wall_clock
    from dondoc.services.accounts.invite.uninvited import invitable
    from dondoc.store.database import reading

    with reading(workplace.engine) as session:
        people = invitable(session, None, workplace.clock().today(), wall_clock())
    if json:
        unreached = [
            {"person": uninvited.code, "why": uninvited.why} for uninvited in people.unreached
        ]
        as_json(
            {"reached": [uninvited.code for uninvited in people.reached], "unreached": unreached}
        )
        return
    n = len(people.reached)
    typer.echo(tr("account.cli.reached", n=n, shown=n))
    cells = [(uninvited.code, uninvited.full_name, tr(f"account.unreached.{uninvited.why}"))
             for uninvited in people.unreached]  # fmt: skip
    if cells:
        table("", [tr(f"account.column.{text}") for text in ("code", "name", "why")], cells)


def invite_all(workplace: "Workplace", json: bool) -> None:
    """Invites them and waits; who was not reached ends with exit code 1."""
    from dondoc.clock import wall_clock
    from dondoc.services.accounts.invite.everybody import invite_everybody
    from dondoc.services.accounts.invite.last_run import last_run
    from dondoc.store.database import reading

    tally = invite_everybody(workplace, None)
    with reading(workplace.engine) as session:
        last = last_run(session, wall_clock())
    failed = last.failed if last is not None else ()
    if json:
        unreached = [{"name": failure.full_name, "answer": failure.answer} for failure in failed]
        details = {"asked": tally.asked, "sent": tally.sent, "stopped": tally.stopped}
        as_json(details | {"failed": unreached})
    else:
        asking, sent = tally.asked, tally.sent
        typer.echo(tr("account.everybody.sent", n=asking, asked=asking, sent=sent))
        if tally.stopped:
            typer.echo(tr("account.everybody.stopped", answer=tally.stopped))
        if failed:
            columns = [tr(f"account.column.{text}") for text in ("name", "answer")]
            table("", columns, [(failure.full_name, failure.answer) for failure in failed])
    if tally.failed:
        raise typer.Exit(1)
