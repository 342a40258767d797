"""Searching from the head of every page."""

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Query
from fastapi.responses import Response

from dondoc.paging import page_shown
from dondoc.services.boards.search.query import PAGE_SIZE
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
    question = SearchQuestion(clean(q)[:MAX_LENGTH], who.strip()[:MAX_LENGTH], number)
    with visit.programme() as (session, programme):
        result = search(session, programme, visit.viewer, question)
        direct = None if result.direct is None else (programme.year, result.direct)
        if direct is None:
            others = [year for year in visit.years.known if year.year != programme.year]
            direct = direct_elsewhere(session, visit.viewer, others, question.query)
    if direct is not None:
        return go(f"/items/{direct[0]}/{quote(direct[1], safe='/@')}")
    return page(
        visit,
        "boards/search",
        search_result=result,
        q=question.query,
        year=programme.year,
        number=page_shown(number, result.total, PAGE_SIZE),
        link=lambda n: (
            f"/search?{urlencode({'q': question.query, 'who': question.who, 'page': n})}"
        ),
    )
