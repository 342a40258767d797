"""Sessions on a round from the command line: which were held, corrected, and the seats in them."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dondoc.cli.evaluation_decisions import HeldOn, Period, done_in_round, open_session, say_done
from dondoc.cli.office import office
from dondoc.cli.options import AsOf, By, Json
from dondoc.cli.output import as_json, table
from dondoc.cli.wording import LANG, help_of, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dondoc.services.evaluation.course.context import RoundContext
    from dondoc.services.evaluation.decisions.session_seats import GroupSeats, SessionSeats
    from dondoc.services.organisation.changes import SettingsChange
    from models.evaluation_round import EvaluationSession

Body = Annotated[str | None, typer.Option("--body", help=help_of("evaluation_body"))]
Place = Annotated[str | None, typer.Option("--place", help=help_of("evaluation_place"))]
Chair = Annotated[str | None, typer.Option("--chair", help=help_of("evaluation_chair"))]
Clerk = Annotated[str | None, typer.Option("--clerk", help=help_of("evaluation_clerk"))]
Members = Annotated[int | None, typer.Option("--members", help=help_of("evaluation_members"))]
Present = Annotated[int | None, typer.Option("--present", help=help_of("evaluation_present"))]
Minutes = Annotated[
    Path | None, typer.Option("--minutes", metavar="FILE", help=help_of("evaluation_minutes"))
]


def sessions(period: Period, by: By, as_of: AsOf = None, json: Json = False) -> None:
    from dondoc.rendering.formats import day, moment
    from dondoc.services.evaluation.decisions.sessions import sessions_of

    def doing(change: "SettingsChange", context: "RoundContext") -> "list[dict[str, Any]]":
        _looked(change, context)
        return [_plain(each) for each in sessions_of(change.session, context.row.key)]

    rows = done_in_round(office(quiet=json), period, by, as_of, doing)
    if json:
        as_json(rows)
        return
    is_open = tr("evaluation.session.is_open")
    shown = [
        (str(row["session"]), day(row["held_on"]), row["body"], row["chair"] or "–",
         f"{row['present']}/{row['members']}",
         moment(row["closed_at"]) if row["closed_at"] else is_open)
        for row in rows
    ]  # fmt: skip
    names = ("session", "held_on", "body", "chair", "present", "closed_at")
    columns = [tr(f"cli.evaluation.session.{name}") for name in names]
    table(tr("help.evaluation_sessions"), columns, shown)


def correct(
    period: Period,
    by: By,
    held_on: HeldOn = None,
    body: Body = None,
    place: Place = None,
    chair: Chair = None,
    clerk: Clerk = None,
    members: Members = None,
    present: Present = None,
    minutes: Minutes = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    from dondoc.services.evaluation.decisions.sessions import change_session

    typed = {"held_on": held_on, "body": body, "place": place, "chair": chair, "clerk": clerk,
             "members": members, "present": present}  # fmt: skip
    said = None if minutes is None else minutes.read_text(encoding="utf-8")

    def doing(change: "SettingsChange", context: "RoundContext") -> int:
        meant = open_session(change.session, context)
        entered = {name: value for name, value in typed.items() if value is not None}
        details = replace(_details(meant), **entered)
        change_session(change, meant.key, details, meant.minutes if said is None else said)
        return meant.key

    number = done_in_round(office(quiet=json), period, by, as_of, doing)
    say_done({"session": number}, "cli.evaluation.corrected", json, number=number)


def seats(period: Period, by: By, as_of: AsOf = None, json: Json = False) -> None:
    """As the page of a session counts them before anything is typed there."""
    from dondoc.services.evaluation.decisions.session_seats import (
        chosen_now,
        read_standings,
        session_seats,
    )

    def doing(change: "SettingsChange", context: "RoundContext") -> "list[dict[str, Any]]":
        _looked(change, context)
        standings = read_standings(change.session, context)
        held = session_seats(standings, chosen_now(standings.people, {}, ()))
        return [_seats(held, each) for each in held.groups if each.binds]

    rows = done_in_round(office(quiet=json), period, by, as_of, doing)
    if json:
        as_json(rows)
    else:
        _seats_table(rows)


def _looked(change: "SettingsChange", context: "RoundContext") -> None:
    """Whoever evaluates looks at everybody, which is kept. Raises Refused for anybody else."""
    from dondoc.services.evaluation.people.viewings import keep_viewing
    from models.rules.roles import Mandate

    programme_id = context.programme.key
    change.mandated_in(programme_id, Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE)
    period = str(context.period)
    keep_viewing(change.session, programme_id, period, change.now, None, change.actor.key)


def _details(meant: "EvaluationSession") -> Any:
    from dondoc.services.evaluation.decisions.session_input import SessionInput

    return SessionInput(
        meant.held_on, meant.body, meant.members, meant.present, meant.place, meant.chair,
        meant.clerk,
    )  # fmt: skip


def _plain(meant: "EvaluationSession") -> dict[str, Any]:
    return {
        "session": meant.key, "held_on": meant.held_on, "body": meant.body, "place": meant.place,
        "chair": meant.chair, "clerk": meant.clerk, "members": meant.members,
        "present": meant.present, "closed_at": meant.closed_at,
    }  # fmt: skip


def _seats(held: "SessionSeats", each: "GroupSeats") -> dict[str, Any]:
    from dondoc.services.evaluation.ranking.in_words import group_title
    from dondoc.services.evaluation.trials.sums import SumWords

    title = tr("evaluation.cap.everybody", rules=each.rules)
    if each.group is not None:
        title = group_title(*held.ranked.titles()[each.group], SumWords(LANG))
    return {
        "rules": each.rules, "group": title, "base": each.own.count.base,
        "seats": each.own.count.seats, "chosen": each.taken, "waiting": each.waiting,
        "over": each.over, "beyond": list(each.own.without), "tied": list(each.own.tied),
    }  # fmt: skip


def _seats_table(rows: "Sequence[Mapping[str, Any]]") -> None:
    names = ("group", "base", "seats", "chosen", "waiting", "over")
    columns = [tr(f"cli.evaluation.seats.{name}") for name in names]
    shown = [[str(row[name]) for name in names] for row in rows]
    table(tr("help.evaluation_seats"), columns, shown)
    for row in rows:
        for name in ("beyond", "tied"):
            if row[name]:
                who = ", ".join(row[name])
                typer.echo(tr(f"cli.evaluation.seats.{name}", group=row["group"], people=who))
