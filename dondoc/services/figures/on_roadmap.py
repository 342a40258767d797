"""How each unit that carries an indicator stands to its own roadmap, by its verified results."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from models.rules.achievement import Expectation, target_met
from models.rules.indicators import Direction, Kind


@dataclass(frozen=True)
class UnitReading:
    """What a unit was to have reached at its last verified checkpoint, and what it reached."""

    unit_id: int
    expected: Decimal
    actual: Decimal
    met: bool


class RoadmapStep(Protocol):
    """What is asked of a checkpoint here; `stands`: its `value` is verified."""

    checkpoint_id: int
    assignment_id: int
    unit_id: int
    kind: Kind
    direction: Direction
    due_on: date
    rank: int
    expected: Decimal | None
    value: Decimal | None

    @property
    def is_product(self) -> bool:
        """Whether a product is asked for, not a number."""

    @property
    def stands(self) -> bool:
        """Whether a result is verified."""


def readings_on_roadmap(steps: Iterable[RoadmapStep]) -> tuple[UnitReading, ...]:
    """By unit; one of which nothing verified can be compared is left out."""
    held: dict[int, list[RoadmapStep]] = defaultdict(list)
    for step in steps:
        if not step.is_product and step.stands and None not in (step.value, step.expected):
            held[step.assignment_id].append(step)
    return tuple(_reading(sorted(rows, key=_in_order)) for rows in held.values())


def _in_order(step: RoadmapStep) -> tuple[object, ...]:
    return step.due_on, step.rank, step.checkpoint_id


def _reading(rows: Sequence[RoadmapStep]) -> UnitReading:
    """Increments are summed, as the year's result is; of anything else the last one counts."""
    last = rows[-1]
    counted = rows if last.kind is Kind.INCREMENT else [last]
    expected = sum((row.expected or Decimal(0) for row in counted), Decimal(0))
    actual = sum((row.value or Decimal(0) for row in counted), Decimal(0))
    met = target_met(Expectation(expected, last.direction), actual, None)
    return UnitReading(last.unit_id, expected, actual, met is not False)
