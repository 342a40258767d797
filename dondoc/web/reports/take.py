"""What is sent from a report's form: kept at once, and recorded where a button says so."""

from dataclasses import replace
from functools import partial

from fastapi import BackgroundTasks
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sqlmodel import Session
from starlette.datastructures import FormData

from dondoc.clockwork.wake import wake
from dondoc.errors import DondocError
from dondoc.rendering.formats import moment
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.evidence.store import hold_files
from dondoc.services.organisation.choose import chosen_from, units_to_choose_from
from dondoc.services.reports.drafts import Draft, drop_draft, hold_draft
from dondoc.services.reports.form import (
    MAX_DIFFICULTIES,
    begin,
    begin_to_change,
    came_from,
    form_key,
    rows_of,
    was_sent,
)
from dondoc.services.reports.warnings import warnings_of
from dondoc.store.database import reading
from dondoc.web.reports.cause import cause_typed
from dondoc.web.reports.fields import act_of, field_of, nonce_of, typed_in
from dondoc.web.reports.keep import keep, keep_words_of, put
from dondoc.web.reports.pages import Reporting, form_page
from dondoc.web.site.forms import Form, words_of
from dondoc.web.site.grounds import grounds_in, note_changes
from dondoc.web.site.pages import go
from models.rules.checkpoints import Act, local_date

TAKE, DROP = "take:", "drop:"
"""Buttons beside the text of another form, whose name stands behind."""
RECORDS = frozenset({Act.REPORT.value, Act.UPDATE.value})


def take(reporting: Reporting, fields: FormData, tasks: BackgroundTasks) -> Response:
    """Keeps what was typed, and records it where a button says so.

    The draft is kept in a transaction of its own: whatever is refused afterwards, no word and
    no file that reached us is lost.
    """
    form = Form(fields, reporting.tr)
    button = form.text("act")
    if button == "forget":
        return _forget(reporting, form)
    draft = keep(reporting, form)
    if button.startswith((TAKE, DROP)):
        return _chosen(reporting, form, draft, button)
    if button not in RECORDS:
        more = button == "more" and not form.errors
        return _room_for_more(reporting) if more else _after_keeping(reporting, form, draft)
    typed = act_of(
        form, reporting.form_context, draft, reporting.person_id, partial(_unit_called, reporting)
    )
    act_input = replace(typed, by=reporting.code)
    if act_input.act is Act.UPDATE or _is_of_this_form(reporting, form):
        act_input = replace(act_input, grounds_shown=None)
    cause = cause_typed(form, act_input)
    _ask_what_is_meant(reporting, form, act_input)
    if form.errors or _must_ask(reporting, form, act_input):
        return _again(reporting, form, draft, act_input)
    return _record(reporting, form, draft, (act_input, cause), tasks)


def _unit_called(reporting: Reporting, typed: str) -> str:
    with reading(reporting.admitted.workplace.engine) as session:
        return chosen_from(units_to_choose_from(session, local_date(reporting.now)), typed)


def autosave(reporting: Reporting, fields: FormData) -> JSONResponse:
    """Keeps the text while it is typed; what comes late, after sending, is no draft.

    It says so, too: where the answer to a report was lost on its way, somebody types on.
    """
    form = Form(fields, reporting.tr)
    begins = form_key(reporting.person_id, nonce_of(form))
    with reporting.admitted.writing() as session:
        hold_files(session)
        hold_draft(session, reporting.person_id, reporting.form_context.checkpoint_id)
        if was_sent(session, reporting.form_context.checkpoint_id, begins):
            return JSONResponse({"saved": form.tr("report.unsaved.sent"), "failed": True})
        before = begin(session, reporting.form_context, reporting.person_id)
        keep_words_of(session, reporting, form, before, typed_in(form, before))
    words = form.errors.get("") or form.tr("report.saved_at", at=moment(reporting.now)[:5])
    return JSONResponse({"saved": words, "failed": form.unkept})


def _chosen(reporting: Reporting, form: Form, draft: Draft, button: str) -> Response:
    """The text of another form is taken in place of the draft's own, or thrown away."""
    which = button.partition(":")[2]

    def choose(session: Session) -> None:
        now = begin_to_change(session, reporting.form_context, reporting.person_id)
        takes = button.startswith(TAKE)
        put(session, reporting, now.taken(which, reporting.now) if takes else now.without(which))

    if not form.errors:
        form.attempt(lambda: reporting.admitted.written(choose))
    return _after_keeping(reporting, form, draft)


