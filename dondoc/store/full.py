"""Whether something failed because the disk takes nothing more, and how much it still takes."""

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

from dondoc.errors import Refused

MEGABYTE = 1024**2
MIN_FREE = 100 * MEGABYTE
"""Files are refused below it: what people type, their sign-ins and reminders still fit in."""
ALARM_BELOW = 1024 * MEGABYTE
"""Free space below which administrators are told."""
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SQLITE_FULL, _SQLITE_CANNOT_WRITE, _SQLITE_CANNOT_GROW = 13, 778, 4874
_SQLITE = frozenset({_SQLITE_FULL, _SQLITE_CANNOT_WRITE, _SQLITE_CANNOT_GROW})
_POSTGRESQL_FULL = "53100"


class DiskFullError(Refused):
    """A file for which there is no room; nothing of it was kept."""


def is_full(error: BaseException) -> bool:
    """Whether the system, SQLite or PostgreSQL says that nothing more can be written."""
    return any(_says_so(cause) for cause in _causes(error))


def check_disk(folder: Path, size: int) -> None:
    """Refuses a file that would eat the last space. Raises DiskFullError."""
    if free_bytes(folder) - size < MIN_FREE:
        raise DiskFullError("evidence.disk_full")


def free_bytes(folder: Path) -> int:
    """What the disk of a folder still takes, whether the folder is there already or not."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        original = getattr(error, "orig", None)
        error = original if isinstance(original, BaseException) else error.__cause__


def _says_so(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return True
    if getattr(error, "sqlite_errorcode", None) in _SQLITE:
        return True
    return getattr(error, "sqlstate", None) == _POSTGRESQL_FULL
