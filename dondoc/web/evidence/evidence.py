"""Evidence: handed out as a download that cannot run here, or shown in a box of its own."""

from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import FileResponse, Response

from dondoc.services.evidence.access import find_evidence
from dondoc.services.evidence.file_kinds import FileKind, shown_kind
from dondoc.services.evidence.presence import FileState, compare
from dondoc.services.evidence.store import UNKNOWN, path_of
from dondoc.web.site.pages import bare_page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting

router = Pages()

_BOX = "sandbox; default-src 'none'; frame-ancestors 'self'"
_SHOWN = f"{_BOX}; img-src 'self' data:; style-src 'unsafe-inline'"
_HEAD = 16


@router.get("/evidence/{file_id}")
def evidence(file_id: int, visit: Visiting, show: bool = False) -> Response:
    """A file of a report that the visitor may see; 404 for any other.

    What is missing here, or is no longer what was sent in, is said and not handed out.

    `show`: in place, for pictures and PDF, told by content once more: what an older version or
    the command line took in may be anything.
    """
    with visit.reading() as session:
        visible_file = find_evidence(session, visit.viewer, file_id, visit.today)
    if visible_file is None:
        raise HTTPException(404)
    folder = visit.workplace.evidence
    state = compare(folder, visible_file.sha256, visible_file.size)
    if state is not FileState.WHOLE:
        return _damaged(visit, visible_file.filename, state)
    path = path_of(folder, visible_file.sha256)
    with path.open("rb") as file:
        kind = shown_kind(file.read(_HEAD)) if show else None
    return FileResponse(path, media_type=_type(kind), headers=_headers(visible_file.filename, kind))


def _damaged(visit: Visit, filename: str, state: FileState) -> Response:
    return bare_page(
        visit.request,
        "problem",
        404,
        visit.lang,
        title=visit.tr("evidence.damaged.title", file=filename),
        what=f"{visit.tr(f'evidence.damaged.{state}')} {visit.tr('evidence.damaged.mend')}",
    )


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
