"""Units under other units (trực thuộc): whoever is above answers where a unit has nobody."""

from collections.abc import Callable, Iterator, Mapping


def upwards(unit_id: int, parents: Mapping[int, int]) -> Iterator[int]:
    """A unit, then the one that it is under, and so on up; each once, even in a circle."""
    seen: set[int] = set()
    here: int | None = unit_id
    while here is not None and here not in seen:
        yield here
        seen.add(here)
        here = parents.get(here)


def nearest(unit_id: int, parents: Mapping[int, int], answers: Callable[[int], bool]) -> int | None:
    """The first unit upwards, from this one on, that answers; None: none does."""
    return next((unit for unit in upwards(unit_id, parents) if answers(unit)), None)


def above(unit_id: int, parents: Mapping[int, int], answers: Callable[[int], bool]) -> int | None:
    """As `nearest`, but never the unit itself."""
    return next(
        (unit for unit in upwards(unit_id, parents) if unit != unit_id and answers(unit)), None
    )