def _forget(reporting: Reporting, form: Form) -> Response:
    with reporting.admitted.writing() as session:
        draft = begin_to_change(session, reporting.form_context, reporting.person_id)
        form.attempt(lambda: draft.check_known(form.text("nonce"), grounds_in(form)))
        if not form.errors:
            drop_draft(session, reporting.person_id, reporting.form_context.checkpoint_id)
    return _again(reporting, form, draft) if form.errors else go(reporting.here)


def _after_keeping(reporting: Reporting, form: Form, draft: Draft) -> Response:
    return _again(reporting, form, draft) if form.errors else go(f"{reporting.here}?done=draft")


def _room_for_more(reporting: Reporting) -> Response:
    """Back to the form, with room for one more difficulty."""

    def widen(session: Session) -> int:
        draft = begin_to_change(session, reporting.form_context, reporting.person_id)
        rows = min(rows_of(draft) + 1, MAX_DIFFICULTIES)
        put(session, reporting, draft.with_fields({**draft.typed, "rows": str(rows)}))
        return rows

    rows = reporting.admitted.written(widen)
    return go(f"{reporting.here}?done=draft#difficulty-{rows - 1}")


def _must_ask(reporting: Reporting, form: Form, act_input: ActInput) -> bool:
    """Whether the value looks wrong and nobody has said yet that this very value is right."""
    sure = form.has("sure") and form.text("sure") == form.text("value")
    return bool(warnings_of(reporting.form_context, act_input.value)) and not sure


def _ask_what_is_meant(reporting: Reporting, form: Form, act_input: ActInput) -> None:
    """A report that would be late in place of one in time, or whose period is still ahead."""
    form_context = reporting.form_context
    if act_input.confirmed or form.errors:
        return
    if act_input.act is Act.REPORT and reporting.can_report and form_context.late_if_replaced:
        form.fail("confirmed", "report.error.confirm_late")
    says = act_input.value is not None or act_input.delivered is not None
    if says and form_context.early:
        title = form_context.view.title
        form.fail("confirmed", "report.error.confirm_early", title=title, year=form_context.year)


def _is_of_this_form(reporting: Reporting, form: Form) -> bool:
    """Whether the report that stands was sent from this very form: who goes back to it knows it."""
    begins = form_key(reporting.person_id, nonce_of(form))
    with reading(reporting.admitted.workplace.engine) as session:
        return came_from(session, reporting.form_context.checkpoint.report_id, begins)


def _record(
    reporting: Reporting,
    form: Form,
    draft: Draft,
    acts: tuple[ActInput, ActInput | None],
    tasks: BackgroundTasks,
) -> Response:
    """`acts`: the report or the update, and an objective cause that came with it."""
    workplace, (act_input, cause) = reporting.admitted.workplace, acts
    if reporting.link_key is not None and act_input.act is Act.REPORT:
        act_input = replace(act_input, request_key=reporting.link_key)
    try:
        reporting.admitted.written(partial(_recorded, reporting, act_input, cause))
    except DondocError as error:
        form.errors[field_of(error)] = words_of(error, form.tr)
        return _again(reporting, form, draft, act_input)
    tasks.add_task(wake, workplace.settings)
    return go(f"{reporting.here}?done={act_input.act.value}")


def _recorded(
    reporting: Reporting, act_input: ActInput, cause: ActInput | None, session: Session
) -> None:
    workplace, context = reporting.admitted.workplace, reporting.form_context
    hold_draft(session, reporting.person_id, context.checkpoint_id)
    recorder = Recorder(session, reporting.now, workplace.evidence, context.year)
    recorder.record(act_input)
    if cause is not None:  # after the report: whether that came late is known then
        recorder.record(replace(cause, request_key=f"{act_input.request_key}:cause"))
    drop_draft(session, reporting.person_id, context.checkpoint_id, until=reporting.now)


def _again(
    reporting: Reporting, form: Form, draft: Draft, act_input: ActInput | None = None
) -> HTMLResponse:
    if form.text("act") == Act.REPORT.value and not _is_of_this_form(reporting, form):
        note_changes(form, Act.REPORT, reporting.form_context.view.seen)
    warned = (
        warnings_of(reporting.form_context, act_input.value)
        if act_input and not form.errors
        else ()
    )
    with reading(reporting.admitted.workplace.engine) as session:
        return form_page(session, reporting, draft, form=form, warned=warned)
