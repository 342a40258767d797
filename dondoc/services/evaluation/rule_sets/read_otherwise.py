"""The same rule set with one parameter or another read differently, to see what comes of it."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dondoc.errors import BadInput
from dondoc.services.evaluation.rule_sets.checked import UNREADABLE, checked
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules


def changes_of(text: str) -> dict[str, Any]:
    """What is typed as `denominator=completed,total_places=1`.

    Raises BadInput with every part that is not.
    """
    changes, wrong = {}, []
    for part in text.split(","):
        name, equals, value = (word.strip() for word in part.partition("="))
        if not (name and equals and value):
            wrong.append(part.strip())
        changes[name] = _value(value)
    if wrong:
        raise BadInput("evaluation.reading.typed", text="”, “".join(wrong))
    return changes


def read_otherwise(rules: EvaluationRules, changes: Mapping[str, Any]) -> EvaluationRules:
    """The rule set with these values.

    Raises BadInput with all parameters that there are not, BrokenFile with all values that cannot
    be.
    """
    groups = {each.name: each.group for each in rules.named()}
    content = rules.model_dump()
    if unknown := [name for name in changes if name not in groups]:
        known = ", ".join(groups)
        raise BadInput("evaluation.reading.unknown", name="”, “".join(unknown), known=known)
    for name, value in changes.items():
        content[groups[name]][name]["value"] = value
    return checked(EvaluationRules, content, rules.code)


def _value(text: str) -> Any:
    """A number or a table as a file would hold it; anything else is the name of a choice."""
    try:
        return tomllib.loads(f"value = {text}", parse_float=Decimal)["value"]
    except UNREADABLE:
        return text
