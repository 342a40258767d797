"""What became of the mutants, counted."""

from collections import Counter
from collections.abc import Iterator, Mapping

LEAST_KILLED = 0.95
KILLED, SURVIVED, NEVER_RUN, NOT_TRIED = "killed", "survived", "never run", "cannot be tried"
Fates = Mapping[str, str]
"""What became of each mutant, by its name."""


def is_good(fates: Fates, reasons: Mapping[str, str]) -> bool:
    """Whether enough were killed, and the others have a reason.

    One that could not be tried counts neither as killed nor as one of those that were tried. It
    has no reason either: what was not tried is not known.
    """
    killed, tried = _counted(fates)
    rest = (name for name, fate in fates.items() if fate != KILLED)
    explained = all(fates[name] == SURVIVED and name in reasons for name in rest)
    return explained and killed >= LEAST_KILLED * tried


def said_of(fates: Fates, reasons: Mapping[str, str]) -> str:
    """The figures, and each mutant that no test noticed or that could not be tried."""
    killed, tried = _counted(fates)
    counts = ", ".join(f"{count} {fate}" for fate, count in sorted(Counter(fates.values()).items()))
    head = f"{killed} of {tried} killed ({killed / max(1, tried):.1%}; {counts})"
    return "\n".join((head, *_rest(fates, reasons)))


def _counted(fates: Fates) -> tuple[int, int]:
    """How many were killed, of how many that were tried."""
    counted = Counter(fates.values())
    return counted[KILLED], len(fates) - counted[NOT_TRIED]


def _rest(fates: Fates, reasons: Mapping[str, str]) -> Iterator[str]:
    for name, fate in fates.items():
        if fate == SURVIVED and name in reasons:
            yield f"  as known: {name}\n    {reasons[name]}"
        elif fate != KILLED:
            yield f"  {fate}: {name}"
