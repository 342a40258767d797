"""What to measure, as asked for on the command line."""

import argparse
from dataclasses import dataclass

from reminders.data import Size

GATHERED = Size(open=100_000, due=28_000, people=1_000)
SINGLE = Size(open=100_000, due=28_000, people=28_000)
MILLION = Size(open=1_000_000, due=28_000, people=1_000)
KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Wanted:
    """`kinds`: databases of ours; `scale`: everything is so many times smaller."""

    peers: bool
    whole_peers: bool
    single: bool
    million: bool
    kinds: tuple[str, ...]
    scale: int

    def size(self, full: Size) -> Size:
        """A size as it is measured."""
        return Size(full.open // self.scale, full.due // self.scale, full.people // self.scale)


def wanted() -> Wanted:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-peers", action="store_true", help="ours and the limit only")
    parser.add_argument("--whole-peers", action="store_true", help="scale no peer")
    parser.add_argument("--no-single", action="store_true", help="no 28,000 single letters")
    parser.add_argument("--million", action="store_true", help="also 1,000,000 open items")
    parser.add_argument("--only", choices=KINDS, help="ours on one database only")
    parser.add_argument("--scale", type=int, default=1, help="everything so many times smaller")
    found = parser.parse_args()
    return Wanted(
        peers=not found.no_peers,
        whole_peers=found.whole_peers,
        single=not found.no_single,
        million=found.million,
        kinds=(found.only,) if found.only else KINDS,
        scale=found.scale,
    )
