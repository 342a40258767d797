"""Evidence: handed out as a download that cannot run here, or shown in a box of its own."""

from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import FileResponse

from dondoc.services.evidence.access import find_evidence
from dondoc.services.evidence.file_kinds import FileKind, shown_kind
from dondoc.services.evidence.store import UNKNOWN, path_of
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting

router = Pages()

_BOX = "sandbox; default-src 'none'; frame-ancestors 'self'"
_SHOWN = f"{_BOX}; img-src 'self' data:; style-src 'unsafe-inline'"
_HEAD = 16


@router.get("/evidence/{file_id}")
def evidence(file_id: int, visit: Visiting, show: bool = False) -> FileResponse:
    """A file of a report that the visitor may see; 404 for any other.

    `show`: in place, for pictures and PDF, told by content once more: what an older version or
    the command line took in may be anything.
    """
    with visit.reading() as session:
        visible_file = find_evidence(session, visit.viewer, file_id, visit.today)
    path = path_of(visit.workplace.evidence, visible_file.sha256) if visible_file else None
    if visible_file is None or path is None or not path.is_file():
        raise HTTPException(404)
    with path.open("rb") as file:
        kind = shown_kind(file.read(_HEAD)) if show else None
    return FileResponse(path, media_type=_type(kind), headers=_headers(visible_file.filename, kind))


def _type(kind: FileKind | None) -> str:
    """A download says nothing of its kind: its name does, to whoever opens it."""
    return kind.content_type if kind else UNKNOWN


def _headers(filename: str, kind: FileKind | None) -> dict[str, str]:
    how = "inline" if kind else "attachment"
    plain = "".join(text if (text.isascii() and text.isalnum()) or text in "._- " else "_"
                    for text in filename)  # fmt: skip
    headers = {
        # RFC 6266: the plain name for old programs, the whole one (RFC 5987) for all others.
        "Content-Disposition": f"{how}; filename=\"{plain}\"; filename*=UTF-8''{_coded(filename)}",
        "Content-Security-Policy": _SHOWN if kind else _BOX,
        "X-Content-Type-Options": "nosniff",
    }
    return headers | ({"X-Frame-Options": "SAMEORIGIN"} if kind else {})


def _coded(filename: str) -> str:
    return quote(filename, safe="")
