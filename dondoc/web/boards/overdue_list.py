"""What the page of the overdue board shows: tabs, filters, rows by unit, and what was urged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException
from fastapi.responses import HTMLResponse

from dondoc.rendering.formats import number
from dondoc.services.boards.overdue.board_rows import page_of
from dondoc.services.boards.overdue.choices import choices
from dondoc.services.boards.overdue.filters import BoardFilters, SortOrder
from dondoc.services.boards.overdue.question import BoardQuestion, open_scope
from dondoc.services.boards.overdue.totals import Figures, by_unit, count, figures, sizes
from dondoc.services.boards.overdue.workbook import MAX_ROWS
from dondoc.services.boards.saved_views import address_of, views_of
from dondoc.services.boards.unit import may_urge_anywhere
from dondoc.services.boards.urging.chosen import MAX_AT_ONCE, may_be_urged
from dondoc.services.boards.urging.send import UrgingOutcome
from dondoc.services.meetings.follow_up import late_conclusions
from dondoc.services.reminders.nudges.by_hand import urged_today
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.services.work.reminders_counted import RemindersCounted, reminded_of
from dondoc.web.boards.urged_words import urged_words
from dondoc.web.site.forms import Form
from dondoc.web.site.lists_of_names import Query, page_shown, pages_of
from dondoc.web.site.pages import page
from dondoc.web.site.unit_filter import with_unit
from dondoc.web.site.visit import Visit
from models.rules.due_parts import OPEN, PARTS, STATES, DuePart

_NAMES = ("state", "group", "unit", "official", "person", "category", "late", "q",
          "sort", "dir")  # fmt: skip
_FILTERS = ("group", "unit", "official", "person", "category", "late", "q")
_PLAIN = {"state": DuePart.TO_URGE.value, "sort": SortOrder.WORST.value}
_DOWN_FIRST = frozenset({SortOrder.LATE})
"""Headings whose first click shows the greatest first."""
_BY_UNIT = frozenset({SortOrder.WORST, SortOrder.UNIT})
"""Orders in which a unit's rows stand together."""
_TABS = (
    DuePart.TO_URGE,
    DuePart.OVERDUE,
    DuePart.DUE_SOON,
    DuePart.WAITING,
    DuePart.MISSING,
    DuePart.UNDELIVERED,
    DuePart.IN_TIME,
    DuePart.DONE,
    DuePart.ALL,
)


@dataclass(frozen=True)
class BoardVisit:
    """The visitor at the board, with what the address asks for."""

    visit: Visit
    query: Query
    filters: BoardFilters

    @property
    def back(self) -> dict[str, str]:
        """What leads back to the same page of the list."""
        return {"page": str(self.query.page)} if self.query.page > 1 else {}


@dataclass(frozen=True)
class RowShown:
    """A row. `size`: of its unit's rows, where it is the first of them, else 0.

    `same_person`: the row above it names the same; `offered`: the viewer may urge it, and has
    not done so today; `urged`: how often and how firmly it was, in words.
    """

    row: CheckpointRow
    link: str
    unit_link: str
    size: int
    same_unit: bool
    same_person: bool
    offered: bool
    urged: str


