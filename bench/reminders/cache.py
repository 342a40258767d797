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
