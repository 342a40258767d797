"""Counts that reconcile with their parts, and totals across units where they mean something."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from models.rules.due import DueFacts, DueState
from models.rules.indicators import AddsUp
from models.rules.stages import Stage


@dataclass(frozen=True)
class Counts:
    """Checkpoints by due state; `due_soon` and what follows it are parts of other counts.

    due_soon: of open_in_time. waiting: reported, not yet verified (of open_in_time and
    overdue). missing: silence recorded after the cut-off (of overdue). undelivered: verified
    that the product is not there (of overdue, before its last day of open_in_time).
    """

    done_in_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    overdue: int = 0
    due_soon: int = 0
    waiting: int = 0
    missing: int = 0
    undelivered: int = 0

    @property
    def total(self) -> int:
        """The sum of the four due states."""
        return self.done_in_time + self.done_late + self.open_in_time + self.overdue

    @property
    def done(self) -> int:
        """Accepted, and delivered where it is a product; in time or late."""
        return self.done_in_time + self.done_late

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            *(getattr(self, part.name) + getattr(other, part.name) for part in fields(self))
        )


@dataclass(frozen=True)
class CountedCheckpoint:
    """One checkpoint as it is counted."""

    state: DueState
    due_soon: bool = False
    waiting: bool = False
    missing: bool = False
    undelivered: bool = False

    @classmethod
    def of(cls, facts: DueFacts, state: DueState, *, due_soon: bool) -> "CountedCheckpoint":
        """How a checkpoint is counted that is in this state."""
        waiting = facts.stage is Stage.REPORTED
        return cls(state, due_soon, waiting, facts.missing, facts.verified_undelivered)


def count(checkpoints: Iterable[CountedCheckpoint]) -> Counts:
    """Counts checkpoints by due state."""
    tally = dict.fromkeys((part.name for part in fields(Counts)), 0)
    for checkpoint in checkpoints:
        tally[checkpoint.state] += 1
        tally["due_soon"] += checkpoint.due_soon
        tally["waiting"] += checkpoint.waiting
        tally["missing"] += checkpoint.missing
        tally["undelivered"] += checkpoint.undelivered
    return Counts(**tally)


@dataclass(frozen=True)
class ComparedResults:
    """How many results met their target, among those that could be compared."""

    met: int = 0
    compared: int = 0
    exceeded: int = 0

    def __add__(self, other: "ComparedResults") -> "ComparedResults":
        return ComparedResults(
            self.met + other.met,
            self.compared + other.compared,
            self.exceeded + other.exceeded,
        )


@dataclass(frozen=True)
class WeightedValue:
    """One unit's value and weight in a total across units."""

    value: Decimal
    weight: Decimal


def across_units(adds_up: AddsUp, units: Iterable[WeightedValue]) -> Decimal | None:
    """The sum of the units, or their mean by weight; None where the indicator does not add up."""
    parts = tuple(units)
    if not parts or adds_up is AddsUp.NONE:
        return None
    if adds_up is AddsUp.SUM:
        return sum((part.value for part in parts), Decimal(0))
    weight = sum((part.weight for part in parts), Decimal(0))
    return (
        sum((part.value * part.weight for part in parts), Decimal(0)) / weight if weight else None
    )
