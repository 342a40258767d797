"""`dondoc people`: who holds which position, handed over, moved and called off."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.office import moment, office
from dondoc.cli.options import AsOf, By, Json, day
from dondoc.cli.output import as_json, table
from dondoc.cli.settings import settings_of
from dondoc.cli.wording import SETTINGS, help_of, tr

if TYPE_CHECKING:
    from dondoc.services.boards.people import HoldingShown
    from dondoc.services.organisation.changes import SettingsChange
    from dondoc.services.staffing.far_days import Meant

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)

Whom = Annotated[str, typer.Argument(metavar="PERSON", help=help_of("people_person"))]
Post = Annotated[str, typer.Argument(metavar="POSITION", help=help_of("people_position"))]
Since = Annotated[
    date, typer.Option("--since", parser=day, metavar="DATE", help=help_of("people_since"))
]
Last = Annotated[
    date, typer.Option("--last", parser=day, metavar="DATE", help=help_of("people_last"))
]
Both = Annotated[bool, typer.Option("--both", help=help_of("people_both"))]
Sure = Annotated[str | None, typer.Option("--sure", metavar="ANSWER", help=help_of("people_sure"))]


@app.command("show", help=help_of("people_show"))
def show(person: Whom, as_of: AsOf = None, json: Json = False) -> None:
    from dondoc.services.boards.people import held_by
    from dondoc.services.organisation.directory import find_person
    from dondoc.store.database import reading
    from models.rules.checkpoints import local_date

    workplace = office(quiet=json)
    with reading(workplace.engine) as session:
        who = find_person(session, person)
        held = held_by(session, who.key, local_date(moment(workplace, as_of)))
        name = who.full_name
    if json:
        as_json({"person": person, "name": name, "held": held})
    else:
        columns = ("position", "position_code", "unit", "from", "to")
        headings = [tr(f"staffing.{text}") for text in columns]
        table(name, headings, (_row(holding) for holding in held))


def _row(holding_shown: "HoldingShown") -> tuple[str, ...]:
    from dondoc.rendering import formats

    last = formats.day(holding_shown.held_to) if holding_shown.held_to else tr("staffing.now")
    return (
        holding_shown.title,
        holding_shown.code,
        holding_shown.unit,
        formats.day(holding_shown.held_from),
        last,
    )


@app.command("take", help=help_of("people_take"))
def take(
    person: Whom, position: Post, since: Since, by: By,
    both: Both = False, sure: Sure = None, json: Json = False,
) -> None:  # fmt: skip
    from dondoc.services.staffing.positions import take_position

    def taking(acting: "SettingsChange") -> None:
        take_position(acting, person, position, since, alone=not both, sure=_meant(since, sure))

    _do(taking, since, "taken", by, json)


@app.command("leave", help=help_of("people_leave"))
def leave(
    person: Whom, position: Post, last: Last, by: By, sure: Sure = None, json: Json = False
) -> None:
    from dondoc.services.staffing.positions import leave_position

    def leaving(acting: "SettingsChange") -> None:
        leave_position(acting, person, position, last, sure=_meant(last, sure))

    _do(leaving, last, "left", by, json)


@app.command("move", help=help_of("people_move"))
def move(
    person: Whom, position: Post, since: Since, by: By, sure: Sure = None, json: Json = False
) -> None:
    from dondoc.services.staffing.planned_hand_overs import move_hand_over

    def moving(acting: "SettingsChange") -> None:
        move_hand_over(acting, person, position, since, sure=_meant(since, sure))

    _do(moving, since, "moved", by, json)


@app.command("call-off", help=help_of("people_call_off"))
def call_off(person: Whom, position: Post, by: By, json: Json = False) -> None:
    from dondoc.services.staffing import planned_hand_overs

    def calling_off(acting: "SettingsChange") -> None:
        planned_hand_overs.call_off(acting, person, position)

    _do(calling_off, None, "called_off", by, json)


No = Annotated[bool, typer.Option("--no", help=help_of("people_deputy_no"))]


@app.command("deputy", help=help_of("people_deputy"))
def deputy(position: Post, by: By, no: No = False, json: Json = False) -> None:
    from dondoc.services.staffing.unit_places import set_deputy

    def saying(acting: "SettingsChange") -> None:
        set_deputy(acting, position, not no)

    _do(saying, None, "place", by, json)


First = Annotated[
    date | None,
    typer.Option("--first", parser=day, metavar="DATE", help=help_of("people_dates_first")),
]
RightLast = Annotated[
    date | None,
    typer.Option("--last", parser=day, metavar="DATE", help=help_of("people_dates_last")),
]
Written = Annotated[
    date, typer.Option("--since", parser=day, metavar="DATE", help=help_of("people_dates_since"))
]
Open = Annotated[bool, typer.Option("--open", help=help_of("people_dates_open"))]
Apart = Annotated[bool, typer.Option("--apart", help=help_of("people_dates_apart"))]
Reason = Annotated[str, typer.Option("--reason", help=help_of("people_dates_reason"))]
Yes = Annotated[bool, typer.Option("--yes", help=help_of("people_dates_yes"))]


@app.command("dates", help=help_of("people_dates"))
def dates(
    person: Whom, position: Post, since: Written, reason: Reason, by: By, first: First = None,
    last: RightLast = None, still: Open = False, apart: Apart = False, yes: Yes = False,
    json: Json = False,
) -> None:  # fmt: skip
    from dondoc.cli.people_dates import TypedDays, put_right

    put_right(TypedDays(person, position, since, first, last, still, apart), reason, by, yes, json)


def _meant(day: date, sure: str | None) -> "Meant":
    """`--sure` as a question named it: the day, and which results would pass with it."""
    from dondoc.services.staffing.far_days import NOTHING_PASSES

    said, _, mark = (sure or "").partition("=")
    return (mark or NOTHING_PASSES) if said == day.isoformat() else False


def _do(
    act: "Callable[[SettingsChange], None]", day: date | None, done: str, by: str, json: bool
) -> None:
    from dondoc.cli.failures import say
    from dondoc.services.staffing.far_days import FarDayError

    try:
        with settings_of(by, json=json, for_office=True) as (_, acting):
            act(acting)
    except FarDayError as error:
        say(tr("cli.staffing.sure", answer=f"{day}={error.mark}" if error.mark else f"{day}"))
        raise
    if json:
        as_json({"done": done})
    else:
        typer.echo(tr(f"staffing.done.{done}"))
