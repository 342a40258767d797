"""Composites across the units that carry them, computed from their components in each unit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.question import FiguresQuestion
from models.rules.composites import (
    PRODUCTS,
    Carried,
    Components,
    Measured,
    composite_share,
    product_share,
)
from models.rules.indicators import AddsUp
from models.rules.measures import Definition, UnitShare, of_period, of_year
from models.rules.stages import SETTLED


class OfYear(Protocol):
    """What an assignment gives for the whole year."""

    @property
    def target(self) -> Decimal | None: ...
    @property
    def weight(self) -> Decimal: ...


@dataclass(frozen=True)
class CompositesOfYear:
    """What composites come to. `judged`: all checkpoints of the year."""

    question: FiguresQuestion
    judged: Sequence[JudgedCheckpoint]
    year_values: Mapping[int, OfYear]

    def in_quarter(self, whole: Iterable[JudgedCheckpoint]) -> list[UnitShare]:
        """By the checkpoints of the components that are due in the quarter."""
        within = [judged for judged in self.judged if judged.row.due_on in self.question.quarter]
        return self._shares(whole, within, of_period)

    def in_year(self, whole: Iterable[JudgedCheckpoint]) -> list[UnitShare]:
        """By all that is verified of the components so far."""
        return self._shares(whole, self.judged, of_year)

    def _shares(
        self,
        whole: Iterable[JudgedCheckpoint],
        judged: Sequence[JudgedCheckpoint],
        measured: Measured,
    ) -> list[UnitShare]:
        carried, components = self._carried(judged), self._components()
        units = {each.row.assignment_id: each.row for each in whole}
        return [
            composite_share(
                row.indicator_id,
                components,
                carried.get(row.unit_id, {}),
                self.year_values[assignment_id].weight,
                (self.question.as_of, measured),
            )
            for assignment_id, row in units.items()
        ]

    def _components(self) -> Components:
        parts: dict[int, list[tuple[int, Decimal | None]]] = defaultdict(list)
        for key, indicator in self.question.indicators.items():
            if indicator.parent_id is not None:
                parts[indicator.parent_id].append((key, indicator.share))
        return dict(parts)

    def _carried(self, judged: Iterable[JudgedCheckpoint]) -> dict[int, dict[int, Carried]]:
        groups: dict[tuple[int, int], list[JudgedCheckpoint]] = defaultdict(list)
        for each in judged:
            groups[each.row.unit_id, each.row.indicator_id].append(each)
        carried: dict[int, dict[int, Carried]] = defaultdict(dict)
        for (unit_id, key), group in groups.items():
            carried[unit_id][key] = self._one(group)
        return carried

    def _one(self, group: Sequence[JudgedCheckpoint]) -> Carried:
        first = group[0].row
        indicator = self.question.indicators[first.indicator_id]
        if all(each.expectation.is_product for each in group):
            steps = [(each.row.due_on, _delivered(each)) for each in group]
            return Carried(PRODUCTS, product_share(steps))
        year = self.year_values[first.assignment_id]
        readings = (each.reading for each in group if not each.expectation.is_product)
        definition = Definition(indicator.kind, indicator.direction, AddsUp.SUM)
        return Carried(definition, UnitShare(year.target, year.weight, tuple(readings)))


def _delivered(checkpoint: JudgedCheckpoint) -> bool | None:
    settled = checkpoint.row.stage in SETTLED and not checkpoint.row.missing
    return bool(checkpoint.delivered) if settled else None
