"""Rule sets from files of one's own, and into files: whole, or not at all."""

from pathlib import Path

from dondoc.errors import BadInput
from dondoc.i18n import Language
from dondoc.services.evaluation.rule_sets.checked import parsed, text_of
from dondoc.services.evaluation.rule_sets.problems import refuse
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.sheet_read import read_rules_sheet
from dondoc.services.evaluation.rule_sets.sheet_written import write_rules_sheet
from dondoc.services.evaluation.rule_sets.shipped import shipped, shipped_rules
from dondoc.services.evaluation.rule_sets.toml_text import toml_text

ENDINGS = (".toml", ".xlsx")
"""Of files that hold a rule set of one's own."""


def own_rules(path: Path) -> EvaluationRules:
    """The rule set of a file: TOML by its ending `.toml`, else a workbook.

    Raises BrokenFile for whatever is wrong with it, and where it takes the code of another.
    """
    if path.suffix.lower() == ".toml":
        rules = parsed(EvaluationRules, text_of(path), path.name)
    else:
        rules = read_rules_sheet(path)
    same = shipped_rules(rules.code)
    if same is not None and same != rules:
        refuse(path.name, "code_taken", "code")
    return rules


def rules_named(name: str) -> EvaluationRules:
    """The rule set of a code, or of a file of one's own. Raises BadInput where it is neither."""
    if (rules := shipped_rules(name)) is not None:
        return rules
    if name.lower().endswith(ENDINGS):
        return own_rules(Path(name))
    known = ", ".join(each.code for each in shipped())
    raise BadInput("evaluation.unknown", code=name, known=known)


def write_rules(path: Path, rules: EvaluationRules, lang: Language) -> None:
    """Writes a rule set so that `own_rules` reads the same: TOML, or a workbook (.xlsx)."""
    if path.suffix.lower() == ".toml":
        path.write_text(toml_text(rules), encoding="utf-8")
    else:
        write_rules_sheet(path, rules, lang)
