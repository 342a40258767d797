"""How many pages a list has: the same for every list, whatever it is of."""


def pages_of(total: int, size: int) -> int:
    """How many pages of a size so many rows fill, one at least."""
    return max(1, -(-total // size))


def page_shown(asked: int, total: int, size: int) -> int:
    """Which page is shown where one is asked for: the last one, where there are not so many.

    An old link, or a list that became shorter, shows no empty page of a list that has rows.
    """
    return min(max(1, asked), pages_of(total, size))
