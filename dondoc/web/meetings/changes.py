"""What changes a meeting as a whole, and what takes a conclusion of it back."""

from collections.abc import Callable

from fastapi import HTTPException
from fastapi.responses import Response
from sqlmodel import Session

from dondoc.services.meetings.change import call_off, reschedule
from dondoc.services.meetings.grounds import WHOLE, conclusion_grounds, meeting_grounds
from dondoc.services.meetings.take_back import take_back
from dondoc.services.organisation.changes import SettingsChange
from dondoc.web.meetings.meetings import meeting_shown
from dondoc.web.site.for_office import act
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import knowing
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.grounds import Grounds
from models.rules.roles import Mandate

router = Pages()


@router.post("/meetings/{meeting_id}")
def change(visit: Visiting, meeting_id: Key, fields: FormFields) -> Response:
    """Another day or title of a meeting, or calling it off."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    acts: dict[str, Callable[[Visit, Form, int], None]] = {
        "reschedule": _reschedule, "call_off": _call_off
    }  # fmt: skip
    how = form.text("act")
    if how not in acts:
        raise HTTPException(400)
    acts[how](visit, form, meeting_id)
    if form.errors:
        return meeting_shown(visit, meeting_id, form)
    return go(f"/meetings/{meeting_id}?done={how}", visit)


def _reschedule(visit: Visit, form: Form, meeting_id: int) -> None:
    title, day = form.needed("title"), form.day("held_on")
    if day is None:
        form.fail_empty("held_on")
    elif not form.errors:
        _do(visit, form, meeting_id, lambda it: reschedule(it, meeting_id, day, title), "held_on")


def _call_off(visit: Visit, form: Form, meeting_id: int) -> None:
    why = form.text("why")
    _do(visit, form, meeting_id, lambda it: call_off(it, meeting_id, why), "why")


def _do(
    visit: Visit, form: Form, meeting_id: int, what: Callable[[SettingsChange], None], name: str
) -> None:
    """Changes the meeting as it was shown."""

    def read(session: Session) -> Grounds:
        return meeting_grounds(session, meeting_id)

    act(visit, form, knowing(form, read, WHOLE, what), name)


@router.post("/meetings/{meeting_id}/conclusions/{conclusion_id}")
def take_conclusion_back(
    visit: Visiting, meeting_id: Key, conclusion_id: Key, fields: FormFields
) -> Response:
    """Takes a conclusion back; to correct it, it is recorded anew then, in its old words."""
    visit.require(Mandate.SECRETARIAT)
    form, name = Form(fields, visit.tr), f"why-{conclusion_id}"
    why = form.text(name)

    def taking(office: SettingsChange) -> None:
        take_back(office, meeting_id, conclusion_id, why)

    names = (f"conclusion:{conclusion_id}",)
    act(
        visit,
        form,
        knowing(form, lambda it: conclusion_grounds(it, conclusion_id), names, taking),
        name,
    )
    if form.errors:
        return meeting_shown(visit, meeting_id, form)
    done = f"/meetings/{meeting_id}?done=taken_back"
    if form.text("act") == "correct":
        done += f"&anew={conclusion_id}#concluded-{conclusion_id}"
    return go(done, visit)
