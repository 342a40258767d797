"""Deciding on a round of evaluation from the command line: sessions, decisions, its publication."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from dondoc.cli.office import acting_moment, office
from dondoc.cli.options import AsOf, By, Json, Reason, day
from dondoc.cli.output import as_json
from dondoc.cli.wording import help_of, tr

if TYPE_CHECKING:
    from sqlmodel import Session

    from dondoc.services.evaluation.course.context import RoundContext
    from dondoc.services.evaluation.decisions.decide import DecisionsTaken
    from dondoc.services.organisation.changes import SettingsChange
    from dondoc.workplace import Workplace
    from models.evaluation_round import EvaluationSession
    from models.rules.evaluation import Grade

Done = TypeVar("Done")


class GradeChosen(StrEnum):
    """As in the rules, whose import would slow down the help; none: not graded."""

    EXCELLENT = "excellent"
    GOOD = "good"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    NONE = "none"


Period = Annotated[str, typer.Argument(metavar="PERIOD", help=help_of("evaluation_round"))]
Official = Annotated[str, typer.Argument(metavar="PERSON", help=help_of("evaluation_person"))]
Chosen = Annotated[GradeChosen, typer.Argument(metavar="GRADE", help=help_of("evaluation_grade"))]
HeldOn = Annotated[
    date | None,
    typer.Option("--held-on", parser=day, metavar="DATE", help=help_of("evaluation_held_on")),
]
Body = Annotated[str, typer.Option("--body", help=help_of("evaluation_body"))]
Members = Annotated[int, typer.Option("--members", help=help_of("evaluation_members"))]
Present = Annotated[int, typer.Option("--present", help=help_of("evaluation_present"))]
Place = Annotated[str, typer.Option("--place", help=help_of("evaluation_place"))]
Chair = Annotated[str, typer.Option("--chair", help=help_of("evaluation_chair"))]
Clerk = Annotated[str, typer.Option("--clerk", help=help_of("evaluation_clerk"))]
Why = Annotated[str, typer.Option("--reason", help=help_of("reason"))]


def call(
    period: Period,
    by: By,
    body: Body,
    members: Members,
    present: Present,
    held_on: HeldOn = None,
    place: Place = "",
    chair: Chair = "",
    clerk: Clerk = "",
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    from dondoc.services.evaluation.decisions.session_input import SessionInput
    from dondoc.services.evaluation.decisions.sessions import call_session

    def doing(change: "SettingsChange", context: "RoundContext") -> int:
        called = SessionInput(held_on or change.today, body, members, present, place, chair, clerk)
        return call_session(change, context.row.key, called).key

    number = done_in_round(office(quiet=json), period, by, as_of, doing)
    say_done({"session": number}, "cli.evaluation.called", json, number=number)


def close(period: Period, by: By, as_of: AsOf = None, json: Json = False) -> None:
    from dondoc.services.evaluation.decisions.sessions import close_session

    def doing(change: "SettingsChange", context: "RoundContext") -> int:
        number = open_session(change.session, context).key
        close_session(change, number)
        return number

    number = done_in_round(office(quiet=json), period, by, as_of, doing)
    say_done({"session": number}, "cli.evaluation.closed", json, number=number)


def decide(
    period: Period,
    person: Official,
    grade: Chosen,
    by: By,
    reason: Why = "",
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    from dondoc.clockwork.wake import wake
    from models.rules.evaluation import Grade

    workplace = office(quiet=json)
    meant = None if grade is GradeChosen.NONE else Grade(grade.value)

    def doing(change: "SettingsChange", context: "RoundContext") -> "DecisionsTaken":
        return _decide(change, workplace, context, (person, meant, reason))

    outcome = done_in_round(workplace, period, by, as_of, doing)
    if outcome.refused:
        raise outcome.refused[0][1]
    wake(workplace.settings)
    words = tr(f"evaluation.session.option.{grade.value}")
    answer = {"person": person, "grade": None if meant is None else meant.value}
    say_done(answer, "cli.evaluation.decided", json, person=person, grade=words)


def publish(period: Period, by: By, as_of: AsOf = None, json: Json = False) -> None:
    _round_step(period, by, "publish", "", as_of, json)


def lock(period: Period, by: By, as_of: AsOf = None, json: Json = False) -> None:
    _round_step(period, by, "lock", "", as_of, json)


def reopen(period: Period, by: By, reason: Reason, as_of: AsOf = None, json: Json = False) -> None:
    _round_step(period, by, "reopen", reason, as_of, json)


def _round_step(
    period: str, by: str, act: str, reason: str, as_of: date | None, json: bool
) -> None:
    from dondoc.clockwork.wake import wake
    from dondoc.services.evaluation.decisions.round_steps import take_round_step
    from models.rules.evaluation_course.rounds import RoundAct

    workplace, meant = office(quiet=json), RoundAct(act)
    taken = done_in_round(
        workplace, period, by, as_of,
        lambda change, context: take_round_step(
            change, workplace.evidence, context.row.key, meant, reason
        ),
    )  # fmt: skip
    wake(workplace.settings)
    answer = {
        "period": period,
        "step": taken.kind,
        "without_person": taken.left_over.done,
        "not_evaluated": [ref for ref, _ in taken.left_over.refused],
        "letters": taken.letters.queued,
        "unreached": taken.letters.unreached,
    }
    say_done(answer, f"evaluation.decisions.told.{act}", json)
    if not json and taken.left_over.refused:
        refs = ", ".join(ref for ref, _ in taken.left_over.refused)
        typer.echo(tr("evaluation.decisions.left", refs=refs))


def _decide(
    change: "SettingsChange",
    workplace: "Workplace",
    context: "RoundContext",
    decision: "tuple[str, Grade | None, str]",
) -> "DecisionsTaken":
    """Nothing was shown before it, so what stands is decided on."""
    from dondoc.errors import BadInput
    from dondoc.services.evaluation.course.dossiers import dossier_of
    from dondoc.services.evaluation.course.grounds import dossier_grounds
    from dondoc.services.evaluation.course.score import works_of
    from dondoc.services.evaluation.decisions.decide import RowDecision, decide_each
    from dondoc.services.organisation.directory import find_person
    from models.rules.grounds import as_text

    code, grade, reason = decision
    session = change.session
    dossier = dossier_of(session, context, find_person(session, code).key)
    if dossier is None:
        raise BadInput("evaluation.course.error.unknown")
    works = works_of(session, context, [dossier], context.today)
    seen = as_text(dossier_grounds(works[dossier.row.key]))
    row = RowDecision(dossier.row.key, seen, grade, reason)
    return decide_each(change, workplace.evidence, open_session(session, context).key, [row])


def open_session(session: "Session", context: "RoundContext") -> "EvaluationSession":
    """The one that is not closed. Raises BadInput where there is none."""
    from dondoc.errors import BadInput
    from dondoc.services.evaluation.decisions.sessions import sessions_of

    for meant in sessions_of(session, context.row.key):
        if meant.closed_at is None:
            return meant
    raise BadInput("evaluation.session.error.none_open")


def done_in_round(
    workplace: "Workplace",
    period: str,
    by: str,
    as_of: date | None,
    doing: "Callable[[SettingsChange, RoundContext], Done]",
) -> Done:
    from dondoc.clock import wall_clock
    from dondoc.services.evaluation.course.context import round_context
    from dondoc.services.evaluation.decisions.sessions import round_named
    from dondoc.services.organisation.changes import acting_for_office
    from dondoc.store.database import written

    now, wall = acting_moment(workplace, as_of), wall_clock()

    def work(session: "Session") -> Done:
        change = acting_for_office(session, by, now, wall)
        return doing(change, round_context(session, round_named(session, period), change.today))

    return written(workplace.engine, work)


def say_done(answer: object, key: str, json: bool, **words: object) -> None:
    if json:
        as_json(answer)
    else:
        typer.echo(tr(key, **words))
