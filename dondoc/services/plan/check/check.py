"""Checks a plan file as a whole, and gives the plan or everything that must be mended in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dondoc.services.plan.check.options import DEFAULT_OPTIONS, CheckOptions
from dondoc.services.plan.check.reading import PlanReading
from dondoc.services.workbook.open import Workbook, read_workbook
from dondoc.services.workbook.plan import PlanDraft
from dondoc.services.workbook.problem import Findings, PlanFileError, Problem
from dondoc.services.workbook.sheets import recognise


@dataclass(frozen=True)
class Checked:
    """`draft` is None when there is any error; `workbook` is None when the file was not readable.

    Problems are ordered by sheet, row and column; warnings never block.
    """

    draft: PlanDraft | None
    problems: tuple[Problem, ...]
    workbook: Workbook | None = None

    @property
    def sha256(self) -> str | None:
        """Of the very content that was checked."""
        return self.workbook.sha256 if self.workbook else None

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "warning")


def check(path: Path, options: CheckOptions = DEFAULT_OPTIONS) -> Checked:
    """Never raises for what a file may hold: an unreadable file is an error like the others."""
    try:
        workbook = read_workbook(path, options.limits)
    except PlanFileError as error:
        return Checked(None, (Problem("error", None, None, error.key, error.params),))
    return check_workbook(workbook, options)


def check_workbook(workbook: Workbook, options: CheckOptions = DEFAULT_OPTIONS) -> Checked:
    findings = Findings()
    tables = recognise(workbook, findings, options.year)
    if tables:
        draft = PlanReading(tables, findings, options).read()
    else:
        draft = None
        findings.add("error", None, None, "plan.error.nothing_recognised")
    problems = tuple(sorted(findings.problems, key=_sheet_order(workbook)))
    return Checked(None if findings.has_errors else draft, problems, workbook)


def _sheet_order(workbook: Workbook) -> Callable[[Problem], tuple[int, int, int, str]]:
    """Problems of the file as a whole first, then as the person pages through the workbook."""
    position = {sheet.name: i for i, sheet in enumerate(workbook.sheets)}

    def order(problem: Problem) -> tuple[int, int, int, str]:
        cell = problem.cell or ""
        letters = cell.rstrip("0123456789")
        row = int(cell[len(letters) :] or 0)
        return position.get(problem.sheet or "", -1), row, len(letters), letters

    return order
