"""The data folder belongs to one account of the machine: no other looks into it."""

import os
import stat
from contextlib import suppress
from pathlib import Path

PRIVATE_MASK = 0o077
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keep_private(folder: Path) -> None:
    """Makes the data folder, or shuts one that is there, with all that lies in it at the top.

    What this process and those that it starts make from now on is their account's alone.
    """
    os.umask(PRIVATE_MASK)
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder, *folder.iterdir()):
        _shut(path)


def is_open_to_others(path: Path) -> bool:
    """Whether another account of this machine may read or change it."""
    return path.exists() and bool(path.stat().st_mode & _OTHERS)


def _shut(path: Path) -> None:
    """What a link leads to may be anybody's, and what is another account's is left to it."""
    if path.is_symlink() or not is_open_to_others(path):
        return
    with suppress(PermissionError, FileNotFoundError):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
