"""Makes the address of the same page with some of its parameters changed."""

from fastapi import Request


def with_query(request: Request, **changed: object) -> str:
    """This page's path and query, with these parameters set; an empty one is left out."""
    url = request.url.include_query_params(**changed)
    empty = [name for name, value in changed.items() if value in {"", None}]
    url = url.remove_query_params(empty)
    return url.path + (f"?{url.query}" if url.query else "")
