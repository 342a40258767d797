"""Rule sets of evaluation: which there are, what each says, checking one's own, trying them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dondoc.cli import own_rules
from dondoc.cli.options import Json
from dondoc.cli.output import as_json, table
from dondoc.cli.own_rules import own_shown, rules_known
from dondoc.cli.wording import LANG, SETTINGS, help_of, tr

if TYPE_CHECKING:
    from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
    from dondoc.services.evaluation.trials.run import TrialOutcome

app = typer.Typer(no_args_is_help=True, context_settings=SETTINGS)

Code = Annotated[str, typer.Argument(metavar="CODE", help=help_of("rule_set_code"))]
Codes = Annotated[list[str], typer.Argument(metavar="CODE", help=help_of("rule_set_codes"))]
File = Annotated[Path, typer.Argument(metavar="FILE", help=help_of("rule_set_file"))]
CaseFile = Annotated[Path, typer.Option("--case", metavar="FILE", help=help_of("rule_set_case"))]
Reading = Annotated[
    list[str] | None, typer.Option("--read", metavar="TEXT", help=help_of("rule_set_read"))
]


app.command("load", help=help_of("rule_set_load"))(own_rules.load)
app.command("export", help=help_of("rule_set_export"))(own_rules.export)


@app.command("list", help=help_of("rule_set_list"))
def listed(json: Json = False) -> None:
    """Those of the office stand first, where there is a database of one."""
    from dondoc.services.evaluation.rule_sets.shipped import shipped

    known = (*own_shown(), *shipped())
    if json:
        as_json([_heading(rules) for rules in known])
        return
    names = ("code", "title", "valid", "unsure")
    headings = tuple(tr(f"evaluation.column.{name}") for name in names)
    table("", headings, (_row(rules) for rules in known))


@app.command("show", help=help_of("rule_set_show"))
def show(code: Code, json: Json = False) -> None:
    _show(rules_known(code), json)


@app.command("check", help=help_of("rule_set_check"))
def check(file: File, json: Json = False) -> None:
    """Ends with 2 where nothing of the file is taken."""
    from dondoc.services.evaluation.rule_sets.load import own_rules

    rules = own_rules(file)
    if json:
        as_json({"ok": True, **_heading(rules), "doubts": _doubts(rules)})
        return
    typer.echo(tr("cli.rule_set.good", code=rules.code, version=rules.version))
    _tell_unsure(rules)


@app.command("try", help=help_of("rule_set_try"))
def try_case(codes: Codes, case: CaseFile, read: Reading = None, json: Json = False) -> None:
    from dondoc.services.evaluation.rule_sets.checked import parsed, text_of
    from dondoc.services.evaluation.rule_sets.read_otherwise import changes_of, read_otherwise
    from dondoc.services.evaluation.trials.facts import CaseFacts
    from dondoc.services.evaluation.trials.run import tried

    facts = parsed(CaseFacts, text_of(case), case.name)
    readings = [(text, changes_of(text)) for text in read or ()]
    columns = [
        (tried(facts, rules, text), rules)
        for known in map(rules_known, codes)
        for text, rules in (
            ("", known),
            *((text, read_otherwise(known, changes)) for text, changes in readings),
        )
    ]
    if json:
        as_json({"title": facts.title, "outcomes": [outcome for outcome, _ in columns]})
        return
    typer.echo(facts.title)
    _side_by_side(columns)
    for outcome, rules in columns:
        _spell_out(outcome, rules)


def _show(rules: "EvaluationRules", json: bool) -> None:
    from dondoc.services.evaluation.rule_sets.in_words import groups_in_words, subjects_in_words

    groups = groups_in_words(rules, LANG)
    if json:
        as_json({**_heading(rules), "doubts": _doubts(rules), "groups": groups})
        return
    typer.echo(f"{rules.code}: {rules.title}")
    typer.echo(tr("evaluation.version", version=rules.version))
    typer.echo(_valid(rules))
    typer.echo(tr("evaluation.for", who=subjects_in_words(rules, LANG)))
    typer.echo(tr("evaluation.source", source=rules.source))
    _tell_unsure(rules)
    headings = tuple(
        tr(f"evaluation.column.{name}") for name in ("parameter", "value", "basis", "source")
    )
    for group in groups:
        rows = ((row.label, row.value, row.basis_words, row.source) for row in group.parameters)
        table(group.heading, headings, rows)


def _heading(rules: "EvaluationRules") -> dict[str, Any]:
    """What a list says of a rule set, for programs."""
    names = ("code", "version", "title", "subjects", "valid_from", "valid_to", "source")
    return {name: getattr(rules, name) for name in names}


def _row(rules: "EvaluationRules") -> tuple[str, ...]:
    from dondoc.services.evaluation.rule_sets.in_words import unsure

    return rules.code, rules.title, _valid(rules), str(unsure(rules))


def _valid(rules: "EvaluationRules") -> str:
    from dondoc.services.evaluation.rule_sets.in_words import validity_in_words

    return validity_in_words(rules, LANG)


def _doubts(rules: "EvaluationRules") -> tuple[str, ...]:
    from dondoc.services.evaluation.rule_sets.in_words import doubts_in_words

    return doubts_in_words(rules, LANG)


def _tell_unsure(rules: "EvaluationRules") -> None:
    from dondoc.services.evaluation.rule_sets.in_words import unsure

    typer.echo(tr("evaluation.unsure", n=unsure(rules)))
    for doubt in _doubts(rules):
        typer.echo(f"{tr('evaluation.doubts')}: {doubt}")


def _side_by_side(columns: "list[tuple[TrialOutcome, EvaluationRules]]") -> None:
    """A row for each rule set and reading: total, grade by points, grade after gates and unit."""
    from dondoc.services.evaluation.trials.run import final_grade

    names = ("rules", "total", "by_points", "grade")
    headings = tuple(tr(f"cli.rule_set.column.{name}") for name in names)
    rows = []
    for outcome, rules in columns:
        points, by_points = _points(outcome, rules.rounding.total_places.value)
        last = final_grade(outcome)
        grade = tr(f"grade.{last}") if last else "–"
        rows.append((_named(outcome), points, by_points, grade))
    table("", headings, rows)


def _points(outcome: "TrialOutcome", places: int) -> tuple[str, str]:
    from dondoc.services.evaluation.trials.sums import SumWords
    from models.rules.scoring.results import TotalPoints

    total, gates = outcome.total, outcome.gates
    by_points = tr(f"grade.{gates.by_points}") if gates else "–"
    if not isinstance(total, TotalPoints):
        return "–", by_points
    return SumWords(LANG).points(total.rounded, places), by_points


def _spell_out(outcome: "TrialOutcome", rules: "EvaluationRules") -> None:
    from dondoc.services.evaluation.trials.in_words import outcome_in_words

    typer.echo(_named(outcome))
    for sentence in outcome_in_words(outcome, rules.parameters(), LANG):
        typer.echo(f"  {sentence}")


def _named(outcome: "TrialOutcome") -> str:
    return f"{outcome.code}, {outcome.reading}" if outcome.reading else outcome.code
