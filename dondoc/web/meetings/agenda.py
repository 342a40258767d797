"""What changes an agenda: picking what is behind, ordering, wording, and recording conclusions."""

from collections.abc import Callable

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import Response

from dondoc.rendering.formats import quantity
from dondoc.services.boards.people import positions
from dondoc.services.delivery.urge import send_urged
from dondoc.services.meetings.agenda import Agenda
from dondoc.services.meetings.call import find_meeting
from dondoc.services.meetings.conclusions import ConclusionInput, Conclusions
from dondoc.services.meetings.grounds import AGENDA, meeting_grounds
from dondoc.services.meetings.proposals import proposed, with_keys
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.choose import chosen_from
from dondoc.web.meetings.meetings import meeting_shown
from dondoc.web.site.for_office import act
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import knowing
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.conclusions import TO_A_POSITION, ConclusionKind
from models.rules.grounds import as_text
from models.rules.roles import Mandate

router = Pages()


@router.get("/meetings/{meeting_id}/proposals")
def proposals(visit: Visiting, meeting_id: Key) -> Response:
    """What is behind and may be put on the agenda."""
    visit.require(Mandate.SECRETARIAT)
    return _proposals(visit, meeting_id)


@router.post("/meetings/{meeting_id}/proposals")
def add_proposals(visit: Visiting, meeting_id: Key, fields: FormFields) -> Response:
    """Puts what was ticked on the agenda."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    keys = form.all("matter")
    if not keys:
        form.fail("matter", "meeting.error.none_chosen")
        return _proposals(visit, meeting_id, form)
    # Reading what is behind takes its time, and must not keep others from writing meanwhile.
    with visit.programme() as (session, programme):
        chosen = with_keys(proposed(session, programme, visit.viewer, visit.now)[0], keys)
    _change(visit, form, meeting_id, lambda agenda: agenda.add(chosen), "matter")
    if form.errors:
        return _proposals(visit, meeting_id, form)
    return go(f"/meetings/{meeting_id}?done=added", visit)


@router.post("/meetings/{meeting_id}/items")
def add_own(visit: Visiting, meeting_id: Key, fields: FormFields) -> Response:
    """Puts a matter of the secretariat's own on the agenda."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    subject, requested = form.needed("subject"), form.text("requested")
    if not form.errors:
        _change(visit, form, meeting_id, lambda it: it.add_own(subject, requested), "subject")
    return _after(visit, meeting_id, form, "added")


@router.post("/meetings/{meeting_id}/items/{item_id}")
def change_item(visit: Visiting, meeting_id: Key, item_id: Key, fields: FormFields) -> Response:
    """Moves a matter, takes it off, or says anew what is asked."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    words = form.text(f"requested-{item_id}")
    acts: dict[str, Callable[[Agenda], object]] = {
        "up": lambda agenda: agenda.move(item_id, -1),
        "down": lambda agenda: agenda.move(item_id, 1),
        "off": lambda agenda: agenda.take_off(item_id),
        "word": lambda agenda: agenda.word(item_id, words),
    }
    changing = acts.get(form.text("act"))
    if changing is None:
        raise HTTPException(400)
    _change(visit, form, meeting_id, changing, f"requested-{item_id}")
    return _after(visit, meeting_id, form, "changed")


@router.post("/meetings/{meeting_id}/items/{item_id}/conclusions")
def conclude(
    visit: Visiting, meeting_id: Key, item_id: Key, fields: FormFields, tasks: BackgroundTasks
) -> Response:
    """Records what the meeting concluded on a matter."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    concluded = _concluded(visit, form, item_id)
    if concluded is not None and not form.errors:
        evidence = visit.workplace.evidence

        def recording(office: SettingsChange) -> object:
            return Conclusions(office, evidence).record(meeting_id, item_id, concluded)

        names = (f"matter:{item_id}",)
        doing = knowing(form, lambda it: meeting_grounds(it, meeting_id), names, recording)
        act(visit, form, doing, f"words-{item_id}")
    if concluded is not None and not form.errors:
        if concluded.kind is ConclusionKind.URGE:
            tasks.add_task(send_urged, visit.workplace, visit.now)
        visit.wake_after(tasks)
    return _after(visit, meeting_id, form, "concluded")


def _concluded(visit: Visit, form: Form, item_id: int) -> ConclusionInput | None:
    """What was typed on a matter; what is wrong is concluded at its field."""
    kind = next((each for each in ConclusionKind if each.value == form.text("kind")), None)
    if kind is None:
        raise HTTPException(400)
    code, typed = "", form.text(f"position-{item_id}")
    if kind in TO_A_POSITION and typed:
        with visit.reading() as session:
            posts = positions(session, visit.today)
        code = form.attempt(lambda: chosen_from(posts, typed), f"position-{item_id}") or ""
    due = form.day(f"due-{item_id}")
    return ConclusionInput(kind, form.text(f"words-{item_id}"), code, due)


def _change(
    visit: Visit, form: Form, meeting_id: int, what: Callable[[Agenda], object], name: str
) -> None:
    """Changes the agenda as it was shown."""

    def changing(office: SettingsChange) -> object:
        return what(Agenda(office, meeting_id))

    act(
        visit,
        form,
        knowing(form, lambda session: meeting_grounds(session, meeting_id), AGENDA, changing),
        name,
    )


def _after(visit: Visit, meeting_id: int, form: Form, done: str) -> Response:
    if form.errors:
        return meeting_shown(visit, meeting_id, form)
    return go(f"/meetings/{meeting_id}?done={done}", visit)


def _proposals(visit: Visit, meeting_id: int, form: Form | None = None) -> Response:
    with visit.programme() as (session, programme):
        meeting = find_meeting(session, visit.viewer, meeting_id)
        if meeting is None:
            raise HTTPException(404)
        found, counts = proposed(session, programme, visit.viewer, visit.now)
        grounds = as_text(meeting_grounds(session, meeting_id))
    return page(
        visit,
        "meetings/proposals",
        422 if form else 200,
        meeting=meeting,
        reasons=[(reason, [each for each in found if each.reason is reason]) for reason in counts],
        counts=counts,
        form=form,
        quantity=lambda value, unit: quantity(value, unit, visit.lang),
        ticked=set(form.all("matter")) if form else set(),
        grounds=grounds,
    )
