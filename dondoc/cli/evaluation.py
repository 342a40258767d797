"""Provisional results of officials: one person's period, with every sum."""

from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli import evaluation_decisions as decisions
from dondoc.cli import evaluation_members, evaluation_rounds, evaluation_sessions
from dondoc.cli.evaluation_year import year_lines
from dondoc.cli.office import moment, office, programme_meant
from dondoc.cli.options import AsOf, Json, Year
from dondoc.cli.output import as_json, table
from dondoc.cli.rechecks import sample
from dondoc.cli.wording import LANG, SETTINGS, help_of, tr
from models.rules.checkpoints import local_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from sqlmodel import Session

    from dondoc.services.evaluation.course.sheet import DossierSheet
    from dondoc.services.evaluation.people.entered import EnteredPoints
    from dondoc.services.evaluation.people.person_period import PersonPeriod
    from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
    from dondoc.services.evaluation.trials.sums import SumWords
    from dondoc.services.figures.periods import DigestPeriod
    from dondoc.workplace import Workplace
    from models.rules.evaluation import Grade

    Bounds = tuple[Fraction | None, Fraction | None]
    Grades = tuple[Grade | None, Grade | None]

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)
app.command("rounds", help=help_of("evaluation_rounds"))(evaluation_rounds.rounds)
app.command("open", help=help_of("evaluation_open"))(evaluation_rounds.open_)
app.command("update", help=help_of("evaluation_update"))(evaluation_rounds.update)

Official = Annotated[str, typer.Argument(metavar="PERSON", help=help_of("evaluation_person"))]
Period = Annotated[str, typer.Argument(metavar="PERIOD", help=help_of("evaluation_period"))]
RuleSet = Annotated[
    str | None, typer.Option("--rules", metavar="CODE", help=help_of("rule_set_code"))
]


@app.callback()
def group() -> None:
    """A group of its own."""


app.command("session", help=help_of("evaluation_session"))(decisions.call)
app.command("decide", help=help_of("evaluation_decide"))(decisions.decide)
app.command("close", help=help_of("evaluation_close"))(decisions.close)
app.command("publish", help=help_of("evaluation_publish"))(decisions.publish)
app.command("lock", help=help_of("evaluation_lock"))(decisions.lock)
app.command("reopen", help=help_of("evaluation_reopen"))(decisions.reopen)
app.command("sessions", help=help_of("evaluation_sessions"))(evaluation_sessions.sessions)
app.command("correct", help=help_of("evaluation_correct"))(evaluation_sessions.correct)
app.command("seats", help=help_of("evaluation_seats"))(evaluation_sessions.seats)
app.add_typer(evaluation_members.app, name="member", help=help_of("evaluation_member"))


@app.command("show", help=help_of("evaluation_show"))
def show(
    person: Official,
    period: Period = "",
    rules: RuleSet = None,
    as_of: AsOf = None,
    year: Year = None,
    json: Json = False,
) -> None:
    """That the machine's operator looks is kept, as it is of whoever evaluates."""
    workplace = office(quiet=json)
    provisional, first = _read(workplace, (person, period), rules or "", as_of, year)
    if json:
        as_json(provisional)
        return
    _show(provisional, first)
    for line in year_lines(workplace, provisional):
        typer.echo(line)


app.command("sample", help=help_of("evaluation_sample"))(sample)


def _read(
    workplace: "Workplace",
    whose: tuple[str, str],
    rules: str,
    as_of: "date | None",
    year: int | None,
) -> "tuple[PersonPeriod, EvaluationRules]":
    """A person's period by their code and its name, the rule set shown first; the look is kept.

    `rules`: the code of one that judges, or a file of one's own; '' for that of the period's round,
    with what was entered in it, or the one in force.
    """
    from dondoc.services.evaluation.course.sheet import find_sheet
    from dondoc.services.evaluation.people.person_period import person_period
    from dondoc.services.evaluation.people.rules_in_force import rules_of_code
    from dondoc.services.evaluation.people.viewings import keep_viewing
    from dondoc.services.organisation.directory import find_person
    from dondoc.store.database import reading, writing

    code, name = whose
    today = local_date(moment(workplace, as_of))
    with reading(workplace.engine) as session:
        programme = programme_meant(session, today, year)
        person = find_person(session, code)
        period = _period(name, today, programme.year)
        sheet = find_sheet(session, programme.key, str(period), person, 0, today)
        frozen, entered = _of_round(sheet)
        chosen = _chosen(session, rules, period.end) or frozen
        provisional = person_period(session, programme, person, period, today, chosen, entered)
        first = chosen or rules_of_code(session, provisional.rules[0].code, period.end)
        assert first is not None  # it was found by the same way of asking
        keys = programme.key, person.key
    with writing(workplace.engine) as session:
        keep_viewing(session, keys[0], str(period), workplace.clock().now(), keys[1], None)
    return provisional, first


