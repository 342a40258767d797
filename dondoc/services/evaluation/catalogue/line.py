"""A product of a catalogue, apart from the workbook: who only counts loads no reader of files."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class CatalogueLine:
    """A product as a workbook says it. `coefficient`: exact; `paper`: that approved it, or ''."""

    code: str
    title: str
    unit: str
    coefficient: Decimal
    kind: str
    valid_from: date | None
    valid_to: date | None
    paper: str
