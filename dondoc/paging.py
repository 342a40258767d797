"""How many pages a list has: the same for every list, whatever it is of."""


def pages_of(total: int, size: int) -> int:
    """How many pages of a size so many rows fill, one at least."""
    return max(1, -(-total // size))
