"""What an indicator measures, which way is better, and how it adds up."""

from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """How the values of a year's checkpoints relate to its target."""

    INCREMENT = "increment"  # the quarters sum to the year
    RUNNING_TOTAL = "running_total"  # each quarter contains the ones before it
    PERCENTAGE = "percentage"  # never summed: the last counts
    LAST_VALUE = "last_value"  # the last counts
    PRODUCT = "product"  # delivered or not, through its own steps
    COMPOSITE = "composite"  # made of sub-indicators


class Direction(StrEnum):
    """Which way is better. It must be stated: real plans leave it unmarked."""

    HIGHER = "higher"
    LOWER = "lower"


class AddsUp(StrEnum):
    """What a total across units means; without one there is no total."""

    SUM = "sum"
    WEIGHTED_MEAN = "weighted_mean"
    NONE = "none"


class Basis(StrEnum):
    """Whether a value is final or an estimate (ước thực hiện) to be replaced later."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"


class Review(StrEnum):
    """How far the advisory group (tổ tư vấn) is with an indicator."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    ASSIGNED = "assigned"


def is_computed(kind: Kind, product: str) -> bool:
    """Whether a checkpoint asks for words alone: its figure comes from the components."""
    return kind is Kind.COMPOSITE and not product


def asks_for_product(kind: Kind, expected: Decimal | None, product: str) -> bool:
    """Whether a checkpoint asks for a product: also a step without a number on a roadmap."""
    return kind is Kind.PRODUCT or (expected is None and bool(product))
