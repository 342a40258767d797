"""Moves that close a ring: A to B, B to C, C to A; two that exchange places are the shortest."""

from collections.abc import Hashable, Iterable

Arrow = tuple[Hashable, Hashable]


def in_rings(moves: Iterable[Arrow]) -> frozenset[Arrow]:
    """The moves by which somebody takes a place that is left for another one of the ring.

    A place that nobody leaves, or that nobody takes, ends a row and not a ring: such moves are
    left out until only rings remain, and what leads from one ring to another.
    """
    left = {move for move in moves if move[0] != move[1]}
    while True:
        taken, vacated = {new for _, new in left}, {old for old, _ in left}
        closed = {pair for pair in left if pair[0] in taken and pair[1] in vacated}
        if closed == left:
            return frozenset(left)
        left = closed
