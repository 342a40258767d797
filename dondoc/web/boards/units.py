"""Boards of units, and urging by hand from them."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import BackgroundTasks, HTTPException, Query
from fastapi.responses import Response
from sqlmodel import Session

from dondoc.exports.charts.draw import NARROW, WIDE, key_svg, small_svg
from dondoc.exports.charts.trajectory import small_key, small_trajectory
from dondoc.paging import page_shown, pages_of
from dondoc.services.acts.overtaken import ENDED_BY, OVERTAKEN
from dondoc.services.boards.before_urging import AUDIENCES, may_urge, nudge_preview
from dondoc.services.boards.unit import AssignmentCourse, UnitBoard, course_of, unit_board
from dondoc.services.boards.units import unit_list
from dondoc.services.delivery.urge import send_urged
from dondoc.services.reminders.nudges.by_hand import MAX_WORDS, nudge_by_hand
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.services.work.visible_assignment import visible_assignment
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import grounds_in
from dondoc.web.site.lanes import quick
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.programme import Programme
from models.rules.roles import Audience

router = Pages()

ON_PAGE_SIZE, COURSES_ON_PAGE_SIZE = 50, 24
STATES = ("overdue", "in_time", "due_soon", "done_late", "done_in_time")
"""The four due states; "due soon" is a part of "in time", here as on every page and paper."""

_NO_FIELD = dict.fromkeys(
    (OVERTAKEN, ENDED_BY, "by_hand.nothing_open", "by_hand.today_already"), ""
)
"""Refusals that no other words would mend."""

PageNumber = Annotated[int, Query(alias="page")]
Row = TypeVar("Row")


@router.get("/boards")
@quick
def boards(visit: Visiting, group: str = "", number: PageNumber = 1) -> Response:
    """The units whose boards one sees, the worst first."""
    if not (visit.viewer.sees_all or visit.viewer.boards):
        raise HTTPException(403)
    with visit.programme() as (session, programme):
        unit_page = unit_list(session, programme, visit.viewer, group)
    shown, number, pages = _portion(unit_page.units, number, ON_PAGE_SIZE)
    return page(
        visit,
        "boards/units",
        board=unit_page,
        shown=shown,
        states=STATES,
        group=group,
        number=number,
        pages=pages,
        link=lambda n: f"/boards?{urlencode({'group': group, 'page': n})}",
    )


@router.get("/boards/{unit_id}")
@quick
def board(
    visit: Visiting, unit_id: int, state: str = "", number: PageNumber = 1, courses: int = 1
) -> Response:
    """One unit: figures, checkpoints by due state, roadmaps, its committee, its reminders."""
    with visit.programme() as (session, programme):
        unit_page = unit_board(session, programme, visit.viewer, unit_id)
    if unit_page is None:
        raise HTTPException(404)
    every = unit_page.checkpoint_rows
    in_state = [row for row in every if state not in STATES or _is_in(row, state)]
    rows, number, pages = _portion(in_state, number, ON_PAGE_SIZE)
    grouped, courses, course_pages = _portion(unit_page.assignments, courses, COURSES_ON_PAGE_SIZE)
    return page(
        visit,
        "boards/unit",
        board=unit_page,
        year=programme.year,
        states=STATES,
        state=state if state in STATES else "",
        rows=rows,
        wanted=len(in_state),
        number=number,
        pages=pages,
        link=lambda n: f"/boards/{unit_id}?{urlencode({'state': state, 'page': n})}#checkpoints",
        courses=_courses(grouped, unit_page, programme.year, visit.today),
        course_key=_course_key(visit),
        course_number=courses,
        course_pages=course_pages,
        course_link=lambda n: f"/boards/{unit_id}?{urlencode({'courses': n})}#courses",
    )


@router.get("/nudge/{year}/{ref:path}")
def nudge(visit: Visiting, year: int, ref: str) -> Response:
    """Whom urging would reach, before it is done."""
    return _preview(visit, ref)


@router.post("/nudge/{year}/{ref:path}")
def urge(
    visit: Visiting, year: int, ref: str, fields: FormFields, tasks: BackgroundTasks
) -> Response:
    """Urges, in the words given; the letters go out once the answer is on its way."""
    with visit.programme() as (session, programme):
        _check(visit, session, programme, ref)
    form = Form(fields, visit.tr)
    to = form.needed("to")
    if to and to not in {audience.value for audience in AUDIENCES}:
        form.fail_empty("to")
    if not form.errors:
        request = UrgingRequest(
            by=visit.viewer.code,
            refs=(ref,),
            to=Audience(to),
            words=form.text("words"),
            year=year,
            grounds_shown=grounds_in(form),
        )
        with visit.writing() as session:
            form.attempt(lambda: nudge_by_hand(session, request, visit.now), "words", _NO_FIELD)
    if form.errors:
        return _preview(visit, ref, form, 422)
    tasks.add_task(send_urged, visit.workplace, visit.now)
    return go(f"/items/{year}/{ref}?done=nudged")


def _check(visit: Visit, session: Session, programme: Programme, ref: str) -> None:
    """Answers 404 for what one does not see, 403 for what is not one's to urge."""
    assignment = visible_assignment(session, programme, visit.viewer, ref)
    if assignment is None:
        raise HTTPException(404)
    if not may_urge(session, visit.viewer, assignment):
        raise HTTPException(403)


def _preview(visit: Visit, ref: str, form: Form | None = None, status: int = 200) -> Response:
    with visit.programme() as (session, programme):
        _check(visit, session, programme, ref)
        foreseen = nudge_preview(session, programme, visit.viewer, ref, visit.now)
    if foreseen is None:
        raise HTTPException(404)
    return page(
        visit,
        "boards/nudge",
        status,
        preview=foreseen,
        year=programme.year,
        form=form,
        most=MAX_WORDS,
    )


def _is_in(row: CheckpointRow, state: str) -> bool:
    """Whether a figure of the board counts a checkpoint."""
    if state == "due_soon":
        return row.due_soon
    return row.state.value == ("open_in_time" if state == "in_time" else state)


def _sparkline(course: AssignmentCourse) -> str:
    return small_svg(small_trajectory(course.roadmap)) if course.roadmap else ""


def _courses(
    grouped: Sequence[Sequence[CheckpointRow]], board_shown: UnitBoard, year: int, today: date
) -> list[tuple[AssignmentCourse, str]]:
    """What came of each assignment, and its small course."""
    courses = [course_of(rows, year, today, board_shown.computed) for rows in grouped]
    return [(course, _sparkline(course)) for course in courses]


def _course_key(visit: Visit) -> list[str]:
    """The signs of the small courses, for wide and for narrow screens."""
    return [key_svg(small_key(visit.lang), width) for width in (WIDE, NARROW)]


def _portion(rows: Sequence[Row], number: int, size: int) -> tuple[Sequence[Row], int, int]:
    """The rows of a page, its number (of the last one, where there are not so many), and how
    many pages there are.
    """
    pages, number = pages_of(len(rows), size), page_shown(number, len(rows), size)
    start = (number - 1) * size
    return rows[start : start + size], number, pages
