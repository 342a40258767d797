"""Keeps what was typed into a report's form, whatever becomes of it afterwards."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlmodel import Session
from starlette.datastructures import FormData

from dondoc.errors import DondocError
from dondoc.rendering.formats import moment
from dondoc.services.evidence.store import Attachment, hold_files, store
from dondoc.services.grounds.compare import OutdatedError
from dondoc.services.reports.drafts import (
    Draft,
    DraftBeside,
    DraftFile,
    check_room,
    check_room_beside,
    drop_draft,
    keep_draft,
)
from dondoc.services.reports.form import (
    as_typed,
    begin_to_change,
    last_sent,
)
from dondoc.store.database import reading
from dondoc.web.reports.fields import typed_in, uploads_in
from dondoc.web.reports.pages import Reporting
from dondoc.web.site.forms import Form, words_of
from dondoc.web.site.grounds import add_first, grounds_in
from models.rules.checkpoints import Act


def keep_only(reporting: Reporting, fields: FormData) -> None:
    """Keeps what was typed and the files, for a form that cannot be sent in any more."""
    keep(reporting, Form(fields, reporting.tr))


def says_what_was_sent(reporting: Reporting, fields: FormData) -> bool:
    """Whether a form says the same as the report of its link, so that nothing of it is lost."""
    form = Form(fields, reporting.tr)
    with reading(reporting.admitted.workplace.engine) as session:
        key, checkpoint_id = reporting.link_key, reporting.form_context.checkpoint_id
        sent = last_sent(session, checkpoint_id, act=Act.REPORT, request_key=key)
        if sent is None:
            return False
        before = as_typed(session, sent)
    typed = typed_in(form, Draft()).typed
    if form.amount("value") == sent.report.value:  # 70 and 70,0
        typed = {**typed, "value": before.text("value")}
    return before.says_the_same(typed)


def keep(reporting: Reporting, form: Form) -> Draft:
    """Keeps the words first, then the files that can be taken in: a full disk takes only those."""
    if form.files("files"):
        reporting.admitted.written(partial(_keep_words, reporting, form))

    def with_files(session: Session) -> Draft:
        form.errors.clear()
        hold_files(session)
        before = begin_to_change(session, reporting.form_context, reporting.person_id)
        draft = typed_in(form, before).with_files((), form.all("drop"))
        files = uploads_in(form, draft)
        try:
            check_room(draft, files)
            draft = draft.with_files(_stored(session, reporting, files))
        except DondocError as error:
            form.errors["files"] = words_of(error, form.tr)
        return keep_words_of(session, reporting, form, before, draft)

    return reporting.admitted.written(with_files)


def _keep_words(reporting: Reporting, form: Form, session: Session) -> None:
    before = begin_to_change(session, reporting.form_context, reporting.person_id)
    keep_words_of(session, reporting, form, before, typed_in(form, before))


def _stored(session: Session, reporting: Reporting, files: list[Attachment]) -> list[DraftFile]:
    folder, now = reporting.admitted.workplace.evidence, reporting.now
    return [
        DraftFile(store(session, folder, file, now), file.filename, len(file.content))
        for file in files
    ]


def keep_words_of(
    session: Session, reporting: Reporting, form: Form, before: Draft, draft: Draft
) -> Draft:
    """Keeps the draft in place of the one before, or beside it where the form did not know it.

    Gives what the form is shown with: what was typed into it, and what else is kept.
    """
    opened = form.text("nonce")
    try:
        before.check_known(opened, grounds_in(form))
    except OutdatedError as error:
        add_first(form, error)
        saved = replace(before, files=draft.files, spent=draft.spent)
        more = saved.with_text_beside(opened, draft.typed, reporting.now)
        try:
            check_room_beside(more)
            saved = more
        except DondocError as full:
            form.errors[""], form.unkept = words_of(full, form.tr), True
        put(session, reporting, saved, before.saved_at)
        other = DraftBeside(before.form, moment(before.saved_at), before.typed)
        others = (other, *(beside for beside in saved.beside if beside.form != opened))
        return replace(draft, saved_at=before.saved_at, beside=others)
    return put(session, reporting, draft.brought_by(opened, before))


def put(
    session: Session, reporting: Reporting, draft: Draft, saved_at: datetime | None = None
) -> Draft:
    """Keeps a draft, as of now if nothing else is said; one without a word is none."""
    person_id, checkpoint_id = reporting.person_id, reporting.form_context.checkpoint_id
    if draft.is_empty and not draft.beside:
        drop_draft(session, person_id, checkpoint_id)
        return replace(draft, saved_at=None)
    at = saved_at or reporting.now
    keep_draft(session, person_id, checkpoint_id, draft, at)
    return replace(draft, saved_at=at)
