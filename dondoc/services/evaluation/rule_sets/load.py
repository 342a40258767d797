"""Rule sets from files: those that are shipped, and one's own; whole, or not at all."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dondoc.errors import BadInput
from dondoc.services.evaluation.rule_sets.problems import BrokenFile, problems_of, refuse
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules

MAX_BYTES = 1_000_000

_Model = TypeVar("_Model", bound=BaseModel)


@cache
def shipped() -> tuple[EvaluationRules, ...]:
    """The rule sets that come with the software, by code."""
    folder = files("dondoc.data").joinpath("evaluation")
    found = [
        parsed(EvaluationRules, path.read_text(encoding="utf-8"), path.name)
        for path in folder.iterdir()
        if path.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda each: each.code))


def shipped_rules(code: str) -> EvaluationRules | None:
    """The shipped rule set of this code; None where there is none."""
    return next((each for each in shipped() if each.code == code.upper()), None)


def own_rules(path: Path) -> EvaluationRules:
    """The rule set of a file.

    Raises BrokenFile for whatever is wrong with it, and where it takes the code of another.
    """
    source = text_of(path)
    rules = parsed(EvaluationRules, source, path.name)
    same = shipped_rules(rules.code)
    if same is not None and same != rules:
        refuse(path.name, "code_taken", "code")
    return rules


def rules_named(name: str) -> EvaluationRules:
    """The rule set of a code, or of a file of one's own. Raises BadInput where it is neither."""
    if (rules := shipped_rules(name)) is not None:
        return rules
    if name.lower().endswith(".toml"):
        return own_rules(Path(name))
    known = ", ".join(each.code for each in shipped())
    raise BadInput("evaluation.unknown", code=name, known=known)


def text_of(path: Path) -> str:
    """What stands in a file. Raises BrokenFile where it is no text, or far too much."""
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        refuse(path.name, "too_large")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse(path.name, "no_text")


def parsed(model: type[_Model], source: str, file: str) -> _Model:
    """What a text holds, checked. Raises BrokenFile with all that is wrong with it."""
    try:
        content = tomllib.loads(source, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        refuse(file, "no_toml", line=_line(error, source))
    return checked(model, content, file, source)


def checked(model: type[_Model], content: Mapping[str, Any], file: str, source: str = "") -> _Model:
    """The content as the model holds it."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise BrokenFile(problems_of(error, file, source)) from error


def _line(error: tomllib.TOMLDecodeError, source: str) -> int:
    """The parser names the line in its words alone before Python 3.14; else it is the last."""
    words = str(error).partition("at line ")[2].partition(",")[0]
    return int(words) if words.isdecimal() else len(source.splitlines())
