"""What is wrong with a file or a cell, said so that a person can mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dondoc.i18n import Translate

Severity = Literal["error", "warning"]
Param = str | int


class PlanFileError(Exception):
    """The file as a whole cannot be read; `key` and `params` are for the catalogue."""

    def __init__(self, key: str, **params: Param) -> None:
        super().__init__(key, params)
        self.key = key
        self.params: Mapping[str, Param] = params

    def __str__(self) -> str:
        return f"{self.key} {dict(self.params)}"


@dataclass(frozen=True)
class Problem:
    """An error blocks the plan, a warning never does. `cell` is an A1 address, or None."""

    severity: Severity
    sheet: str | None
    cell: str | None
    key: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass
class Findings:
    """All problems found so far."""

    problems: list[Problem] = field(default_factory=list)

    def add(
        self, severity: Severity, sheet: str | None, cell: str | None, key: str, **params: Param
    ) -> None:
        self.problems.append(Problem(severity, sheet, cell, key, params))

    @property
    def has_errors(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


def problem_text(problem: Problem, tr: Translate) -> str:
    """What was found, what was expected and how to mend it, without the place.

    A parameter that is itself worded (a number, a list of words) comes in two languages: `total`
    in Vietnamese, `total_en` in English; the catalogue asks for `total` and says which it is.
    """
    params = dict(problem.params)
    own = f"_{tr('plan.language')}"
    params |= {k.removesuffix(own): v for k, v in problem.params.items() if k.endswith(own)}
    return tr(problem.key, **params)


def render_problem(problem: Problem, tr: Translate) -> str:
    """One paragraph: sheet and cell, what was found, what was expected, how to mend it."""
    text = problem_text(problem, tr)
    if problem.sheet and problem.cell:
        return tr("plan.at.cell", sheet=problem.sheet, cell=problem.cell, text=text)
    if problem.sheet:
        return tr("plan.at.sheet", sheet=problem.sheet, text=text)
    return text
