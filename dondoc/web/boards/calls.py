"""The calling list: whom to call about what the overdue board shows, to be printed."""

from collections.abc import Mapping
from dataclasses import replace

from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.calling_list import MAX_CALLS, calling_list
from dondoc.services.boards.overdue.choices import choices
from dondoc.services.boards.overdue.filters import SortOrder
from dondoc.services.boards.overdue.question import open_scope
from dondoc.web.boards.overdue_list import arrive
from dondoc.web.site.forms import Form
from dondoc.web.site.lanes import quick
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting

router = Pages()


@router.get("/overdue/calls")
@quick
def calls(visit: Visiting) -> HTMLResponse:
    """Of the same filters, or of the rows that are ticked; unit by unit, the latest first."""
    at = arrive(visit)
    ticked = set(Form(FormData(visit.request.query_params), visit.tr).all("ref"))
    with visit.programme() as (session, programme):
        scope = open_scope(session, programme, visit.viewer)
        rows = all_of(scope, replace(at.filters, order=SortOrder.WORST, down=False))
        rows = tuple(row for row in rows if not ticked or row.ref in ticked)
        listed = calling_list(scope, rows[:MAX_CALLS])
        return page(
            visit,
            "boards/calls",
            calls=listed,
            size=sum(len(call.rows) for call in listed),
            left_out=max(len(rows) - MAX_CALLS, 0),
            of=_of(choices(scope, at.filters).chosen(at.filters)),
            year=programme.year,
            as_of=visit.today,
            back=at.query.link(**at.back),
        )


def _of(chosen: Mapping[str, str]) -> str:
    """The unit or the group that the list is of; '' where it is of several."""
    return chosen["unit"] or chosen["group"]
