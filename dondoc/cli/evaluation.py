"""Provisional results of officials: one person's period, with every sum."""

from typing import TYPE_CHECKING, Annotated

import typer

from dondoc.cli.office import moment, office, programme_meant
from dondoc.cli.options import AsOf, Json, Year
from dondoc.cli.output import as_json, table
from dondoc.cli.wording import LANG, SETTINGS, help_of, tr
from models.rules.checkpoints import local_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from dondoc.services.evaluation.people.person_period import PersonPeriod
    from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
    from dondoc.services.evaluation.trials.sums import SumWords
    from dondoc.workplace import Workplace
    from models.rules.evaluation import Grade

    Bounds = tuple[Fraction | None, Fraction | None]
    Grades = tuple[Grade | None, Grade | None]

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)

Official = Annotated[str, typer.Argument(metavar="PERSON", help=help_of("evaluation_person"))]
Period = Annotated[str, typer.Argument(metavar="PERIOD", help=help_of("evaluation_period"))]
RuleSet = Annotated[
    str | None, typer.Option("--rules", metavar="CODE", help=help_of("rule_set_code"))
]


@app.callback()
def group() -> None:
    """A group of its own: more commands come with the course of a period."""


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
    from dondoc.services.evaluation.rule_sets.load import rules_named

    chosen = rules_named(rules) if rules else None
    workplace = office(quiet=json)
    provisional = _read(workplace, (person, period), chosen, as_of, year)
    if json:
        as_json(provisional)
    else:
        _show(provisional, chosen)


def _read(
    workplace: "Workplace",
    whose: tuple[str, str],
    chosen: "EvaluationRules | None",
    as_of: "date | None",
    year: int | None,
) -> "PersonPeriod":
    """A person's period by their code and its name, and that it was looked at."""
    from dondoc.services.evaluation.people.periods import judged_period, usual_period
    from dondoc.services.evaluation.people.person_period import person_period
    from dondoc.services.evaluation.people.viewings import keep_viewing
    from dondoc.services.organisation.directory import find_person
    from dondoc.store.database import reading, writing

    code, name = whose
    today = local_date(moment(workplace, as_of))
    with reading(workplace.engine) as session:
        programme = programme_meant(session, today, year)
        person = find_person(session, code)
        usual = usual_period(today, programme.year)
        period = judged_period(name, programme.year) if name else usual
        provisional = person_period(session, programme, person, period, today, chosen)
        keys = programme.key, person.key
    with writing(workplace.engine) as session:
        keep_viewing(session, keys[0], str(period), workplace.clock().now(), keys[1], None)
    return provisional


def _show(provisional: "PersonPeriod", chosen: "EvaluationRules | None") -> None:
    from dondoc.services.evaluation.people.in_words import provisional_words
    from dondoc.services.evaluation.people.periods import judged_period, period_in_words
    from dondoc.services.evaluation.trials.sums import SumWords

    words = SumWords(LANG)
    name = period_in_words(judged_period(provisional.period, provisional.year), tr)
    typer.echo(tr("evaluation.person.title.of", period=name, name=provisional.name))
    typer.echo(
        f"{tr('evaluation.person.provisional.short')} {provisional_words(provisional, words)}"
    )
    for line in _lines(provisional, chosen, words):
        typer.echo(line)
    if provisional.rules[0].period is None:
        _year_table(provisional, words)
    else:
        _tables(provisional, words)


def _lines(
    provisional: "PersonPeriod", chosen: "EvaluationRules | None", words: "SumWords"
) -> "Iterator[str]":
    from dondoc.services.evaluation.people import in_words
    from dondoc.services.evaluation.rule_sets.load import rules_named

    first, period = provisional.rules[0], provisional.rules[0].period
    yield f"{first.code}: {first.title}"
    if period is None:
        return
    parameters = (chosen or rules_named(first.code)).parameters()
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
        (each.code, *cells(each.period.results, each.period.bounds, each.period.grades))
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
