"""What is done with a digest that is kept: looked for, approved, issued, reopened."""

from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.office import acting_moment, moment, office, programme_meant
from dondoc.cli.options import AsOf, By, Json, Reason, Rules, Standard
from dondoc.cli.output import as_json, table
from dondoc.cli.wording import help_of, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dondoc.services.digest.kept_digests import KeptDigest
    from dondoc.services.digest.life import DigestLife

Number = Annotated[int, typer.Argument(metavar="NUMBER", help=help_of("digest_number"))]


def list_(by: By, as_of: AsOf = None, json: Json = False) -> None:
    from dondoc.services.digest.kept_digests import page_of_digests
    from dondoc.services.organisation.directory import find_person
    from dondoc.services.organisation.viewer import open_viewer
    from dondoc.store.database import reading
    from models.rules.checkpoints import local_date

    workplace = office(quiet=json)
    today = local_date(moment(workplace, as_of))
    with reading(workplace.engine) as session:
        programme = programme_meant(session, today, None)
        viewer = open_viewer(session, find_person(session, by), programme, today)
        digests, _ = page_of_digests(session, viewer, 1)
    if json:
        as_json(digests)
        return
    _table(digests)


def _table(digests: "Sequence[KeptDigest]") -> None:
    from dondoc.rendering.formats import day
    from dondoc.rendering.formats import moment as written_moment

    names = ("quarter", "scope", "as_of", "compiled", "state")
    columns = [tr("cli.digest.number"), *(tr(f"digests.{name}") for name in names)]
    rows = [
        (
            str(each.digest_id),
            each.quarter,
            each.unit or tr("digests.scope.all"),
            day(each.as_of),
            written_moment(each.compiled_at),
            tr(f"digests.state.{each.state}") if each.state else "–",
        )
        for each in digests
    ]
    table(tr("digests.title"), columns, rows)


def approve(number: Number, by: By, as_of: AsOf = None, json: Json = False) -> None:
    from dondoc.clock import wall_clock
    from dondoc.services.digest.approve import approve as approve_it
    from dondoc.services.organisation.changes import acting_for_office
    from dondoc.store.database import written

    workplace = office(quiet=json)
    now, wall = acting_moment(workplace, as_of), wall_clock()
    life = written(
        workplace.engine,
        lambda session: approve_it(acting_for_office(session, by, now, wall), number),
    )
    _show(life, number, json=json)


def reopen(number: Number, by: By, reason: Reason, as_of: AsOf = None, json: Json = False) -> None:
    from dondoc.clock import wall_clock
    from dondoc.services.digest.approve import reopen as reopen_it
    from dondoc.services.organisation.changes import acting_for_office
    from dondoc.store.database import written

    workplace = office(quiet=json)
    now, wall = acting_moment(workplace, as_of), wall_clock()
    life = written(
        workplace.engine,
        lambda session: reopen_it(acting_for_office(session, by, now, wall), number, reason),
    )
    _show(life, number, json=json)


def issue(
    number: Number,
    by: By,
    layout: Rules = None,
    standard: Standard = False,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    from dondoc.services.papers.issue import issue_whole
    from dondoc.services.papers.layouts import PaperForm
    from dondoc.services.papers.office import paper_order, usual_form
    from models.rules.checkpoints import local_date

    workplace = office(quiet=json)
    now = acting_moment(workplace, as_of)
    form = PaperForm(layout) if layout else usual_form(workplace.settings)
    order = paper_order(workplace, form, local_date(now))
    done = issue_whole(workplace.engine, by, number, order, now, is_standard=standard)
    if json:
        as_json(done)
        return
    typer.echo(tr("cli.digest.issued", number=number, n=done.letters))
    if done.unreached:
        typer.echo(tr("cli.digest.unreached", people=", ".join(done.unreached)))
    if done.unread:
        typer.echo(tr("digests.unread", units=", ".join(done.unread)))


def _show(life: "DigestLife", number: int, *, json: bool) -> None:
    if json:
        as_json({"number": number, "state": life.state, "steps": life.steps})
        return
    typer.echo(tr("cli.digest.state", number=number, state=tr(f"digests.state.{life.state}")))
