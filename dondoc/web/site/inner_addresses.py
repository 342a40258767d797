"""Our own addresses that a request names: where to go, whence it came, and whom it means."""

from urllib.parse import quote, urlsplit

from fastapi import HTTPException, Request
from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.organisation.directory import find_person
from models.person import Person


def inside(where: str) -> str:
    """An address of ours, whatever a link says: nobody is sent on to another site."""
    plain = where.startswith("/") and not where.startswith(("//", "/\\"))
    return where if plain and where.isprintable() and "\\" not in where else "/"


def way_back(request: Request) -> str:
    """Where to come back to: only what was looked at, never an act; of an act, whence it came."""
    if request.method not in {"GET", "HEAD"}:
        came_from = urlsplit(request.headers.get("referer", ""))
        own = came_from.netloc == request.headers.get("host")
        return came_from._replace(scheme="", netloc="", fragment="").geturl() if own else "/"
    query = f"?{request.url.query}" if request.url.query else ""
    return quote(request.url.path) + query


def person_or_404(session: Session, code: str) -> Person:
    """The person that an address names by a code."""
    try:
        return find_person(session, code)
    except BadInput:
        raise HTTPException(404) from None
