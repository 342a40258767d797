"""Whether the server and its database answer."""

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from dondoc.store.database import reading
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import workplace_of

router = Pages()


@router.get("/health")
def health(request: Request) -> Response:
    """For whoever watches the server; it tells nothing else."""
    try:
        with reading(workplace_of(request).engine) as session:
            session.execute(text("SELECT 1"))
    except OperationalError:
        return JSONResponse({"status": "no database"}, 503)
    return JSONResponse({"status": "ok"})
