"""What a file of rules or facts holds, read as text and checked as a whole."""

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dondoc.services.evaluation.rule_sets.problems import BrokenFile, problems_of, refuse

MAX_BYTES = 1_000_000
UNREADABLE = (ValueError, RecursionError)
"""What the parser raises beside its own error: for numbers and brackets in brackets without end."""

_Model = TypeVar("_Model", bound=BaseModel)


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


def parsed(
    model: type[_Model],
    source: str,
    file: str,
    completed: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda content: content,
) -> _Model:
    """What a text holds, checked. Raises BrokenFile with all that is wrong with it.

    `completed`: adds what a text of an earlier release could not name.
    """
    try:
        content = tomllib.loads(source, parse_float=Decimal)
        return checked(model, completed(content), file, source)
    except tomllib.TOMLDecodeError as error:
        refuse(file, "no_toml", line=_line(error, source))
    except UNREADABLE:
        refuse(file, "no_toml")


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
