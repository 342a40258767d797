"""Files as pages name them beside what they show."""

from typing import NamedTuple


class EvidenceShown(NamedTuple):
    """A file behind `/evidence/{file_id}`. `size` in bytes."""

    file_id: int
    filename: str
    size: int
