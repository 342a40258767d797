"""Files of facts for tests, and what comes of them under a rule set read one way or another."""

from pathlib import Path

from dondoc.services.evaluation.rule_sets.checked import parsed, text_of
from dondoc.services.evaluation.rule_sets.load import rules_named
from dondoc.services.evaluation.rule_sets.read_otherwise import changes_of, read_otherwise
from dondoc.services.evaluation.trials.facts import CaseFacts
from dondoc.services.evaluation.trials.in_words import outcome_in_words
from dondoc.services.evaluation.trials.run import TrialOutcome, tried
from models.rules.scoring.exact import decimal_of
from models.rules.scoring.results import TotalPoints

EXAMPLES = Path(__file__).parents[2] / "examples" / "evaluation"

MOVED = """
[[part]]
unit = "A"
first = 2026-04-01
last = 2026-05-14
general = 27
[[part.task]]
reference = "T1"
coefficient = 5
assigned = 2
done = 2
latenesses = [{ cause = "asked" }]
[[part]]
unit = "B"
first = 2026-05-15
last = 2026-06-30
general = 28
[[part.task]]
reference = "T2"
coefficient = 10
assigned = 2
done = 1
"""
"""Somebody who moved from one unit to another within the quarter."""


def facts(source: str) -> CaseFacts:
    """What a file of facts with this in it holds."""
    return parsed(CaseFacts, f'title = "Một kỳ"\n{source}', "du-kien.toml")


def example(name: str) -> CaseFacts:
    """The facts of a shipped example."""
    path = EXAMPLES / f"{name}.toml"
    return parsed(CaseFacts, text_of(path), path.name)


def outcome(case: CaseFacts, code: str = "ND-335-2025", reading: str = "") -> TrialOutcome:
    """What comes of a case under a rule set, as it is or read otherwise."""
    rules = rules_named(code)
    read = read_otherwise(rules, changes_of(reading)) if reading else rules
    return tried(case, read, reading)


def words(case: CaseFacts, code: str = "ND-335-2025", reading: str = "") -> list[str]:
    """The same in English sentences."""
    rules = rules_named(code)
    read = read_otherwise(rules, changes_of(reading)) if reading else rules
    return outcome_in_words(tried(case, read, reading), read.parameters(), "en")


def points(case: CaseFacts, code: str = "ND-335-2025", reading: str = "") -> str | None:
    """The total as it is printed; None where there is none."""
    total = outcome(case, code, reading).total
    return str(decimal_of(total.rounded, 2)) if isinstance(total, TotalPoints) else None
