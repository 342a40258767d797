"""What a page says after an act, by a short name in its address: only names that it knows."""

from collections.abc import Iterable

from fastapi import Request

from dondoc.i18n import Translate


def done_message(request: Request, tr: Translate, area: str, known: Iterable[str]) -> str:
    """The words `<area>.told.<name>` of `?done=<name>`; '' for any other name."""
    name = request.query_params.get("done", "")
    return tr(f"{area}.told.{name}") if name in set(known) else ""
