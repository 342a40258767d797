"""Whether a stored file is still what was sent in: nothing but its content proves it."""

import hashlib
from enum import StrEnum
from pathlib import Path

from dondoc.services.evidence.store import path_of

_PORTION = 1024**2


class FileState(StrEnum):
    """What stands in the evidence folder where a row says that a file lies."""

    WHOLE = "whole"
    MISSING = "missing"
    CHANGED = "changed"
    UNREADABLE = "unreadable"


def glance(folder: Path, sha256: str, size: int) -> FileState:
    """By name and size alone, for a page that names many files."""
    try:
        there = path_of(folder, sha256).stat().st_size
    except OSError as error:
        return _failed(error)
    return FileState.WHOLE if there == size else FileState.CHANGED


def compare(folder: Path, sha256: str, size: int) -> FileState:
    """By content: every byte is read."""
    state = glance(folder, sha256, size)
    if state is not FileState.WHOLE:
        return state
    try:
        same = _digest_of(path_of(folder, sha256)) == sha256
    except OSError as error:
        return _failed(error)
    return FileState.WHOLE if same else FileState.CHANGED


def _digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while portion := file.read(_PORTION):
            digest.update(portion)
    return digest.hexdigest()


def _failed(error: OSError) -> FileState:
    """A folder in the way, or rights that are wanting, are something else than a lost file."""
    lost = isinstance(error, FileNotFoundError | NotADirectoryError)
    return FileState.MISSING if lost else FileState.UNREADABLE
