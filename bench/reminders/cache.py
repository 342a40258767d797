"""Where the peers are kept between runs: outside of the project, and safe to delete."""

import os
import tempfile
from pathlib import Path


def cache() -> Path:
    """`DONDOC_BENCH_CACHE`, else a folder of ours among the user's caches."""
    named = os.environ.get("DONDOC_BENCH_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    place = Path(named) if named else Path(home).expanduser() / "dondoc-bench"
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        place = Path(tempfile.gettempdir()) / "dondoc-bench"
        place.mkdir(parents=True, exist_ok=True)
    return place


def compiled() -> dict[str, str]:
    """Variables with which Python compiles a module once, as an installed program's are.

    An installer compiles what it installs; the modules of a working copy are compiled anew by
    each process where it may not leave them there, which takes three times as long as a start.
    """
    return {"PYTHONPYCACHEPREFIX": str(cache() / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
