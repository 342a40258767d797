"""Who is in a round, from the command line: taken out, put back, moved, brought in singly."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dondoc.cli.evaluation_decisions import Official, Period, done_in_round, say_done
from dondoc.cli.office import office
from dondoc.cli.options import AsOf, By, Json, Reason
from dondoc.cli.output import as_json, table
from dondoc.cli.wording import SETTINGS, help_of, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dondoc.services.evaluation.course.context import RoundContext
    from dondoc.services.evaluation.course.membership_sheet import MembershipSheet
    from dondoc.services.organisation.changes import SettingsChange

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)

Post = Annotated[
    str, typer.Option("--position", metavar="POSITION", help=help_of("evaluation_member_position"))
]


@app.command("show", help=help_of("evaluation_member_show"))
def show(period: Period, person: Official, by: By, as_of: AsOf = None, json: Json = False) -> None:
    """Asked for the office's work, so that the look is kept."""
    from dondoc.services.evaluation.course.membership_sheet import membership_sheet
    from dondoc.services.evaluation.people.viewings import keep_viewing
    from dondoc.services.organisation.directory import find_person
    from models.rules.roles import Mandate

    def doing(change: "SettingsChange", context: "RoundContext") -> "Mapping[str, Any]":
        change.mandated_in(context.programme.key, Mandate.SECRETARIAT)
        sheet = membership_sheet(change.session, context, find_person(change.session, person))
        keep_viewing(
            change.session, context.programme.key, str(context.period), change.now,
            sheet.person_id, change.actor.key,
        )  # fmt: skip
        return _plain(sheet)

    shown = done_in_round(office(quiet=json), period, by, as_of, doing)
    if json:
        as_json(shown)
        return
    _say_place(shown)


@app.command("out", help=help_of("evaluation_member_out"))
def out(period: Period, by: By, as_of: AsOf = None, json: Json = False) -> None:
    from dondoc.services.evaluation.course.membership_sheet import taken_out_of
    from models.rules.roles import Mandate

    def doing(change: "SettingsChange", context: "RoundContext") -> "list[dict[str, str]]":
        change.mandated_in(context.programme.key, Mandate.SECRETARIAT)
        return [
            {"person": each.dossier.code, "name": each.dossier.name, "unit": each.dossier.unit,
             "position": each.dossier.row.position, "by": each.by, "reason": each.reason}
            for each in taken_out_of(change.session, context)
        ]  # fmt: skip

    rows = done_in_round(office(quiet=json), period, by, as_of, doing)
    if json:
        as_json(rows)
        return
    names = ("person", "name", "position", "unit", "reason", "by")
    columns = [tr(f"cli.evaluation.member.{name}") for name in names]
    table(tr("evaluation.membership.out"), columns, [[row[name] for name in names] for row in rows])


@app.command("take-out", help=help_of("evaluation_member_take_out"))
def take_out(
    period: Period, person: Official, by: By, reason: Reason, as_of: AsOf = None, json: Json = False
) -> None:
    _change("take_out", (period, person, ""), by, reason, as_of, json)


@app.command("put-back", help=help_of("evaluation_member_put_back"))
def put_back(
    period: Period, person: Official, by: By, reason: Reason, as_of: AsOf = None, json: Json = False
) -> None:
    _change("put_back", (period, person, ""), by, reason, as_of, json)


@app.command("move", help=help_of("evaluation_member_move"))
def move(
    period: Period,
    person: Official,
    by: By,
    reason: Reason,
    position: Post = "",
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    _change("move", (period, person, position), by, reason, as_of, json)


@app.command("bring-in", help=help_of("evaluation_member_bring_in"))
def bring_in(
    period: Period,
    person: Official,
    by: By,
    reason: Reason,
    position: Post = "",
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    _change("bring_in", (period, person, position), by, reason, as_of, json)


def _change(
    act: str,
    whose: tuple[str, str, str],
    by: str,
    reason: str,
    as_of: date | None,
    json: bool,
) -> None:
    """`whose`: the round, the person, and the position or ''."""
    from dondoc.services.evaluation.course.membership import MembershipInput, change_membership
    from dondoc.services.evaluation.course.membership_sheet import membership_sheet
    from dondoc.services.organisation.directory import find_person
    from models.rules.evaluation_course.membership import MembershipAct

    period, code, position = whose
    meant = MembershipAct(act)

    def doing(change: "SettingsChange", context: "RoundContext") -> "Mapping[str, Any]":
        person = find_person(change.session, code)
        place = _position(change, context, person.key, position)
        entered = MembershipInput(meant, person.key, reason, place)
        change_membership(change, context.row.key, entered)
        return _plain(membership_sheet(change.session, context, person))

    shown = done_in_round(office(quiet=json), period, by, as_of, doing)
    done = tr(f"evaluation.membership.act.{act}")
    say_done(shown, "cli.evaluation.member.done", json, name=shown["name"], done=done)
    if not json:
        _say_place(shown)


def _position(
    change: "SettingsChange", context: "RoundContext", person_id: int, code: str
) -> int | None:
    """The key of one that they held in the period; the only one where none is named."""
    from dondoc.services.evaluation.course.membership import places_held

    places = places_held(change.session, context, person_id)
    if not code:
        return places[0].position_id if len(places) == 1 else None
    meant = code.casefold()
    return next((each.position_id for each in places if each.code.casefold() == meant), None)


def _plain(sheet: "MembershipSheet") -> "Mapping[str, Any]":
    dossier = sheet.dossier
    return {
        "person": sheet.code,
        "name": sheet.name,
        "in_round": dossier is not None and not dossier.is_taken_out,
        "taken_out": _reason(sheet),
        "position": dossier.row.position if dossier else None,
        "unit": dossier.unit if dossier else None,
        "positions": [
            {"code": each.code, "title": each.title, "unit": each.unit, "from": each.first,
             "to": each.last}
            for each in sheet.places
        ],
        "can": [str(act) for act in sheet.can],
    }  # fmt: skip


def _reason(sheet: "MembershipSheet") -> str | None:
    from models.rules.evaluation_course.dossiers import DossierStepKind

    dossier = sheet.dossier
    step = dossier.latest(DossierStepKind.TAKEN_OUT) if dossier and dossier.is_taken_out else None
    return step.reason if step else None


def _say_place(shown: "Mapping[str, Any]") -> None:
    from dondoc.rendering.formats import day

    if shown["position"] is None:
        typer.echo(tr("evaluation.membership.not_here"))
    else:
        typer.echo(tr("evaluation.membership.here", place=f"{shown['position']}, {shown['unit']}"))
    if shown["taken_out"] is not None:
        typer.echo(tr("evaluation.membership.was_out", reason=shown["taken_out"]))
    rows = [
        (each["code"], each["title"], each["unit"], day(each["from"]),
         day(each["to"]) if each["to"] else "–")
        for each in shown["positions"]
    ]  # fmt: skip
    names = ("position_code", "position", "unit", "from", "to")
    table(
        tr("evaluation.membership.position"),
        [tr(f"cli.evaluation.member.{name}") for name in names],
        rows,
    )
