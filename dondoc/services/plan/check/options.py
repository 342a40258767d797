"""The options of checking a plan: what the command says that the file does not."""

from dataclasses import dataclass

from dondoc.services.workbook.open import DEFAULT_LIMITS, ReadLimits


@dataclass(frozen=True)
class CheckOptions:
    """What the command line says about a plan that does not say it itself.

    `year` must agree with the workbook's own year if it has one. `unit`, `unit_name` and
    `unit_group` name the unit of a one-sheet plan. `kind` stands in where such a plan's numbers
    leave several kinds of indicator possible.
    """

    year: int | None = None
    unit: str | None = None
    unit_name: str | None = None
    unit_group: str = "localities"
    kind: str | None = None
    limits: ReadLimits = DEFAULT_LIMITS


DEFAULT_OPTIONS = CheckOptions()
