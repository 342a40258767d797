"""A form that was opened before somebody else changed what it shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sites import Site


@dataclass(frozen=True)
class Stale:
    """A form that was opened before `change`. `{...}` of the address is filled in by `find`."""

    by: str
    address: str
    typed: Mapping[str, object]
    change: Callable[[Site], object]
    saw: str
    stands: str
    page: str = ""
    begin: Callable[[Site], object] = lambda site: None
    kept: tuple[str, ...] = ()
    find: Callable[[Site], Mapping[str, object]] = lambda site: {}
    files: Callable[[Site], Mapping[str, object] | None] = lambda site: None
    keeps_draft: bool = False
