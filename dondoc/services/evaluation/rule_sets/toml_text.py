"""A rule set as the text of a TOML file, in the form of the shipped ones.

The same content gives the same text, whatever file it came in: that text is what is kept.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.values import NO_BOUND

HEADINGS = ("code", "version", "title", "subjects", "valid_from", "valid_to", "source")
"""What a file says of the rule set as a whole, in the order of the file."""


def toml_text(rules: EvaluationRules) -> str:
    """The text from which the same rule set is read again."""
    return "\n".join(_lines(rules)) + "\n"


def _lines(rules: EvaluationRules) -> Iterator[str]:
    for name in HEADINGS:
        value = getattr(rules, name)
        if value is not None:  # without a last day the key is left out
            yield f"{name} = {_value(value)}"
    for group, members in groupby(rules.named(), key=lambda each: each.group):
        yield f"\n[{group}]"
        for each in members:
            parameter = each.parameter
            parts = {name: getattr(parameter, name) for name in ("value", "basis", "source")}
            yield f"{each.name} = {_value(parts)}"


def _value(value: Any) -> str:
    match value:
        case Mapping():
            return f"{{ {', '.join(f'{key} = {_value(each)}' for key, each in value.items())} }}"
        case tuple():
            return f"[{', '.join(map(_value, value))}]"
        case date():
            return value.isoformat()
        case int() | Decimal():
            return _number(Decimal(value))
    return _text(NO_BOUND if value is None else value)


def _number(value: Decimal) -> str:
    """27.50 and 27.5 are one amount, and so one text."""
    plain = value.normalize() if value else Decimal(0)
    return f"{plain:f}"


def _text(value: str) -> str:
    """Written in double quotation marks; TOML escapes one character more than JSON does."""
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007F")
