"""The style sheet, the script and the mark: small files of our own, cached by their content."""

import hashlib
from functools import cache
from pathlib import Path

from fastapi.responses import Response

from dondoc.web.site.repeats import Pages

router = Pages()

_FOLDER = Path(__file__).parent.parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FOREVER = "public, max-age=31536000, immutable"


@cache
def _content(name: str) -> bytes | None:
    known = {path.name: path for path in _FOLDER.iterdir() if path.suffix in _TYPES}
    return known[name].read_bytes() if name in known else None


@cache
def address(name: str) -> str:
    """The address of a file, which changes with its content."""
    content = _content(name)
    assert content is not None, name
    return f"/static/{hashlib.sha256(content).hexdigest()[:12]}/{name}"


@router.get("/static/{version}/{name}")
def static(version: str, name: str) -> Response:
    """A file; an address of another version gives today's, for a page that is still open."""
    content = _content(name)
    if content is None:
        return Response(status_code=404)
    headers = {"Cache-Control": _FOREVER if address(name).split("/")[2] == version else "no-cache"}
    return Response(content, media_type=_TYPES[Path(name).suffix], headers=headers)
