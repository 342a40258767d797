"""What an answer says, without what is new at every request, so that two can be compared."""

import io
import re
import zipfile

from httpx import Response
from two_databases import said


def shown(answer: Response) -> tuple[int, str]:
    """What a page or a workbook says, without what is new at every request."""
    if answer.content.startswith(b"PK"):
        return answer.status_code, _sheets(answer.content)
    other = re.compile(r"^.*(?:dondoc_request|<p class=\"banner\">).*\n", re.MULTILINE)
    return answer.status_code, other.sub("", said(answer.text))


def _sheets(content: bytes) -> str:
    """What a workbook or an archive of some says, without the moment at which it was written."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = sorted(name for name in parts.namelist() if not name.startswith("docProps"))
        return "".join(_part(parts.read(name)) for name in names)


def _part(content: bytes) -> str:
    return _sheets(content) if content.startswith(b"PK") else content.decode("utf-8", "replace")
