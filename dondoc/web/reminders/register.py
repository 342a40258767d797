"""The register of reminders (sổ đôn đốc): who was told what, how, and what came of it."""

from typing import Any

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.rendering.formats import channel
from dondoc.services.boards.overdue.choices import choices
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.saved_views import address_of, views_of
from dondoc.services.reach.channels import setups
from dondoc.services.reminders.register.filters import Filters
from dondoc.services.reminders.register.pages import (
    count,
    entry_of,
    page_of,
    people_called,
    together,
)
from dondoc.services.reminders.register.register import register as rows_of
from dondoc.services.reminders.register.step_words import step_words
from dondoc.services.reminders.register.workbook import write_register
from dondoc.web.site.lanes import quick
from dondoc.web.site.lists_of_names import Query, page_shown, pages_of
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.unit_filter import with_unit
from dondoc.web.site.visit import Visit, Visiting
from dondoc.web.site.workbooks import workbook
from models.nudge import NudgeKind
from models.programme import Programme

router = Pages()

MAX_ROWS = 50_000
"""Of one workbook."""
STATES = ("waiting", "queued", "sent", "failed", "moot")
_NAMES = ("unit", "person", "item", "kind", "step", "channel", "state", "from", "to")


@router.get("/register")
@quick
def register(visit: Visiting) -> HTMLResponse:
    """The rows that the filters of the address let through, the latest first."""
    query = _asked(visit)
    with visit.programme() as (session, programme):
        filters = _filters(visit, session, query)
        total = count(session, programme, filters)
        number = page_shown(query.page, total)
        return page(
            visit,
            "reminders/register",
            step_words=step_words,
            query=query,
            year=programme.year,
            total=total,
            number=number,
            pages=pages_of(total),
            entries=page_of(session, programme, filters, number),
            filtered=any(query.text(name) for name in _NAMES),
            is_too_long=query.parameters.get("done") == "too_many",
            most_rows=MAX_ROWS,
            views=[
                (view.name, address_of(view))
                for view in views_of(session, visit.viewer.person_id, "register")
            ],
            **_offered(visit, session, programme, query.number("unit")),
        )


@router.get("/register.xlsx")
def export(visit: Visiting) -> Response:
    """All rows of the same filters, in the same order."""
    query = _asked(visit)
    with visit.programme() as (session, programme):
        filters = _filters(visit, session, query)
        if count(session, programme, filters) > MAX_ROWS:
            return go(query.link(done="too_many"), visit)
        rows = rows_of(session, programme, filters)
    name = f"{visit.tr('lists.register.file')}-{visit.today.isoformat()}.xlsx"
    return workbook(name, lambda path: write_register(path, rows, visit.tr, visit.now))


@router.get("/register/{nudge_id}/{message_id}")
def entry(visit: Visiting, nudge_id: int, message_id: int) -> HTMLResponse:
    """One row with each attempt to deliver it and what was answered."""
    query, filters = _asked(visit), Filters(viewer=visit.viewer)
    with visit.programme() as (session, programme):
        register_entry = entry_of(session, programme, filters, (nudge_id, message_id))
        if register_entry is None:
            raise HTTPException(404)
        others = together(session, programme, filters, message_id) if message_id else ()
        return page(
            visit,
            "reminders/register_entry",
            step_words=step_words,
            row=register_entry.row,
            year=programme.year,
            query=query,
            others=[other for other in others if other.row.ref != register_entry.row.ref],
        )


def _asked(visit: Visit) -> Query:
    """Answers 403 to whoever sees neither the whole nor a unit."""
    if not (visit.viewer.sees_all or visit.viewer.boards):
        raise HTTPException(403)
    return with_unit(visit, Query("/register", visit.request.query_params, _NAMES))


def _filters(visit: Visit, session: Session, query: Query) -> Filters:
    person, kind, unit = query.text("person"), query.text("kind"), query.number("unit")
    state = query.text("state")
    return Filters(
        ref=query.text("item") or None,
        units=None if unit is None else (unit,),
        decided_from=query.day("from"),
        decided_to=query.day("to"),
        kind=NudgeKind(kind) if kind in set(NudgeKind) else None,
        state=state if state in STATES else None,
        channel=query.text("channel") or None,
        step=query.text("step") or None,
        people=people_called(session, person) if person else None,
        viewer=visit.viewer,
    )


def _offered(
    visit: Visit, session: Session, programme: Programme, unit_id: int | None
) -> dict[str, Any]:
    """What the filters offer."""
    tr = visit.tr
    return {
        "choices": choices(
            open_scope(session, programme, visit.viewer), BoardFilters(unit_id=unit_id)
        ),
        "kinds": [(kind.value, tr(f"register.kind.{kind.value}")) for kind in NudgeKind],
        "states": [(state, tr(f"register.state.{state}")) for state in STATES],
        "channels": [(setup.name, channel(setup.name, visit.tr)) for setup in setups(session)],
    }
