"""Rounds of evaluation: opening one, bringing it up to date, and where everybody stands."""

from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.office import acting_moment, moment, office, programme_meant
from dondoc.cli.options import AsOf, By, Json, Year
from dondoc.cli.output import as_json, table
from dondoc.cli.wording import LANG, help_of, tr
from models.rules.checkpoints import local_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any

    from sqlmodel import Session

    from dondoc.services.evaluation.course.errors import FieldError
    from dondoc.services.evaluation.course.rounds import RoundInList
    from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
    from dondoc.workplace import Workplace
    from models.evaluation_round import EvaluationRound
    from models.programme import Programme
    from models.rules.scoring.gates import WhoIsGraded

    NamedRules = tuple[str | None, str | None]
    ChosenRules = tuple[Mapping[WhoIsGraded, EvaluationRules], tuple[FieldError, ...]]

RoundPeriod = Annotated[str, typer.Argument(metavar="PERIOD", help=help_of("round_period"))]
OfficialRules = Annotated[
    str | None, typer.Option("--rules", metavar="CODE", help=help_of("round_rules"))
]
LeaderRules = Annotated[
    str | None, typer.Option("--leader-rules", metavar="CODE", help=help_of("round_leader_rules"))
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=help_of("round_dry_run"))]


def open_(
    period: RoundPeriod,
    by: By,
    rules: OfficialRules = None,
    leader_rules: LeaderRules = None,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    from dondoc.clock import wall_clock
    from dondoc.services.evaluation.course.open_round import open_round, proposed_round
    from dondoc.services.organisation.changes import acting_for_office
    from dondoc.store.database import written

    workplace = office(quiet=json)
    now, wall = acting_moment(workplace, as_of), wall_clock()
    today, named = local_date(now), (rules, leader_rules)
    if dry_run:
        return _foretell(workplace, period, today, year, named, json=json)

    def opening(session: "Session") -> int:
        programme = programme_meant(session, today, year)
        chosen = _chosen(session, programme, period, named)
        proposal = proposed_round(session, programme, period, today, *chosen)
        return open_round(acting_for_office(session, by, now, wall), programme, proposal).key

    key = written(workplace.engine, opening)
    _say(workplace, key, None, json=json)
    _say_year(workplace, key, today, json=json)


def _foretell(
    workplace: "Workplace",
    period: str,
    today: "date",
    year: int | None,
    named: "NamedRules",
    *,
    json: bool,
) -> None:
    """How many evaluations there would be."""
    from dondoc.services.evaluation.course.open_round import count_people, proposed_round
    from dondoc.store.database import reading

    with reading(workplace.engine) as session:
        programme = programme_meant(session, today, year)
        chosen = _chosen(session, programme, period, named)
        proposal = proposed_round(session, programme, period, today, *chosen)
        people = count_people(session, programme, proposal)
    if json:
        as_json({"period": str(proposal.period), "people": people})
    else:
        typer.echo(tr("evaluation.rounds.people", n=people))


def _say_year(workplace: "Workplace", key: int, today: "date", *, json: bool) -> None:
    """On what the evaluation of a year rests; a program asks for it by itself."""
    from dondoc.services.evaluation.course.context import round_context
    from dondoc.services.evaluation.course.year_opening import late_decision, on_opening_year
    from dondoc.services.evaluation.trials.sums import SumWords
    from dondoc.store.database import reading
    from models.evaluation_round import EvaluationRound

    words = SumWords(LANG)
    with reading(workplace.engine) as session:
        context = round_context(session, session.get_one(EvaluationRound, key), today)
        if json or not context.is_year:
            return
        rules = [frozen.rules for frozen in context.rules.values()]
        said = [*on_opening_year(session, context.programme, today, rules, words),
                *late_decision(context.period, context.row.decision_due_on, words)]  # fmt: skip
    for sentence in said:
        typer.echo(sentence)


def update(
    period: RoundPeriod, by: By, as_of: AsOf = None, year: Year = None, json: Json = False
) -> None:
    from dondoc.clock import wall_clock
    from dondoc.services.evaluation.course.open_round import bring_up_to_date
    from dondoc.services.organisation.changes import acting_for_office
    from dondoc.store.database import written

    workplace = office(quiet=json)
    now, wall = acting_moment(workplace, as_of), wall_clock()

    def bringing(session: "Session") -> tuple[int, int]:
        key = _meant(session, local_date(now), period, year).key
        return key, bring_up_to_date(acting_for_office(session, by, now, wall), key)

    key, added = written(workplace.engine, bringing)
    _say(workplace, key, added, json=json)


def rounds(as_of: AsOf = None, year: Year = None, json: Json = False) -> None:
    from dondoc.services.evaluation.course.rounds import rounds_of
    from dondoc.store.database import reading

    workplace = office(quiet=json)
    today = local_date(moment(workplace, as_of))
    with reading(workplace.engine) as session:
        programme = programme_meant(session, today, year)
        shown = [_row(each) for each in rounds_of(session, programme.key)]
        year_meant = programme.year
    if json:
        as_json({"year": year_meant, "rounds": shown})
    else:
        _table(shown)


def _row(each: "RoundInList") -> "Mapping[str, Any]":
    row = each.row
    return {
        "period": row.period, "state": each.state, "people": each.people,
        "self_until": row.self_due_on, "comment_until": row.comment_due_on,
        "proposal_until": row.proposal_due_on, "decision_until": row.decision_due_on,
    }  # fmt: skip


def _table(shown: "Sequence[Mapping[str, Any]]") -> None:
    from dondoc.rendering.formats import day

    days = ("self_until", "comment_until", "proposal_until", "decision_until")
    rows = [
        (
            each["period"],
            tr(f"evaluation.round.state.{each['state']}"),
            str(each["people"]),
            *(day(each[name]) for name in days),
        )
        for each in shown
    ]
    names = ("period", "state", "people", *days)
    table(tr("evaluation.rounds"), [tr(f"evaluation.rounds.column.{name}") for name in names], rows)


def _chosen(
    session: "Session", programme: "Programme", period: str, named: "NamedRules"
) -> "ChosenRules":
    """By whom they judge, and what is wrong with the choice; leaders by the same one as others.

    A code of the office's own means the version that judges at the period's end.
    """
    from dondoc.services.evaluation.course.errors import FieldError, at_field
    from dondoc.services.evaluation.people.rules_in_force import rules_of_code
    from dondoc.services.evaluation.rule_sets.load import rules_named
    from models.rules.scoring.gates import WhoIsGraded

    faults: list[FieldError] = []
    end = _end(programme, period)
    read = {
        who: rules_of_code(session, code, end)
        or at_field(who, lambda code=code: rules_named(code), faults)  # type: ignore[misc]
        for who, code in zip((WhoIsGraded.OFFICIAL, WhoIsGraded.LEADER), named, strict=True)
        if code
    }
    if not named[1]:
        read[WhoIsGraded.LEADER] = read.get(WhoIsGraded.OFFICIAL)
    return {who: rules for who, rules in read.items() if rules}, tuple(faults)


def _end(programme: "Programme", period: str) -> "date":
    """The last day of a period; of the year for one that there is not, which is refused later."""
    from dondoc.errors import BadInput
    from dondoc.services.evaluation.people.periods import judged_period
    from dondoc.services.figures.periods import whole_year

    try:
        return judged_period(period, programme.year).end
    except BadInput:
        return whole_year(programme.year).end


def _meant(session: "Session", today: "date", period: str, year: int | None) -> "EvaluationRound":
    from dondoc.errors import BadInput
    from dondoc.services.evaluation.course.open_round import find_round
    from dondoc.services.evaluation.people.periods import judged_period

    programme = programme_meant(session, today, year)
    meant = judged_period(period, programme.year)
    held = find_round(session, programme.key, str(meant))
    if held is None:
        raise BadInput("evaluation.round.error.unknown")
    return held


def _say(workplace: "Workplace", key: int, added: int | None, *, json: bool) -> None:
    from sqlalchemy import func, select
    from sqlmodel import col

    from dondoc.rendering.formats import day
    from dondoc.services.evaluation.people.locked_rounds import in_round
    from dondoc.store.database import reading
    from models.evaluation_round import EvaluationDossier, EvaluationRound

    with reading(workplace.engine) as session:
        held = session.get_one(EvaluationRound, key)
        ours = select(func.count(col(EvaluationDossier.id)))
        people = session.scalar(ours.where(col(EvaluationDossier.round_id) == key, in_round()))
        told = {"period": held.period, "people": people, "added": added,
                "self_until": held.self_due_on}  # fmt: skip
    if json:
        as_json(told)
        return
    key_of = "cli.round.opened" if added is None else "cli.round.updated"
    typer.echo(tr(key_of, period=told["period"], n=people, added=added or 0,
                  day=day(told["self_until"])))  # fmt: skip
