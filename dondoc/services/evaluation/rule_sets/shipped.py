"""The rule sets that come with the software: who only counts loads no reader of workbooks."""

from functools import cache
from importlib.resources import files

from dondoc.services.evaluation.rule_sets.checked import parsed
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules

GENERAL_CRITERIA = "criteria.toml"
"""Beside the rule sets: the general criteria of each, which `course/criteria.py` reads."""


@cache
def shipped() -> tuple[EvaluationRules, ...]:
    """The rule sets that come with the software, by code."""
    folder = files("dondoc.data").joinpath("evaluation")
    found = [
        parsed(EvaluationRules, path.read_text(encoding="utf-8"), path.name)
        for path in folder.iterdir()
        if path.name.endswith(".toml") and path.name != GENERAL_CRITERIA
    ]
    return tuple(sorted(found, key=lambda each: each.code))


def shipped_rules(code: str) -> EvaluationRules | None:
    """The shipped rule set of this code; None where there is none."""
    return next((each for each in shipped() if each.code == code.upper()), None)
