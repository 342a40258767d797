"""Reading by the API. What the token's person may not see is as if it did not exist."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Depends, Path, Query, Response
from sqlmodel import Session, col, select

from dondoc.paging import pages_of
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.integrations import api_lists
from dondoc.services.integrations.api_lists import DueRange, ListPage
from dondoc.services.organisation.units import names_on
from dondoc.services.work.assignment_view import (
    AssignmentView,
    open_assignment,
    view_of_assignment,
    work_of,
)
from dondoc.web.api.base import RESPONSES, ApiError, router
from dondoc.web.api.caller import Caller, Reader, ReaderIn
from dondoc.web.api.shapes import (
    AssignmentDetail,
    AssignmentOut,
    CheckpointOut,
    EventOut,
    PageOf,
    ProgrammeOut,
    ReminderOut,
    StatusOut,
    UnitOut,
)
from models.programme import Programme
from models.rules.due_parts import DuePart

Out = TypeVar("Out")
MAX_ROWS = 1000


def _cut(
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    per_page: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ListPage:
    return ListPage(page, per_page)


def _between(due_from: date | None = None, due_to: date | None = None) -> DueRange:
    return DueRange(due_from, due_to)


Cutting = Annotated[ListPage, Depends(_cut)]
Due = Annotated[DueRange, Depends(_between)]
UnitCode = Annotated[str | None, Query(max_length=160, description="Code of a unit")]
Part = Annotated[
    DuePart | None,
    Query(description="Each live checkpoint is in one of the first six; the others cut through"),
]
Ref = Annotated[str, Path(max_length=200, description="Reference of an assignment: KND@LT")]


@router.get("/programmes", responses=RESPONSES)
def programmes(caller: Reader) -> list[ProgrammeOut]:
    """The years that there are, the latest first."""
    with caller.reading() as session:
        rows = session.exec(select(Programme).order_by(col(Programme.year).desc())).all()
        return [ProgrammeOut.model_validate(row) for row in rows]


@router.get("/units", responses=RESPONSES)
def units(caller: Reader) -> list[UnitOut]:
    """Units with something that the token's person may see."""
    with caller.programme() as (session, _):
        return [UnitOut.model_validate(row) for row in api_lists.units(session, caller.viewer)]


@router.get("/assignments", responses=RESPONSES)
def assignments(
    caller: Reader,
    answer: Response,
    cut: Cutting,
    unit: UnitCode = None,
    state: Part = None,
    category: Annotated[str, Query(max_length=200)] = "",
) -> PageOf[AssignmentOut]:
    """Assignments by reference; `state`: with a checkpoint in that state."""
    with caller.programme() as (session, programme):
        scope = open_scope(session, programme, caller.viewer)
        chosen = _units(session, caller, unit)
        rows, total = api_lists.assignments(scope, chosen, category, state, cut)
        names = names_on(session, caller.today, {row["unit_id"] for row in rows})
        items = [
            AssignmentOut(year=programme.year, unit=names[row["unit_id"]].code, **row)
            for row in rows
        ]
    return _paged(caller, answer, items, total, cut)


@router.get("/assignments/{year}/{ref}", responses=RESPONSES)
def assignment(caller: ReaderIn, ref: Ref) -> AssignmentDetail:
    """An assignment with its checkpoints."""
    return AssignmentDetail.model_validate(_looked_at(caller, ref))


@router.get("/assignments/{year}/{ref}/events", responses=RESPONSES)
def events(caller: ReaderIn, answer: Response, ref: Ref, cut: Cutting) -> PageOf[EventOut]:
    """What happened to an assignment, the earliest first."""
    happened = _looked_at(caller, ref).events
    items = [EventOut.model_validate(view) for view in happened[cut.offset : cut.offset + cut.size]]
    return _paged(caller, answer, items, len(happened), cut)


def _looked_at(caller: Caller, ref: str) -> AssignmentView:
    with caller.programme() as (session, programme):
        assignment = api_lists.find_assignment(session, caller.viewer, ref)
        if assignment is None:
            raise ApiError(404, "api.error.not_found")
        return view_of_assignment(
            session, open_assignment(session, programme, assignment), caller.today
        )


@router.get("/checkpoints", responses=RESPONSES)
def checkpoints(
    caller: Reader,
    answer: Response,
    cut: Cutting,
    due: Due,
    unit: UnitCode = None,
    state: DuePart = DuePart.ALL,
) -> PageOf[CheckpointOut]:
    """Live checkpoints, the earliest due first."""
    with caller.programme() as (session, programme):
        chosen = _units(session, caller, unit)
        scope = open_scope(session, programme, caller.viewer)
        rows, total = api_lists.checkpoints(scope, chosen, state, due, cut)
        loaded = [CheckpointOut.model_validate(row) for row in rows]
    return _paged(caller, answer, loaded, total, cut)


@router.get("/work", responses=RESPONSES)
def work(caller: Reader) -> list[CheckpointOut]:
    """What the token's person answers for and is not judged yet, the most urgent first."""
    with caller.programme() as (session, programme):
        rows = work_of(session, programme, caller.viewer.person_id, caller.today)
        return [CheckpointOut.model_validate(row) for row in rows]


@router.get("/register", responses=RESPONSES)
def reminders(
    caller: Reader,
    unit: UnitCode = None,
    most: Annotated[int, Query(ge=1, le=MAX_ROWS)] = 100,
) -> list[ReminderOut]:
    """The register of reminders, the latest first; of one unit, or of all for the office."""
    with caller.programme() as (session, programme):
        rows = api_lists.reminders(session, caller.viewer, programme, unit, most)
        if rows is None and unit is None:
            raise ApiError(422, "api.error.unit_needed", "unit")
        if rows is None:
            raise ApiError(404, "api.error.not_found", "unit")
        return [ReminderOut.model_validate(row) for row in rows]


@router.get("/status", responses=RESPONSES)
def figures(caller: Reader) -> StatusOut:
    """How the programme stands; for those who see all of it."""
    with caller.programme() as (session, programme):
        board_figures = api_lists.figures_for(session, caller.viewer, programme, caller.now)
        if board_figures is None:
            raise ApiError(403, "web.forbidden.title")
        return StatusOut.model_validate(board_figures.as_json())


def _units(session: Session, caller: Caller, code: str | None) -> list[int] | None:
    return None if code is None else api_lists.unit_ids(session, code, caller.today)


def _paged(
    caller: Caller, answer: Response, rows: list[Out], total: int, cut: ListPage
) -> PageOf[Out]:
    """A page with the total and the neighbouring pages in its head, too (RFC 8288)."""
    answer.headers["X-Total-Count"] = str(total)
    last = pages_of(total, cut.size)
    neighbours = {"prev": cut.number - 1, "next": cut.number + 1, "first": 1, "last": last}
    links = [
        f'<{_address(caller, {"page": number, "per_page": cut.size})}>; rel="{name}"'
        for name, number in neighbours.items()
        if 1 <= number <= last
    ]
    answer.headers["Link"] = ", ".join(links)
    return PageOf(items=rows, total=total, page=cut.number, per_page=cut.size)


def _address(caller: Caller, change: Mapping[str, int]) -> str:
    """The same list at another page, in full; a header holds ASCII only."""
    query = {**dict(caller.request.query_params), **change}
    settings = caller.workplace.settings
    is_set = "web_url" in settings.model_fields_set
    base = (settings.web_url if is_set else str(caller.request.base_url)).rstrip("/")
    return f"{base}{quote(caller.request.url.path)}?{urlencode(query)}"
