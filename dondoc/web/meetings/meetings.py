"""Meetings: the list, and the agenda of one with what is proposed, asked and concluded."""

from collections.abc import Sequence

from fastapi import HTTPException
from fastapi.responses import Response

from dondoc.paging import pages_of
from dondoc.services.boards.people import own_first, positions_by_unit
from dondoc.services.meetings.agenda import (
    MAX_REQUESTED,
    MAX_SUBJECT,
    items_of,
)
from dondoc.services.meetings.call import (
    MAX_TITLE,
    PAGE_SIZE,
    call_meeting,
    find_meeting,
    page_of_meetings,
)
from dondoc.services.meetings.conclusions import MAX_LETTERS
from dondoc.services.meetings.follow_up import (
    ConclusionRow,
    before_meeting,
    concluded_at,
    conclusions_of,
)
from dondoc.services.meetings.grounds import meeting_grounds
from dondoc.services.meetings.handed_out import files_of
from dondoc.services.meetings.papers import MeetingPaper
from dondoc.services.papers.office import forms_offered
from dondoc.web.site.caller import NoProgrammeError
from dondoc.web.site.for_office import act
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.meeting import AgendaItem, Meeting
from models.rules.conclusions import TO_A_POSITION, ConclusionKind
from models.rules.grounds import as_text
from models.rules.roles import Mandate

router = Pages()

_DONE = frozenset({"called", "added", "changed", "concluded", "handed_out"})


@router.get("/meetings")
def meetings(visit: Visiting, number: int = 1) -> Response:
    """The meetings of the year, and a form to call one."""
    visit.require_whole_year()
    return _list(visit, max(1, min(number, 10**6)))


@router.post("/meetings")
def call(visit: Visiting, fields: FormFields) -> Response:
    """Calls a meeting on a day."""
    visit.require(Mandate.SECRETARIAT)
    form, made = Form(fields, visit.tr), []
    title, day, programme_id = form.needed("title"), form.day("held_on"), visit.viewer.programme_id
    if programme_id is None:
        raise NoProgrammeError
    if day is None:
        form.fail_empty("held_on")
    elif not form.errors:
        act(visit, form, lambda it: made.append(call_meeting(it, programme_id, day, title).key),
            "held_on")  # fmt: skip
    if form.errors or not made:
        return _list(visit, 1, form)
    return go(f"/meetings/{made[0]}?done=called", visit)


@router.get("/meetings/{meeting_id}")
def meeting_page(visit: Visiting, meeting_id: Key, done: str = "") -> Response:
    """A meeting: what became of the last conclusions, its agenda, its papers."""
    visit.require_whole_year()
    return meeting_shown(visit, meeting_id, done=done)


def _list(visit: Visit, number: int, form: Form | None = None) -> Response:
    with visit.reading() as session:
        rows, in_all = page_of_meetings(session, visit.viewer, number)
    return page(
        visit,
        "meetings/meetings",
        422 if form else 200,
        meetings=rows,
        number=number,
        pages=pages_of(in_all, PAGE_SIZE),
        form=form,
        most=MAX_TITLE,
        may_call=visit.viewer.has(Mandate.SECRETARIAT),
    )


def meeting_shown(
    visit: Visit, meeting_id: int, form: Form | None = None, done: str = ""
) -> Response:
    """The page of a meeting; `form`: one that could not be taken."""
    with visit.programme() as (session, programme):
        meeting = find_meeting(session, visit.viewer, meeting_id)
        if meeting is None:
            raise HTTPException(404)
        items = items_of(session, meeting_id)
        before = conclusions_of(session, programme, visit.today, before_meeting(session, meeting))
        ours = conclusions_of(session, programme, visit.today, concluded_at(meeting_id))
        grounds = as_text(meeting_grounds(session, meeting_id))
        makes = visit.viewer.has(Mandate.SECRETARIAT)
        posts = positions_by_unit(session, visit.today) if makes and items else []
        files = files_of(session, meeting_id)
    return page(
        visit,
        "meetings/meeting",
        422 if form else 200,
        meeting=meeting,
        items=items,
        before=before,
        concluded=_by_matter(items, ours),
        grounds=grounds,
        files=files,
        makes=makes,
        posts={each.key: own_first(posts, each.unit_id) for each in items},
        **_choices(visit, meeting),
        form=form,
        done=done if done in _DONE else "",
    )


def _by_matter(
    items: Sequence[AgendaItem], rows: Sequence[ConclusionRow]
) -> dict[int, list[ConclusionRow]]:
    return {each.key: [row for row in rows if row.conclusion.item_id == each.key] for each in items}


def _choices(visit: Visit, meeting: Meeting) -> dict[str, object]:
    """Whether a conclusion may be recorded yet, what it can be, and which papers there are."""
    offered = forms_offered(visit.workplace.settings)
    return {
        "is_held": visit.today >= meeting.held_on,
        "forms": offered,
        "form_choices": [(form, visit.tr(f"papers.form.{form}")) for form in offered],
        "kinds": tuple(ConclusionKind),
        "to_a_position": TO_A_POSITION,
        "papers": tuple(MeetingPaper),
        "most": {"subject": MAX_SUBJECT, "requested": MAX_REQUESTED, "words": MAX_LETTERS},
        "which_papers": [(each, visit.tr(f"meeting.take.{each}")) for each in MeetingPaper],
    }
