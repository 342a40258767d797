"""Searching from the head of every page."""

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query
from fastapi.responses import Response

from dondoc.services.search import Asked, search
from dondoc.web.forms import clean
from dondoc.web.lanes import quick
from dondoc.web.pages import go, page
from dondoc.web.visit import Visiting

router = APIRouter()

LONGEST = 200


@router.get("/search")
@quick
def find(
    visit: Visiting,
    q: str = "",
    who: str = "",
    number: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """Items, units and people; a whole reference leads straight to its item."""
    asked = Asked(clean(q)[:LONGEST], who.strip()[:LONGEST], number)
    with visit.programme() as (session, programme):
        found = search(session, programme, visit.viewer, asked)
    if found.direct is not None:
        return go(f"/items/{programme.year}/{quote(found.direct, safe='/@')}")
    return page(
        visit,
        "search/found",
        found=found,
        q=asked.query,
        year=programme.year,
        number=min(max(number, 1), found.pages),
        link=lambda n: f"/search?{urlencode({'q': asked.query, 'who': asked.who, 'page': n})}",
    )
