"""Searching from the head of every page."""

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Query
from fastapi.responses import Response

from dondoc.services.boards.search.search import SearchQuestion, direct_elsewhere, search
from dondoc.web.site.forms import clean
from dondoc.web.site.lanes import quick
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting

router = Pages()

MAX_LENGTH = 200


@router.get("/search")
@quick
def find(
    visit: Visiting,
    q: str = "",
    who: str = "",
    number: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """Items, units and people; a whole reference leads straight to its item."""
    asked = SearchQuestion(clean(q)[:MAX_LENGTH], who.strip()[:MAX_LENGTH], number)
    with visit.programme() as (session, programme):
        found = search(session, programme, visit.viewer, asked)
        direct = None if found.direct is None else (programme.year, found.direct)
        if direct is None:
            others = [year for year in visit.years.known if year.year != programme.year]
            direct = direct_elsewhere(session, visit.viewer, others, asked.query)
    if direct is not None:
        return go(f"/items/{direct[0]}/{quote(direct[1], safe='/@')}")
    return page(
        visit,
        "boards/search",
        found=found,
        q=asked.query,
        year=programme.year,
        number=min(max(number, 1), found.pages),
        link=lambda n: f"/search?{urlencode({'q': asked.query, 'who': asked.who, 'page': n})}",
    )
