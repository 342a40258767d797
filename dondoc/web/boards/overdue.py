"""The page of the overdue board: checkpoints by due state, with filters and an export."""

from typing import Any

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.rendering.formats import number
from dondoc.services.boards.overdue.board_rows import BoardRow, all_of, page_of
from dondoc.services.boards.overdue.choices import choices
from dondoc.services.boards.overdue.filters import PARTS, STATES, BoardFilters, DuePart, SortOrder
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overdue.totals import Figures, by_unit, count, figures
from dondoc.services.boards.overdue.workbook import MAX_ROWS, write_board
from dondoc.services.boards.saved_views import address_of, views_of
from dondoc.services.boards.unit import may_urge_at
from dondoc.services.organisation.viewer import Viewer
from dondoc.web.site.lanes import quick
from dondoc.web.site.lists_of_names import Query, pages_of
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from dondoc.web.site.workbooks import workbook

router = Pages()

_NAMES = ("state", "group", "unit", "official", "person", "category", "late", "q",
          "sort", "dir")  # fmt: skip
_FILTERS = ("group", "unit", "official", "person", "category", "late", "q")
_PLAIN = {"state": DuePart.OVERDUE.value, "sort": SortOrder.LATE.value}
_DOWN_FIRST = frozenset({SortOrder.LATE})
"""Headings whose first click shows the greatest first."""
_URGED = frozenset({DuePart.OVERDUE, DuePart.DUE_SOON, DuePart.IN_TIME})
"""What nobody has reported."""


@router.get("/overdue")
@quick
def board(visit: Visiting) -> HTMLResponse:
    """Who is late with what, the latest first; every filter stands in the address."""
    query, filters = _asked(visit)
    with visit.programme() as (session, programme):
        scope = open_scope(session, programme, visit.viewer)
        total = count(scope, filters)
        board_figures, offered = figures(scope, filters), choices(scope, filters)
        here = min(query.page, pages_of(total))
        rows = page_of(scope, filters, here)
        return page(
            visit,
            "boards/overdue",
            query=query,
            wanted=filters,
            year=programme.year,
            figures=board_figures,
            parts_shown=PARTS,
            states_shown=tuple(STATES),
            sum=_sum(visit, board_figures),
            filtered=any(query.text(name) for name in _FILTERS),
            clear=query.link(**dict.fromkeys(_FILTERS)),
            heads=_heads(query, filters),
            total=total,
            number=here,
            pages=pages_of(total),
            rows=rows,
            bars=by_unit(scope, filters) if filters.unit_id is None else (),
            choices=offered,
            categories=[(category, category) for category in offered.categories],
            views=[
                (view.name, address_of(view))
                for view in views_of(session, visit.viewer.person_id, "overdue")
            ],
            urged={row.ref for row in rows if _may_urge(visit.viewer, row)},
            most_rows=MAX_ROWS,
        )


def _heads(query: Query, filters: BoardFilters) -> dict[str, Any]:
    """The headings, each with the address that sorts by it."""
    sorted_now = (filters.order, filters.down)
    return {
        order.value: query.head(order, sorted_now, first_down=order in _DOWN_FIRST)
        for order in SortOrder
    }


def _may_urge(viewer: Viewer, row: BoardRow) -> bool:
    """Whether the page of urging it would take words from this viewer today."""
    return row.shown in _URGED and row.opens_on <= viewer.day and may_urge_at(viewer, row.unit_id)


def _sum(visit: Visit, board_figures: Figures) -> str:
    """The parts that make up the total, written out."""
    words = (
        f"{number(board_figures.of(part), visit.lang)} {visit.tr(f'lists.part.{part.value}')}"
        for part in PARTS
    )
    return " + ".join(words)


@router.get("/overdue.xlsx")
def export(visit: Visiting) -> Response:
    """All rows of the same filters, in the same order."""
    query, filters = _asked(visit)
    with visit.programme() as (session, programme):
        scope = open_scope(session, programme, visit.viewer)
        if count(scope, filters) > MAX_ROWS:
            return go(query.link(done="too_many"))
        rows = all_of(scope, filters)
    name = f"{visit.tr('lists.overdue.file')}-{visit.today.isoformat()}.xlsx"
    return workbook(name, lambda path: write_board(path, rows, visit.tr))


def _asked(visit: Visit) -> tuple[Query, BoardFilters]:
    """What the address asks for. Answers 403 to whoever sees no board at all."""
    if not (visit.viewer.sees_all or visit.viewer.boards):
        raise HTTPException(403)
    query = Query("/overdue", visit.request.query_params, _NAMES, _PLAIN)
    order = query.choice("sort", SortOrder, SortOrder.LATE)
    turned = query.text("dir")
    return query, BoardFilters(
        shown=query.choice("state", DuePart, DuePart.OVERDUE),
        group_id=query.number("group"),
        unit_id=query.number("unit"),
        position_id=query.number("official"),
        person_id=query.number("person"),
        category=query.text("category"),
        late=query.number("late", 999) or 0,
        text=query.text("q"),
        order=order,
        down=turned == "down" if turned in ("up", "down") else order in _DOWN_FIRST,
    )
