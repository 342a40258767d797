"""The queue of requests about personal data, for whoever answers them."""

from collections.abc import Callable

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.personal_data.own_file.archive import kept_words
from dondoc.services.personal_data.own_file.kinds import PersonalDataKind
from dondoc.services.personal_data.queue import queue_of, readable_request
from dondoc.services.personal_data.requests import ANSWERS, MAX_LETTERS, answer, request_grounds
from dondoc.services.personal_data.retention import (
    retention,
    retention_grounds,
    set_retention,
)
from dondoc.web.site.for_office import act
from dondoc.web.site.forms import Form, FormFields, number_in
from dondoc.web.site.grounds import knowing
from dondoc.web.site.keys import Key
from dondoc.web.site.messages import done_message
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.rules.file_requests import RequestStepKind
from models.rules.grounds import as_text

router = Pages()

_Doing = Callable[[SettingsChange], object]

_STEPS = {
    each.value: each
    for each in (RequestStepKind.ACCEPTED, RequestStepKind.REFUSED, RequestStepKind.CARRIED_OUT)
}
_DONE = (*_STEPS, "retention")


@router.get("/file-requests")
def requests(visit: VisitingNow) -> HTMLResponse:
    """What waits, overdue ones first; then what was answered."""
    visit.require(*ANSWERS)
    return _page(visit, None)


@router.post("/file-requests/{request_id}")
def decide(visit: VisitingNow, request_id: Key, fields: FormFields) -> Response:
    """Accepts or refuses a request, or says that it is carried out."""
    visit.require(*ANSWERS)
    form, field = Form(fields, visit.tr), f"words-{request_id}"
    with visit.reading() as session:
        if readable_request(session, visit.viewer, request_id) is None:
            raise HTTPException(404)
    step = _STEPS.get(form.text("act"))
    if step is None:
        raise HTTPException(400)
    doing: _Doing = knowing(
        form,
        lambda session: request_grounds(session, request_id),
        (f"file_request:{request_id}",),
        lambda change: answer(change, request_id, step, form.text(field)),
    )
    act(visit, form, doing, field)
    if form.errors:
        return _page(visit, form, 422)
    return go(f"/file-requests?done={step.value}", visit)


@router.post("/file-requests")
def rule_retention(visit: VisitingNow, fields: FormFields) -> Response:
    """For how long a kind of data is kept."""
    visit.require(*ANSWERS)
    form = Form(fields, visit.tr)
    kind = next((each for each in PersonalDataKind if each.value == form.text("kept")), None)
    typed = form.text("months")
    months = number_in(typed) if typed else None
    if kind is None:
        form.fail_empty("kept", "request_about")
    elif typed and months is None:
        form.fail("months", "file_request.error.no_number", found=typed)
    else:
        doing: _Doing = knowing(
            form,
            lambda session: retention_grounds(session, kind),
            (f"retention:{kind}",),
            lambda change: set_retention(change, kind, months),
        )
        act(visit, form, doing, "months")
    if form.errors:
        return _page(visit, form, 422)
    return go("/file-requests?done=retention#retention", visit)


def _page(visit: Visit, form: Form | None, status: int = 200) -> HTMLResponse:
    with visit.reading() as session:
        queue, kept = queue_of(session, visit.viewer), retention(session)
    grounds = {f"retention:{kind}": str(kept.get(kind, "")) for kind in PersonalDataKind}
    return page(
        visit,
        "personal_data/requests",
        status,
        queue=queue,
        grounds={
            each.key: as_text({f"file_request:{each.key}": each.state.value})
            for each in (*queue.open, *queue.closed)
        },
        me=visit.viewer.person_id,
        retention=[(kind, kept_words(kept.get(kind), visit.tr)) for kind in PersonalDataKind],
        retention_grounds=as_text(grounds),
        most=MAX_LETTERS,
        form=form,
        done=done_message(visit.request, visit.tr, "file_request", _DONE),
    )