def _period(name: str, today: "date", year: int) -> "DigestPeriod":
    """The one that is named, or the quarter that ended last."""
    from dondoc.services.evaluation.people.periods import judged_period, usual_period

    return judged_period(name, year) if name else usual_period(today, year)


def _of_round(sheet: "DossierSheet | None") -> "tuple[EvaluationRules | None, EnteredPoints]":
    """The rule set that a round froze, and what was entered in it."""
    from dondoc.services.evaluation.course.dossiers import entered_of
    from dondoc.services.evaluation.people.entered import NOTHING_ENTERED

    if sheet is None:
        return None, NOTHING_ENTERED
    return sheet.work.rules.rules, entered_of(sheet.dossier.scored_last)


def _chosen(session: "Session", name: str, day: "date") -> "EvaluationRules | None":
    from dondoc.services.evaluation.people.rules_in_force import rules_of_code
    from dondoc.services.evaluation.rule_sets.load import rules_named

    return (rules_of_code(session, name, day) or rules_named(name)) if name else None


def _show(provisional: "PersonPeriod", rules: "EvaluationRules") -> None:
    from dondoc.services.evaluation.people.in_words import provisional_words
    from dondoc.services.evaluation.people.periods import judged_period, period_in_words
    from dondoc.services.evaluation.trials.sums import SumWords

    words = SumWords(LANG)
    name = period_in_words(judged_period(provisional.period, provisional.year), tr)
    typer.echo(tr("evaluation.person.title.of", period=name, name=provisional.name))
    typer.echo(
        f"{tr('evaluation.person.provisional.short')} {provisional_words(provisional, words)}"
    )
    for line in _lines(provisional, rules, words):
        typer.echo(line)
    if provisional.rules[0].period is None:
        _year_table(provisional, words)
    else:
        _tables(provisional, words)


def _lines(
    provisional: "PersonPeriod", rules: "EvaluationRules", words: "SumWords"
) -> "Iterator[str]":
    from dondoc.services.evaluation.people import in_words

    first, period = provisional.rules[0], provisional.rules[0].period
    yield f"{first.code}: {first.title}"
    if period is None:
        return
    parameters = rules.parameters()
    for work, points in zip(provisional.counted, period.lines, strict=True):
        yield f"{work.ref}: {in_words.result_beside_target(work, words)}; {work.title}"
        for remark in in_words.remarks(work, points, words):
            yield f"  {remark}"
    for work in provisional.not_counted:
        yield f"{work.ref}: {in_words.remarks(work, None, words)[0]} {work.title}"
    yield from in_words.sums(period, parameters, words)
    if period.missing:
        yield f"{tr('evaluation.person.lacking')} {in_words.lacking(period, words)}"
    yield from _steps(provisional, words)


def _steps(provisional: "PersonPeriod", words: "SumWords") -> "Iterator[str]":
    from dondoc.services.evaluation.people import in_words

    for step in provisional.steps:
        title = tr("evaluation.person.step", grade=tr(f"grade.{step.grade}"))
        yield f"{title}: {in_words.step_up(step, words)}"
        for gate in step.gates:
            state, need = tr(f"evaluation.gate.{gate.state}"), tr(f"evaluation.need.{gate.need}")
            yield f"  {need}: {state} {in_words.gate_sum(gate, words)}".rstrip()


def _year_table(provisional: "PersonPeriod", words: "SumWords") -> None:
    """A row for each rule set: the quarters, and their mean."""
    headings = [tr("evaluation.person.column.rules")]
    headings += [each.period for each in provisional.rules[0].so_far.quarters]
    rows = []
    for each in provisional.rules:
        points = [quarter.results for quarter in each.so_far.quarters] + [each.so_far.results]
        shown = ("–" if one is None else words.points(one, 2) for one in points)
        rows.append((each.code, *shown))
    mean = tr("evaluation.person.column.mean")
    table(tr("evaluation.person.year"), (*headings, mean), rows)


def _tables(provisional: "PersonPeriod", words: "SumWords") -> None:
    from dondoc.services.evaluation.people.in_words import between, grades_between, reading_label

    names = ("results", "total", "grade")
    headings = tuple(tr(f"evaluation.person.column.{name}") for name in names)

    def cells(results: "Fraction | None", bounds: "Bounds", grades: "Grades") -> tuple[str, ...]:
        shown = "–" if results is None else words.points(results, 2)
        return shown, between(bounds, words), grades_between(grades, words)

    rows = [
        (each.code, *cells(each.period.shown_results, each.period.bounds, each.period.grades))
        for each in provisional.rules
        if each.period
    ]
    table(tr("evaluation.person.rules"), (tr("evaluation.person.column.rules"), *headings), rows)
    readings = [
        (reading_label(each, words), *cells(each.results, (each.least, each.most), each.grades))
        for each in provisional.readings
    ]
    if readings:
        title = tr("evaluation.person.readings", code=provisional.rules[0].code)
        table(title, (tr("evaluation.person.column.reading"), *headings), readings)