def arrive(visit: Visit) -> BoardVisit:
    """Reads the address. Answers 403 to whoever sees no board at all."""
    if not (visit.viewer.sees_all or visit.viewer.boards):
        raise HTTPException(403)
    query = with_unit(visit, Query("/overdue", visit.request.query_params, _NAMES, _PLAIN))
    order = query.choice("sort", SortOrder, SortOrder.WORST)
    turned = query.text("dir")
    filters = BoardFilters(
        shown=query.choice("state", DuePart, DuePart.TO_URGE),
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
    return BoardVisit(visit, query, filters)


def board_page(
    at: BoardVisit,
    form: Form | None = None,
    urged: UrgingOutcome | None = None,
    status: int = 200,
) -> HTMLResponse:
    """The page. `urged`: what was just urged on, and what was not."""
    visit, query = at.visit, at.query
    with visit.programme() as (session, programme):
        scope = open_scope(session, programme, visit.viewer)
        return page(
            visit,
            "boards/overdue",
            status,
            query=query,
            wanted=at.filters,
            year=programme.year,
            form=form,
            **_totals(at, scope),
            **_choices(at, scope),
            **_table(at, scope),
            may_urge=may_urge_anywhere(visit.viewer),
            late_conclusions=late_conclusions(session, programme, visit.viewer),
            list_filters=query.filters_with() | at.back | {"year": programme.year},
            most_at_once=MAX_AT_ONCE,
            most_rows=MAX_ROWS,
            urged=urged_words(urged, visit.tr) if urged else None,
        )


def _totals(at: BoardVisit, scope: BoardQuestion) -> dict[str, Any]:
    """The figures above the table, and what leads to each."""
    filters, board_figures = at.filters, figures(scope, at.filters)
    return {
        "figures": board_figures,
        "tabs": _tabs(board_figures, filters),
        "sum": _sum(at.visit, board_figures),
        "units": len(sizes(scope, filters)),
        "bars": by_unit(scope, filters) if filters.unit_id is None else (),
    }


def _choices(at: BoardVisit, scope: BoardQuestion) -> dict[str, Any]:
    """What the list can be narrowed to, and the views that the viewer has saved of it."""
    query, offered = at.query, choices(scope, at.filters)
    saved = views_of(scope.session, at.visit.viewer.person_id, "overdue")
    return {
        "choices": offered,
        "categories": [(category, category) for category in offered.categories],
        "states_shown": tuple(STATES),
        "filtered": any(query.text(name) for name in _FILTERS),
        "chosen": offered.chosen(at.filters),
        "callable": OPEN,
        "clear": query.link(**dict.fromkeys(_FILTERS)),
        "views": [(view.name, address_of(view)) for view in saved],
    }


def _table(at: BoardVisit, scope: BoardQuestion) -> dict[str, Any]:
    """The rows of the page that is asked for, or of the last one."""
    filters, total = at.filters, count(scope, at.filters)
    number_shown = page_shown(at.query.page, total)
    return {
        "heads": _heads(at.query, filters),
        "rows": _rows_shown(at, scope, page_of(scope, filters, number_shown)),
        "by_state": filters.shown not in OPEN,
        "total": total,
        "number": number_shown,
        "pages": pages_of(total),
    }


def _tabs(board_figures: Figures, filters: BoardFilters) -> list[tuple[DuePart, int]]:
    """The cuts with their counts; a product that is not there is rare, and has no tab then."""
    counts = [(part, board_figures.of(part)) for part in _TABS]
    return [
        (part, size)
        for part, size in counts
        if size or part is filters.shown or part is not DuePart.UNDELIVERED
    ]


def _rows_shown(
    at: BoardVisit, scope: BoardQuestion, rows: Sequence[CheckpointRow]
) -> list[RowShown]:
    ids = [row.checkpoint_id for row in rows]
    reminded = reminded_of(scope.session, ids)
    done = urged_today(scope.session, scope.viewer.person_id, ids, at.visit.now)
    grouped = at.filters.order in _BY_UNIT
    by_unit_sizes = dict(sizes(scope, at.filters)) if grouped else {}
    shown: list[RowShown] = []
    for before, row in zip([None, *rows], rows, strict=False):
        again = grouped and before is not None and before.unit_id == row.unit_id
        person_id = row.officials[0].person_id if row.officials else None
        shown.append(
            RowShown(
                row,
                link=at.query.link(person=person_id, official="") if person_id else "",
                unit_link=at.query.link(unit=row.unit_id, person="", official=""),
                size=0 if again else by_unit_sizes.get(row.unit_id, 0),
                same_unit=again,
                same_person=again and before is not None and before.officials == row.officials,
                offered=may_be_urged(row, scope.viewer) and row.checkpoint_id not in done,
                urged=_urged_words(
                    at.visit, reminded[row.checkpoint_id], today=row.checkpoint_id in done
                ),
            )
        )
    return shown


def _urged_words(visit: Visit, counted: RemindersCounted, *, today: bool) -> str:
    """How often it was asked for and how firmly, or that the viewer did so today."""
    if today:
        return visit.tr("lists.urged.today")
    if counted.firmest is None:
        return ""
    firmness = visit.tr(f"firmness.{counted.firmest.value}")
    return f"{number(counted.times, visit.lang)} · {firmness}"


def _heads(query: Query, filters: BoardFilters) -> dict[str, Any]:
    """The headings, each with the address that sorts by it."""
    sorted_now = (filters.order, filters.down)
    return {
        order.value: query.head(order, sorted_now, first_down=order in _DOWN_FIRST)
        for order in SortOrder
    }


def _sum(visit: Visit, board_figures: Figures) -> str:
    """The parts that make up the total, written out."""
    words = (
        f"{number(board_figures.of(part), visit.lang)} {visit.tr(f'lists.part.{part.value}')}"
        for part in PARTS
    )
    return " + ".join(words)
