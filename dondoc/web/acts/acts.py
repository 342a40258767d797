"""Small acts on a checkpoint: one form each, sent from any page that offers them."""

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.fields_of_refusals import FIELDS_OF_A_FORM
from dondoc.services.acts.record import Recorder
from dondoc.services.acts.small_forms import SMALL_ACTS
from dondoc.services.boards.overdue.board_rows import rows_of
from dondoc.services.boards.overdue.question import BoardQuestion, open_scope
from dondoc.services.extensions.history import ItemHistory, histories
from dondoc.services.extensions.together import OtherCheckpoint, others_to_ask
from dondoc.services.grounds.sentences import listed
from dondoc.services.reports.drafts import Draft
from dondoc.services.reports.form import request_key
from dondoc.services.reports.form_context import FormContext, find_form_context
from dondoc.services.work.answering.responsible import Answering, who_answers
from dondoc.services.work.reminders_counted import in_words
from dondoc.web.acts.together import AskedDate, dates_in, record_together, typed_dates
from dondoc.web.reports.fields import FILE_LIMITS, nonce_of, uploads_in, uploads_sent
from dondoc.web.site.bodies import EvidenceFields
from dondoc.web.site.forms import Form
from dondoc.web.site.grounds import grounds_in, note_changes
from dondoc.web.site.inner_addresses import inside
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.act_effects import report_until_if_refused
from models.rules.acts import FILERS, RULES
from models.rules.checkpoints import Act
from models.rules.grounds import DECIDES, from_text, rests_on

router = Pages()

_FRESH = 200
_SHOWN = frozenset({"due", "asked"})
"""What the head of the form shows of every act."""
_ABOUT_DATES = (Act.CHANGE_DUE.value, Act.REFUSE_EXTENSION.value)
_CONFIRMED = ("refusal.returned_is_no_silence", "refusal.not_begun")
"""Refusals that a box of the form answers."""


@dataclass(frozen=True)
class SmallAct:
    """Somebody at the form of one small act. `back`: the page that they came from.

    `whose`: who answers for the checkpoint, where the act decides about their result.
    `others`: checkpoints for which more time can be asked with it. `history`: of the work, where
    the act decides about its date.
    """

    visit: Visit
    form_context: FormContext
    act: Act
    back: str
    whose: tuple[Answering, ...] = ()
    others: tuple[OtherCheckpoint, ...] = ()
    history: ItemHistory | None = None

    @property
    def principals(self) -> list[tuple[str, str]]:
        """For whom one may act; only official's acts can be done for somebody."""
        if RULES[self.act].roles is not FILERS:
            return []
        choices = [
            (principal.code, f"{principal.name} ({principal.title})")
            for principal in self.form_context.principals
        ]
        return [("", self.visit.tr("report.choose")), *choices] if len(choices) > 1 else choices


@router.get("/act/{year}/{ref:path}")
def ask(year: int, ref: str, visit: Visiting, act: str = "", back: str = "") -> HTMLResponse:
    """The form of an act as a page of its own, for whoever follows a link to it."""
    small = _small(visit, ref, act, back)
    if small is None:
        raise HTTPException(404)
    return _shown(small, Form(FormData(), visit.tr), 200)


@router.post("/act/{year}/{ref:path}")
def send(
    year: int, ref: str, visit: Visiting, fields: EvidenceFields, tasks: BackgroundTasks
) -> Response:
    """Records the act, and goes back to the page that it was sent from."""
    form = Form(fields, visit.tr)
    small = _small(visit, ref, form.text("act"), form.text("back"))
    if small is None:
        raise HTTPException(400)
    act_input, dates = _act_input(small, form), dates_in(form, small.form_context.ref, small.others)
    if not form.errors:
        _record(small, form, act_input, dates)
    if form.errors:
        return _shown(small, form, 422)
    visit.wake_after(tasks)
    mark = "&" if "?" in small.back else "?"
    return go(f"{small.back}{mark}done={small.act.value}", visit)


def _places(small: SmallAct) -> dict[str, str]:
    """The fields of the form by which a refusal is mended, by its key."""
    asked = SMALL_ACTS[small.act]
    there = {
        "on_behalf_of": bool(small.principals),
        "new_due_on": asked.day,
        "value": small.act is Act.UPDATE,
        "reason": asked.reason,
    }
    places = {key: field for key, field in FIELDS_OF_A_FORM.items() if there.get(field)}
    return places | dict.fromkeys(_CONFIRMED, "confirmed")


