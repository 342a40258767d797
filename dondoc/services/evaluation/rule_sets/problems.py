"""What is wrong with a file: where, what, and how to mend it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from pydantic import ValidationError

from dondoc.errors import BadInput
from dondoc.i18n import Translate
from models.rules.scoring.parameters import ScoringParameters

_KINDS = {
    "missing": "missing",
    "extra_forbidden": "unknown_key",
    "enum": "choice",
    "is_instance_of": "amount",
    "decimal_type": "amount",
    "decimal_parsing": "amount",
    "int_type": "whole",
    "string_type": "text",
    "string_too_short": "empty",
    "too_short": "empty",
    "string_too_long": "long",
    "string_pattern_mismatch": "code",
    "date_type": "day",
    "bool_type": "yes_or_no",
    "model_type": "table",
    "dict_type": "table",
    "tuple_type": "several",
    "list_type": "several",
    "greater_than_equal": "range",
    "less_than_equal": "range",
    "greater_than": "range",
    "finite_number": "amount",
    "bands_not_descending": "bands_order",
    "bands_incomplete": "grades",
    "dates_crossed": "dates",
    "shares_crossed": "shares",
    "coefficients_crossed": "coefficients",
    "span_too_long": "span",
}
"""What pydantic finds, and the words for it; what is not named here is simply wrong."""

_BOUNDS = {"ge": "≥ {}", "gt": "> {}", "le": "≤ {}"}
MAX_SHOWN = 60
_PARAMETERS = frozenset(ScoringParameters.__dataclass_fields__)


@dataclass(frozen=True)
class FileProblem:
    """One thing that is wrong. `path`: of the key, with dots; `line`: None where none is known.

    `cell`: of a workbook, with its sheet; '' of any other file.
    """

    file: str
    path: str
    line: int | None
    kind: str
    value: str = ""
    allowed: str = ""
    cell: str = ""

    def sentence(self, tr: Translate) -> str:
        """The place, what is wrong there, and how to mend it."""
        path = self._named(tr)
        what = tr(f"evaluation.problem.{self.kind}", value=self.value, allowed=self.allowed)
        if self.cell:
            where = tr("evaluation.place.cell", file=self.file, path=path, cell=self.cell)
        elif self.line is None:
            where = tr("evaluation.place", file=self.file, path=path)
        else:
            where = tr("evaluation.place.line", file=self.file, path=path, line=self.line)
        return f"{where}: {what}"

    def _named(self, tr: Translate) -> str:
        """A parameter also by what it is called: whoever filled in a workbook knows that name."""
        name = self.path.split(".")[1] if "." in self.path else ""  # below its group
        label = tr(f"evaluation.parameter.{name}") if name in _PARAMETERS else ""
        return f"{label} ({self.path})" if label else self.path


class BrokenFile(BadInput):
    """A file of which nothing is taken, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        super().__init__("evaluation.broken", n=len(problems), file=problems[0].file)
        self.problems = tuple(problems)

    def text(self, tr: Translate) -> str:
        """All of it, a line each."""
        return "\n".join([super().text(tr), *(f"- {one.sentence(tr)}" for one in self.problems)])


def refuse(file: str, kind: str, path: str = "", line: int | None = None) -> NoReturn:
    """Refuses a file as a whole for one thing."""
    raise BrokenFile([FileProblem(file, path, line, kind)])


def problems_of(error: ValidationError, file: str, source: str) -> list[FileProblem]:
    """Everything that pydantic found, in the order of the file."""
    found = [_problem(each, file, source) for each in error.errors(include_url=False)]
    return sorted(found, key=lambda each: (each.line is None, each.line or 0))


def _problem(error: Any, file: str, source: str) -> FileProblem:
    context = error.get("ctx", {})
    parts = tuple(part for part in context.get("at", error["loc"]) if part != "[key]")
    kind = _KINDS.get(error["type"], "wrong")
    bounds = [text.format(context[key]) for key, text in _BOUNDS.items() if key in context]
    choices = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
    allowed = choices or ", ".join(bounds)
    value = "" if kind == "missing" else str(error.get("input", ""))[:MAX_SHOWN]
    path = ".".join(str(part) for part in parts)
    return FileProblem(file, path, line_of(source, parts), kind, value, allowed)


def line_of(source: str, path: Sequence[object]) -> int | None:
    """The line on which a key stands, or the last table of its path that is there."""
    best: tuple[int, int] | None = None
    table: list[str] = []
    counts: dict[str, int] = {}
    for number, line in enumerate(source.splitlines(), 1):
        if heading := re.match(r"\s*(\[\[?)\s*([\w.-]+)\s*\]", line):
            table = heading[2].split(".")
            if heading[1] == "[[":
                counts[heading[2]] = counts.get(heading[2], -1) + 1
                table = [*table, str(counts[heading[2]])]
            here = table
        elif key := re.match(r"\s*([\w.-]+)\s*=", line):
            here = [*table, *key[1].split(".")]
        else:
            continue
        if here == [str(part) for part in path[: len(here)]] and (
            best is None or len(here) > best[0]
        ):
            best = (len(here), number)
    return best[1] if best else None
