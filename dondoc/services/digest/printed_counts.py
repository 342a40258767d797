"""What an earlier digest said of its own period, so that the next one can correct it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.rules.totals import Counts


@dataclass(frozen=True)
class PrintedCounts:
    """The counts that it printed. `by_unit`: of each unit with a checkpoint in its period."""

    period: str
    counts: Counts
    by_unit: Mapping[int, Counts]

    def of(self, units: Iterable[int]) -> "PrintedCounts":
        """What it printed of some units."""
        ours = {unit: self.by_unit[unit] for unit in units if unit in self.by_unit}
        return replace(self, counts=sum(ours.values(), Counts()), by_unit=ours)


def printed_counts(figures: Mapping[str, Any]) -> PrintedCounts:
    """From the figures of a digest as they were kept."""
    units = (unit for group in figures["groups"] for unit in group["units"])
    by_unit = {unit["unit_id"]: _counts(unit["counts"]) for unit in units}
    return PrintedCounts(figures["quarter"], _counts(figures["counts"]), by_unit)


def _counts(plain: Mapping[str, int]) -> Counts:
    """The total is no part."""
    return Counts(**{name: size for name, size in plain.items() if name != "total"})
