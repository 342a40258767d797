"""The API described: for machines as OpenAPI, for people as a page of our own."""

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response

from dondoc.web.api.base import PREFIX, ApiProblem, router
from dondoc.web.api.evaluation_round_shapes import RoundReopenedProblem
from dondoc.web.site.pages import bare_page

_WHAT = (
    "Assigned indicators, their checkpoints and what is recorded on them. Every request bears a "
    "token, which acts for its person within its scopes. Amounts are decimal strings, days ISO "
    "8601, moments in UTC. Lists come in pages (`page`, `per_page`) with `X-Total-Count` and "
    "`Link`. What goes wrong is said as `application/problem+json`: `detail` and `field`."
)


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document."""
    made = get_openapi(
        title="Đôn Đốc",
        version="1",
        description=_WHAT,
        routes=[route for route in router.routes if getattr(route, "include_in_schema", False)],
    )
    for problem in (ApiProblem, RoundReopenedProblem):
        made["components"]["schemas"][problem.__name__] = problem.model_json_schema()
    return made


@router.get("/openapi.json", include_in_schema=False)
def openapi() -> Response:
    """The whole description; it tells nothing about anybody's data."""
    return JSONResponse(description())


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    """The description of the API to read, as a page."""
    made = description()
    calls = [
        {"method": method.upper(), "path": path, **what}
        for path, methods in made["paths"].items()
        for method, what in methods.items()
    ]
    return bare_page(
        request, "api/docs", calls=calls, schemas=made["components"]["schemas"], prefix=PREFIX
    )
