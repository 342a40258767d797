"""Which addresses are about one year, and how each says which."""

from collections.abc import Iterator

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from years_side_by_side import pages

from dondoc.web.routers import ROUTERS
from dondoc.web.site.visit import visit, visit_now

ABOUT_ALL_YEARS = {
    # What both programmes, or none, are about: more is said there once there is a second one.
    "/audit": "history tells of the plan that was loaded",
    "/plan": "the plan of every year can be taken",
    "/plan/export.xlsx": "a workbook",
    "/plan/next-year.xlsx": "a workbook",
    "/plan/template.xlsx": "a workbook",
    "/preview": "letters are about all programmes at work",
    "/preview/letter": "letters are about all programmes at work",
    "/explain": "reminders of all programmes at work",
    "/office": "what lacks in any programme at work",
    "/calendar": "addresses",
    "/metrics": "every programme by its year",
    "/me/file": "everything that is kept about a person, of every year",
}


def asks_for_a_year(route: APIRoute) -> bool:
    """Whether a page is about one year's programme: it asks for a `visit`, not `visit_now`."""
    return visit in _calls(route.dependant)


def _calls(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)


YEAR_BOUND = {
    route.path
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and asks_for_a_year(route)
}
OF_THE_PERSON = (
    "/account",
    "/views",
    "/calendar",
    "/tokens",
    "/sign-out",
    "/language",
    "/evidence",
)
OF_A_YEAR = [row for row in pages() if row.route not in ABOUT_ALL_YEARS]
SAYS_ITS_YEAR = [
    row
    for row in pages()
    if row.route in YEAR_BOUND
    and "{year}" not in row.route
    and not row.route.startswith(OF_THE_PERSON)
]
"""Pages of the office whose year stands in the query, not in the path."""
ASKED_BY_ADDRESS = [row for row in SAYS_ITS_YEAR if row in OF_A_YEAR]
OF_ALL_YEARS = ("/audit", "/plan", "/preview", "/explain", "/office", "/digests", "/papers/check")
"""Pages about several years, or of a year that is part of what they list."""


def named_routes() -> list[APIRoute]:
    """Pages with a choice of years whose path does not say it: their addresses must."""
    return [
        route
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        and "GET" in route.methods
        and "{year}" not in route.path
        and not route.path.startswith("/evidence")
        and {visit, visit_now} & set(_calls(route.dependant))
    ]