def _small(visit: Visit, ref: str, act: str, back: str) -> SmallAct | None:
    """404 for what the visitor may not see, 403 for an act of another role; None: no such act."""
    beside: dict[str, Any] = {}
    with visit.programme() as (session, programme):
        context = find_form_context(session, visit.viewer, ref, visit.now)
        if context is not None:
            beside = _beside(open_scope(session, programme, visit.viewer), context, act)
    if context is None:
        raise HTTPException(404)
    known = {each_act.value: each_act for each_act in SMALL_ACTS}
    if act not in known:
        return None
    if not context.roles & RULES[known[act]].roles:
        raise HTTPException(403)
    item_path = f"/items/{context.year}/{quote(context.ref, safe='@/')}"
    return SmallAct(visit, context, known[act], inside(back) if back else item_path, **beside)


def _beside(scope: BoardQuestion, context: FormContext, act: str) -> dict[str, Any]:
    """What the form of this act shows beside the checkpoint."""
    beside: dict[str, Any] = {}
    if act in DECIDES:
        at = context.checkpoint, context.calendar, scope.today
        beside["whose"] = who_answers(scope.session, *at)
    if act == Act.ASK_EXTENSION.value:
        at_work = scope.frame, context.checkpoint, context.roles
        beside["others"] = others_to_ask(scope.session, *at_work)
    if act in _ABOUT_DATES:
        rows = rows_of(scope, [context.checkpoint_id], ended=True)
        beside["history"] = histories(scope, rows).get(context.checkpoint_id)
    return beside


def _act_input(small: SmallAct, form: Form) -> ActInput:
    """The act that was typed; what is wrong with it is in `form.errors` afterwards."""
    act_fields = SMALL_ACTS[small.act]
    reason = form.needed("reason") if act_fields.reason_needed else form.text("reason")
    day = form.day("new_due_on") if act_fields.day and form.needed("new_due_on") else None
    behalf = form.text("on_behalf_of") or None
    if small.principals and behalf not in {code for code, _ in small.principals if code}:
        form.fail("on_behalf_of", "report.error.on_behalf_of")
    update = small.act is Act.UPDATE
    value = form.amount("value") if update else None
    if update and value is None and not reason:
        form.fail_empty("reason", "progress")
    return ActInput(
        act=small.act,
        ref=small.form_context.ref,
        by=small.visit.viewer.code,
        on_behalf_of=behalf if small.principals else None,
        value=value,
        narrative=reason if update else "",
        reason="" if update else reason,
        new_due_on=day,
        confirmed=(act_fields.confirm_returned or update) and form.has("confirmed"),
        evidence=tuple(uploads_in(form, Draft())) if act_fields.files else (),
        request_key=_key(small, form),
        # Of an act that rests on nothing it only tells what was done since.
        grounds_shown=_grounds_shown(small.act, form),
    )


def _grounds_shown(act: Act, form: Form) -> str | None:
    """What the form showed; a button without any, of an older page, takes on what stands."""
    return grounds_in(form) or (None if act is Act.ACKNOWLEDGE else "")


def _key(small: SmallAct, form: Form) -> str:
    """The same for a button pressed twice on one page."""
    names = ("reason", "new_due_on", "on_behalf_of", "value", "confirmed", *typed_dates(form))
    typed = [*map(form.text, names), uploads_sent(form)]
    text = json.dumps([small.act.value, small.form_context.ref, *typed])
    digest = hashlib.sha256(text.encode()).hexdigest()
    return request_key(small.visit.viewer.person_id, nonce_of(form), digest)


def _record(small: SmallAct, form: Form, act_input: ActInput, dates: tuple[AskedDate, ...]) -> None:
    visit, year = small.visit, small.form_context.year
    with visit.writing() as session:
        recorder = Recorder(session, visit.now, visit.workplace.evidence, year)
        record_together(form, recorder, act_input, dates, _places(small))


def _shown(small: SmallAct, form: Form, status: int) -> HTMLResponse:
    if status != _FRESH and _grounds_shown(small.act, form) is not None:
        note_changes(form, small.act, small.form_context.view.seen)
    return page(
        small.visit,
        "acts/act",
        status,
        form_context=small.form_context,
        view=small.form_context.view,
        whose=small.whose,
        act=small.act.value,
        asked=SMALL_ACTS[small.act],
        principals=small.principals,
        dates=dates_in(form, small.form_context.ref, small.others),
        history=small.history,
        reminded_words=partial(in_words, lang=small.visit.lang),
        limits=FILE_LIMITS,
        possible=small.form_context.may(small.act),
        grounds=_grounds(small),
        until=report_until_if_refused(small.form_context.checkpoint.facts, small.visit.today)
        if small.act is Act.REFUSE_EXTENSION
        else None,
        nonce=nonce_of(form),
        back=small.back,
        form=form,
    )


def _grounds(small: SmallAct) -> str:
    """What the act rests on, in words: whoever decides has seen what their form carries."""
    names = [rest for rest in rests_on(small.act) if rest not in _SHOWN]
    return listed(from_text(small.form_context.view.seen), names, small.visit.tr)
