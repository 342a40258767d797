"""How a unit stands to its roadmap: increments are summed, of anything else the last one counts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from dondoc.services.figures.on_roadmap import readings_on_roadmap
from models.rules.indicators import Direction, Kind


@dataclass
class Step:
    checkpoint_id: int
    expected: Decimal | None
    value: Decimal | None
    kind: Kind = Kind.INCREMENT
    direction: Direction = Direction.HIGHER
    assignment_id: int = 1
    unit_id: int = 7
    rank: int = 0
    is_product: bool = False
    stands: bool = True

    @property
    def due_on(self) -> date:
        return date(2022, 3 * self.checkpoint_id, 28)


def steps(kind: Kind, direction: Direction = Direction.HIGHER) -> list[Step]:
    amounts = ((10, 12), (20, 15))
    return [
        Step(number, Decimal(expected), Decimal(value), kind, direction)
        for number, (expected, value) in enumerate(amounts, 1)
    ]


@pytest.mark.parametrize(
    ("kind", "direction", "expected", "actual", "met"),
    [
        (Kind.INCREMENT, Direction.HIGHER, 30, 27, False),
        (Kind.INCREMENT, Direction.LOWER, 30, 27, True),
        (Kind.RUNNING_TOTAL, Direction.HIGHER, 20, 15, False),
    ],
)
def test_a_units_reading(
    kind: Kind, direction: Direction, expected: int, actual: int, met: bool
) -> None:
    rows = steps(kind, direction)
    for order in (rows, rows[::-1]):
        (reading,) = readings_on_roadmap(order)
        assert (reading.unit_id, reading.expected, reading.actual) == (7, expected, actual)
        assert reading.met is met


def test_what_nobody_verified_is_left_out() -> None:
    one, other = steps(Kind.INCREMENT)
    other.stands = False
    (reading,) = readings_on_roadmap([one, other])
    assert (reading.expected, reading.actual) == (10, 12)
    one.value = None
    assert readings_on_roadmap([one, other]) == ()
