"""The fields of a report's form: as typed, and as the act that they become."""

import json
import re
import uuid
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from starlette.datastructures import UploadFile

from dondoc.errors import DondocError
from dondoc.services.acts.act_input import ActInput, DifficultyInput
from dondoc.services.acts.fields_of_refusals import FIELDS_OF_REFUSALS
from dondoc.services.evidence.limits import (
    ACCEPTED,
    MAX_BYTES,
    MAX_FILES,
    MAX_TOGETHER,
    MEGABYTE,
    check_together,
    check_upload,
)
from dondoc.services.evidence.store import Attachment
from dondoc.services.reports.drafts import Draft
from dondoc.services.reports.form import (
    CAUSE_FIELDS,
    PLAIN_FIELDS,
    ROW_FIELDS,
    request_key,
    rows_of,
)
from dondoc.services.reports.form_context import FormContext
from dondoc.store.full import DiskFullError, is_full
from dondoc.web.site.forms import Form, words_of
from dondoc.web.site.grounds import grounds_in
from models.rules.checkpoints import Act
from models.rules.indicators import Basis

UnitCalled = Callable[[str], str]

FILE_LIMITS = {
    "accepted": ACCEPTED,
    "most_files": MAX_FILES,
    "most_each": MAX_BYTES // MEGABYTE,
    "most_together": MAX_TOGETHER // MEGABYTE,
}
"""What a page says of the files that may come with its form."""

_NONCE = re.compile(r"[0-9a-f]{32}")


def nonce_of(form: Form) -> str:
    """What tells one opened form from another; a new one for a form that brings none."""
    text = form.text("nonce")
    return text if _NONCE.fullmatch(text) else new_nonce()


def new_nonce() -> str:
    """For a form that is opened now."""
    return uuid.uuid4().hex


def typed_in(form: Form, draft: Draft) -> Draft:
    """The draft with the fields as they are typed now."""
    typed = {name: form.text(name) for name in (*PLAIN_FIELDS, *CAUSE_FIELDS)}
    now = draft.with_fields(typed)
    for row in range(rows_of(now)):
        typed |= {f"{name}-{row}": form.text(f"{name}-{row}") for name in ROW_FIELDS}
    return draft.with_fields(typed)


def uploads_in(form: Form, draft: Draft) -> list[Attachment]:
    """The files that were sent and can be taken in; what is wrong with others is said."""
    uploads, sizes = form.files("files"), [draft_file.size for draft_file in draft.files]
    if len(uploads) + len(sizes) > MAX_FILES:
        form.fail("files", "upload.too_many", found=len(uploads) + len(sizes), most=MAX_FILES)
        return []
    taken: list[Attachment] = []
    troubles: list[str] = []
    for upload in uploads:
        try:
            file = _taken(upload)
            check_together(
                [*sizes, *(len(attachment.content) for attachment in taken), len(file.content)]
            )
            taken.append(file)
        except DondocError as error:
            troubles.append(words_of(error, form.tr))
    if troubles:
        form.errors["files"] = " ".join(troubles)
    return taken


def _taken(upload: UploadFile) -> Attachment:
    # One byte more than allowed tells that it is too large; no more of it is held in memory.
    try:
        content = upload.file.read(MAX_BYTES + 1)
    except OSError as error:
        if is_full(error):
            raise DiskFullError("evidence.disk_full") from error
        raise
    return check_upload(upload.filename or "", content)


def uploads_sent(form: Form) -> list[list[object]]:
    """Names and sizes of the files that came with this form."""
    return [[file.filename, file.size] for file in form.files("files")]


def act_of(
    form: Form, form_context: FormContext, draft: Draft, by: int, unit_called: UnitCalled
) -> ActInput:
    """The report that was typed. What is wrong with it is in `form.errors` afterwards.

    `unit_called`: gives the code of the unit whose name or code was typed.
    """
    act = Act.UPDATE if form.text("act") == Act.UPDATE.value else Act.REPORT
    confirmed = form.has("confirmed")
    content = [act.value, dict(draft.typed), uploads_sent(form), confirmed]
    text = json.dumps(content, sort_keys=True)
    return ActInput(
        act=act,
        ref=form_context.ref,
        by="",
        on_behalf_of=_principal(form, form_context),
        value=None if form_context.is_product or form_context.is_computed else _value(form, act),
        delivered=_delivered(form, act) if form_context.is_product else None,
        basis=_basis(form),
        value_as_of=form.day("value_as_of"),
        narrative=form.text("narrative"),
        hindrances=_hindrances(form, draft, unit_called),
        evidence=tuple(file.attachment for file in draft.files),
        confirmed=confirmed,
        request_key=request_key(by, nonce_of(form), text),
        grounds_shown=grounds_in(form),
    )


def _principal(form: Form, context: FormContext) -> str | None:
    if not context.principals:
        return None
    text = form.text("on_behalf_of")
    if text not in {principal.code for principal in context.principals}:
        form.fail("on_behalf_of", "report.error.on_behalf_of")
    return text


def _value(form: Form, act: Act) -> Decimal | None:
    value = form.amount("value")
    if value is None and act is Act.REPORT:
        form.fail("value", "refusal.needs_value")
    return value


def _delivered(form: Form, act: Act) -> bool | None:
    choice = {"yes": True, "no": False}.get(form.text("delivered"))
    if choice is None and act is Act.REPORT:
        form.fail("delivered", "refusal.needs_delivered")
    return choice


def _basis(form: Form) -> Basis:
    """An estimate without its day could not be told from a later one."""
    if form.text("basis") != Basis.ESTIMATE.value:
        return Basis.ACTUAL
    if not form.text("value_as_of"):
        form.fail("value_as_of", "report.error.as_of")
    return Basis.ESTIMATE


def _hindrances(form: Form, draft: Draft, unit_called: UnitCalled) -> tuple[DifficultyInput, ...]:
    difficulty_inputs = []
    for row in range(rows_of(draft)):
        what, proposal = form.text(f"difficulty-{row}"), form.text(f"proposal-{row}")
        remover = form.text(f"remover-{row}")
        objective = bool(form.text(f"objective-{row}"))
        if what or proposal:
            name = f"remover-{row}"
            code = form.attempt(partial(unit_called, remover), name) if remover else None
            difficulty_inputs.append(DifficultyInput(what, proposal, code, objective))
        elif remover or objective:
            form.fail(f"difficulty-{row}", "report.error.difficulty")
    return tuple(difficulty_inputs)


_OF_THE_FORM = {
    "refusal.still_undelivered": "delivered",
    "refusal.undelivered_after_all": "delivered",
}
"""Of these the form has a field to mend them by; the API answers them as a conflict."""


def field_of(error: DondocError) -> str:
    """The field by which a refusal is mended, where the form has it; '' for the form as a whole."""
    field = _OF_THE_FORM.get(error.key) or FIELDS_OF_REFUSALS.get(error.key, "")
    if f"cause_{field}" in CAUSE_FIELDS and field not in PLAIN_FIELDS:
        return f"cause_{field}"
    return field if field in PLAIN_FIELDS else ""
