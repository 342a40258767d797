"""Reads a form with files so that no file, too large or not writable, takes its words along."""

from collections.abc import AsyncGenerator
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Any

from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser

from dondoc.store.full import is_full

MAX_KEPT, MAX_READ = 40, 1000
"""Files whose content is read, and files that are read past: then the form can say how many."""


class FormReader(MultiPartParser):
    """A parser that reads past what it cannot keep.

    `is_too_large`: there was more than `most` bytes, and some of the files are not whole.
    """

    def __init__(
        self,
        headers: Headers,
        stream: AsyncGenerator[bytes, None],
        *,
        most: int,
        max_fields: int,
        max_part: int,
    ) -> None:
        super().__init__(
            headers, stream, max_files=MAX_READ, max_fields=max_fields, max_part_size=max_part
        )
        self.most, self.size = most, 0

    @property
    def is_too_large(self) -> bool:
        """Whether more was sent than is taken in."""
        return self.size > self.most

    def on_headers_finished(self) -> None:
        """Gives each file a place of its own that takes what it can."""
        super().on_headers_finished()
        upload = self._current_part.file
        if upload is not None:
            place = _Place(max_size=self.spool_max_size, reads_past=self._current_files > MAX_KEPT)
            self._files_to_close_on_error[-1].close()
            self._files_to_close_on_error[-1] = place
            upload.file = place  # type: ignore[assignment]

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """Reads past the bytes of files once there are too many."""
        self.size += end - start
        if self._current_part.file is None or not self.is_too_large:
            super().on_part_data(data, start, end)


class _Place(SpooledTemporaryFile[bytes]):
    """A file that is being sent; where the disk takes no more of it, whoever reads it hears so."""

    def __init__(self, *, max_size: int, reads_past: bool) -> None:
        super().__init__(max_size=max_size)
        self.reads_past = reads_past
        self.failure: OSError | None = None

    def write(self, content: Any) -> int:
        """See SpooledTemporaryFile."""
        if self.failure is not None or self.reads_past:
            return len(content)
        try:
            return super().write(content)
        except OSError as error:
            if not is_full(error):
                raise
            self._give_up(error)
            return len(content)

    def read(self, *size: int) -> bytes:
        """See SpooledTemporaryFile. Raises OSError for a file that the disk did not take."""
        if self.failure is not None:
            raise self.failure
        return super().read(*size)

    def _give_up(self, error: OSError) -> None:
        """What was written goes at once: others need the space."""
        self.failure = error
        with suppress(OSError):
            self.seek(0)
            self.truncate()
