"""The overview page: the whole year on one page, for the Standing Committee."""

from fastapi import HTTPException
from fastapi.responses import Response

from dondoc.services.boards.overview.page_cache import cached_overview
from dondoc.services.digest.bars import segments
from dondoc.web.site.lanes import quick
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting

router = Pages()


@router.get("/overview")
@quick
def overview_page(visit: Visiting) -> Response:
    """The year so far, by group; it prints to one sheet."""
    if not visit.viewer.sees_all:
        raise HTTPException(403)
    with visit.programme() as (session, programme):
        overview = cached_overview(session, visit.viewer, programme, visit.now)
    return page(visit, "boards/overview", o=overview, segments=segments)
