"""Lists of ids in portions that fit into one statement on either database."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

BATCH = 500

T = TypeVar("T")


def chunks(values: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """The items in order, `size` at a time."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
