"""Meetings: the list, and the agenda of one with what is proposed, asked and concluded."""

from collections.abc import Sequence
from datetime import date

from fastapi import HTTPException
from fastapi.responses import Response
from sqlmodel import Session

from dondoc.exports.libreoffice import program
from dondoc.paging import page_shown, pages_of
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
from dondoc.services.meetings.change import MAX_WHY
from dondoc.services.meetings.conclusions import MAX_LETTERS
from dondoc.services.meetings.conclusions_before import before_meeting
from dondoc.services.meetings.follow_up import (
    ConclusionRow,
    concluded_at,
    conclusions_of,
)
from dondoc.services.meetings.grounds import grounds_of_conclusion, meeting_grounds
from dondoc.services.meetings.handed_out import files_of
from dondoc.services.meetings.on_agenda import kinds_of_conclusions, named_reasons
from dondoc.services.meetings.papers import MeetingPaper
from dondoc.services.meetings.take_back import obstacle_of
from dondoc.services.organisation.directory import names_of_people
from dondoc.services.papers.office import forms_offered
from dondoc.services.papers.own.templates import forms_with_own
from dondoc.web.site.caller import NoProgrammeError
from dondoc.web.site.for_office import act
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.meeting import AgendaItem, Conclusion, Meeting
from models.programme import Programme
from models.rules.conclusions import ConclusionState
from models.rules.grounds import as_text
from models.rules.roles import Mandate

router = Pages()

_DONE = frozenset(
    {"called", "added", "changed", "concluded", "handed_out", "reschedule", "call_off",
     "taken_back"}
)  # fmt: skip


@router.get("/meetings")
def meetings(visit: Visiting, number: int = 1) -> Response:
    """The meetings of the year, and a form to call one."""
    visit.require_whole_year()
    return _list(visit, number)


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
def meeting_page(visit: Visiting, meeting_id: Key, done: str = "", anew: int = 0) -> Response:
    """A meeting: what became of the last conclusions, its agenda, its papers."""
    visit.require_whole_year()
    return meeting_shown(visit, meeting_id, done=done, anew=anew)


def _list(visit: Visit, number: int, form: Form | None = None) -> Response:
    with visit.reading() as session:
        rows, in_all = page_of_meetings(session, visit.viewer, number)
    return page(
        visit,
        "meetings/meetings",
        422 if form else 200,
        meetings=rows,
        number=page_shown(number, in_all, PAGE_SIZE),
        pages=pages_of(in_all, PAGE_SIZE),
        form=form,
        most=MAX_TITLE,
        may_call=visit.viewer.has(Mandate.SECRETARIAT),
    )


def meeting_shown(
    visit: Visit, meeting_id: int, form: Form | None = None, done: str = "", anew: int = 0
) -> Response:
    """The page of a meeting; `form`: one that could not be taken; `anew`: a conclusion that was
    taken back and is to be recorded anew.
    """
    with visit.programme() as (session, programme):
        meeting = find_meeting(session, visit.viewer, meeting_id)
        if meeting is None:
            raise HTTPException(404)
        items = items_of(session, meeting_id)
        before = conclusions_of(session, programme, visit.today, before_meeting(session, meeting))
        ours = conclusions_of(session, programme, visit.today, concluded_at(meeting_id))
        shown = _of_meeting(visit, session, meeting, items, form)
    return page(
        visit,
        "meetings/meeting",
        422 if form else 200,
        meeting=meeting,
        items=items,
        before=before,
        concluded=_by_matter(items, ours),
        keeps={each.conclusion.key: obstacle_of(each.conclusion, each.work) for each in ours},
        conclusion_grounds={each.conclusion.key: _grounds(each.conclusion) for each in ours},
        has_concluded=any(each.state is not ConclusionState.TAKEN_BACK for each in ours),
        old=next(
            (each for each in ours if each.is_taken_back and each.conclusion.id == anew), None
        ),
        **shown,
        **_choices(visit, meeting),
        form=form,
        done=done if done in _DONE else "",
    )


def _of_meeting(
    visit: Visit,
    session: Session,
    meeting: Meeting,
    items: Sequence[AgendaItem],
    form: Form | None,
) -> dict[str, object]:
    """What the page shows of the meeting beside its matters, and what may be done with it.

    A form that was refused stays, also of a meeting called off meanwhile: nothing typed is lost.
    """
    off = meeting.called_off_at is not None
    makes = visit.viewer.has(Mandate.SECRETARIAT) and (form is not None or not off)
    year_end = date(session.get_one(Programme, meeting.programme_id).year, 12, 31)
    posts = positions_by_unit(session, visit.today, of_ended=False) if makes and items else []
    who = names_of_people(session, [meeting.called_off_by_id]) if meeting.called_off_by_id else {}
    return {
        "grounds": as_text(meeting_grounds(session, meeting.key)),
        "files": files_of(session, meeting.key),
        "lacks_pdf": makes and program() is None and bool(forms_with_own(session)),
        "makes": makes,
        "papers": () if off else tuple(MeetingPaper),
        "called_off_by": who.get(meeting.called_off_by_id or 0, ""),
        "reasons": named_reasons(session, items),
        "kinds": kinds_of_conclusions(session, items, year_is_over=visit.today > year_end),
        "posts": {each.key: own_first(posts, each.unit_id) for each in items},
    }


def _grounds(conclusion: Conclusion) -> str:
    return as_text(grounds_of_conclusion(conclusion))


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
        "most": {
            "subject": MAX_SUBJECT,
            "requested": MAX_REQUESTED,
            "words": MAX_LETTERS,
            "title": MAX_TITLE,
            "why": MAX_WHY,
        },
        "which_papers": [(each, visit.tr(f"meeting.take.{each}")) for each in MeetingPaper],
    }
