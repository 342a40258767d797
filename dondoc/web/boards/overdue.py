"""The overdue board: checkpoints by due state, urging many of them on, and an export."""

from collections.abc import Sequence

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overdue.totals import count
from dondoc.services.boards.overdue.workbook import MAX_ROWS, write_board
from dondoc.services.boards.unit import may_urge_anywhere
from dondoc.services.boards.urging.send import UrgingOutcome, urged_before
from dondoc.web.boards.overdue_list import BoardVisit, arrive, board_page
from dondoc.web.boards.urging import ask, urge
from dondoc.web.site.bodies import TextFields
from dondoc.web.site.forms import Form, number_in
from dondoc.web.site.lanes import quick
from dondoc.web.site.pages import go
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from dondoc.web.site.workbooks import workbook

router = Pages()


@router.get("/overdue")
@quick
def board(visit: Visiting) -> HTMLResponse:
    """What is to be urged, unit by unit; every filter stands in the address."""
    at = arrive(visit)
    return board_page(at, urged=_just_urged(at))


@router.get("/overdue/urge")
@quick
def show_chosen(visit: Visiting) -> HTMLResponse:
    """What was chosen and whom it would reach; the choice stands in the address.

    It changes nothing, and is no form that was sent: going back to it after urging shows it again.
    """
    at = _arrive_to_urge(visit)
    return ask(at, Form(FormData(visit.request.query_params), visit.tr))


@router.post("/overdue")
def urge_chosen(visit: Visiting, fields: TextFields, tasks: BackgroundTasks) -> Response:
    """Urges what the page before it showed."""
    return urge(_arrive_to_urge(visit), Form(fields, visit.tr), tasks)


def _arrive_to_urge(visit: Visit) -> BoardVisit:
    at = arrive(visit)
    if not may_urge_anywhere(visit.viewer):
        raise HTTPException(403)
    return at


@router.get("/overdue.xlsx")
def export(visit: Visiting) -> Response:
    """All rows of the same filters, in the same order."""
    at = arrive(visit)
    with visit.programme() as (session, programme):
        scope = open_scope(session, programme, visit.viewer)
        if count(scope, at.filters) > MAX_ROWS:
            return go(at.query.link(done="too_many"), visit)
        rows = all_of(scope, at.filters)
    name = f"{visit.tr('lists.overdue.file')}-{visit.today.isoformat()}.xlsx"
    return workbook(name, lambda path: write_board(path, rows, visit.tr, visit.now))


def _just_urged(at: BoardVisit) -> UrgingOutcome | None:
    """What the address says was urged, where the visitor did so today."""
    keys = _keys(at.query.text("urged").split("-"))
    if keys is None:
        return None
    with at.visit.programme() as (session, programme):
        scope = open_scope(session, programme, at.visit.viewer)
        return urged_before(scope, *keys, at.visit.now)


def _keys(parts: Sequence[str]) -> tuple[int, int] | None:
    first, last = number_in(parts[0]), number_in(parts[-1])
    return None if first is None or last is None else (first, last)
