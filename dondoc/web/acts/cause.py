"""Objective causes: reported from wherever somebody is, with a photo; confirmed or refused."""

import hashlib
import json
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.fields_of_refusals import FIELDS_OF_A_FORM
from dondoc.services.acts.record import Recorder
from dondoc.services.programme.frames import frame_of
from dondoc.services.reports.drafts import Draft
from dondoc.services.reports.form import request_key
from dondoc.services.reports.form_context import FormContext, find_form_context
from dondoc.services.work.answering.responsible import Answering, who_answers
from dondoc.services.work.objective_causes import DeductionShown, deductions_shown
from dondoc.web.reports.cause import cause_choices
from dondoc.web.reports.fields import FILE_LIMITS, nonce_of, uploads_in, uploads_sent
from dondoc.web.site.bodies import EvidenceFields
from dondoc.web.site.forms import Form
from dondoc.web.site.grounds import grounds_in, note_changes
from dondoc.web.site.inner_addresses import inside
from dondoc.web.site.lanes import quick
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.acts import FILERS, KEEPERS, RULES
from models.rules.cause_effects import CAUSE_ACTS, CAUSE_DECISIONS
from models.rules.checkpoints import Act
from models.rules.roles import ANSWERING
from models.rules.stages import Standing

router = Pages()

_NEED_REASON = CAUSE_ACTS - {Act.WITHDRAW_CAUSE, Act.CONFIRM_CAUSE}


@dataclass(frozen=True)
class CausePage:
    """Somebody at the objective causes of one checkpoint. `back`: the page that they came from."""

    visit: Visit
    form_context: FormContext
    shown: tuple[DeductionShown, ...]
    whose: tuple[Answering, ...]
    back: str

    @property
    def may_decide(self) -> bool:
        """Whether somebody of the secretariat looks, who does not answer for the work."""
        roles, live = self.form_context.roles, self.form_context.view.standing is Standing.LIVE
        return live and bool(roles & KEEPERS) and not roles & ANSWERING

    @property
    def to_ask(self) -> list[tuple[str, str]]:
        """Of what the visitor may report a cause, as choices of a form."""
        context = self.form_context
        if not context.roles & FILERS or context.view.standing is not Standing.LIVE:
            return []
        return cause_choices(context.checkpoint.facts, self.visit.today, self.visit.tr)

    @property
    def principals(self) -> list[tuple[str, str]]:
        """For whom one may report."""
        choices = [
            (principal.code, f"{principal.name} ({principal.title})")
            for principal in self.form_context.principals
        ]
        return [("", self.visit.tr("report.choose")), *choices] if len(choices) > 1 else choices

    def is_mine(self, shown: DeductionShown) -> bool:
        """Whether the visitor asked, or was asked for, and so can withdraw, and cannot decide."""
        cause = shown.facts.cause
        person = self.visit.viewer.person_id
        return cause is not None and person in (cause.asked_by, cause.on_behalf_of)


@router.get("/cause/{year}/{ref:path}")
@quick
def show_causes(
    year: int, ref: str, visit: Visiting, back: str = "", done: str = ""
) -> HTMLResponse:
    """What can be excused of a checkpoint, what was said of it, and what may be said now."""
    told = done if done in {act.value for act in CAUSE_ACTS} else ""
    return _shown(_opened(visit, ref, back), Form(FormData(), visit.tr), 200, told)


@router.post("/cause/{year}/{ref:path}")
def send(
    year: int, ref: str, visit: Visiting, fields: EvidenceFields, tasks: BackgroundTasks
) -> Response:
    """Records what is said of one objective cause, and goes back to where it was said."""
    form = Form(fields, visit.tr)
    at = _opened(visit, ref, form.text("back"))
    act = next((act for act in CAUSE_ACTS if act.value == form.text("act")), None)
    if act is None:
        raise HTTPException(400)
    if not at.form_context.roles & RULES[act].roles:
        raise HTTPException(403)
    act_input = _act_input(at, act, form)
    if not form.errors:
        form.attempt(lambda: _record(at, act_input), at=_places(at, act))
    if form.errors:
        return _shown(at, form, 422)
    visit.wake_after(tasks)
    mark = "&" if "?" in at.back else "?"
    was = f"&was={quote(at.form_context.ref)}" if at.back.startswith("/verify") else ""
    return go(f"{at.back}{mark}done={act.value}{was}", visit)


def _opened(visit: Visit, ref: str, back: str) -> CausePage:
    """404 for what the visitor may not see: whoever sees the work sees what is said of it."""
    with visit.programme() as (session, programme):
        context = find_form_context(session, visit.viewer, ref, visit.now)
        if context is None:
            raise HTTPException(404)
        frame = frame_of(session, programme)
        shown = deductions_shown(session, frame, [context.checkpoint], visit.today)
        whose = who_answers(session, context.checkpoint, context.calendar, visit.today)
    here = f"/cause/{context.year}/{quote(context.ref, safe='@/')}"
    return CausePage(
        visit, context, shown[context.checkpoint_id], whose, inside(back) if back else here
    )


def _act_input(at: CausePage, act: Act, form: Form) -> ActInput:
    """What was typed; what is wrong with it is in `form.errors` afterwards."""
    behalf = form.text("on_behalf_of") if act not in CAUSE_DECISIONS and at.principals else ""
    if act not in CAUSE_DECISIONS and at.principals and not behalf:
        form.fail("on_behalf_of", "report.error.on_behalf_of")
    reason = form.needed("reason") if act in _NEED_REASON else form.text("reason")
    since = form.day("since")
    if act is Act.ASK_CAUSE and not form.text("since"):
        form.fail("since", "refusal.needs_since")
    return ActInput(
        act=act,
        ref=at.form_context.ref,
        by=at.visit.viewer.code,
        on_behalf_of=behalf or None,
        reason=reason,
        about=form.text("about"),
        since=since,
        evidence=tuple(uploads_in(form, Draft())),
        request_key=_key(at, act, form),
        grounds_shown=grounds_in(form) if act in CAUSE_DECISIONS else None,
    )


def _key(at: CausePage, act: Act, form: Form) -> str:
    """The same for a button pressed twice on one page."""
    typed = map(form.text, ("about", "reason", "since", "on_behalf_of"))
    text = json.dumps([act.value, at.form_context.ref, *typed, uploads_sent(form)])
    digest = hashlib.sha256(text.encode()).hexdigest()
    return request_key(at.visit.viewer.person_id, nonce_of(form), digest)


def _places(at: CausePage, act: Act) -> dict[str, str]:
    """The fields of the form by which a refusal is mended, by its key."""
    there = {"reason", "about", "since"}
    if act not in CAUSE_DECISIONS and at.principals:
        there.add("on_behalf_of")
    return {key: field for key, field in FIELDS_OF_A_FORM.items() if field in there}


def _record(at: CausePage, act_input: ActInput) -> None:
    visit = at.visit
    with visit.writing() as session:
        recorder = Recorder(session, visit.now, visit.workplace.evidence, at.form_context.year)
        recorder.record(act_input)


def _shown(at: CausePage, form: Form, status: int, done: str = "") -> HTMLResponse:
    act = next((each for each in CAUSE_DECISIONS if each.value == form.text("act")), None)
    if act is not None:
        note_changes(form, act, at.form_context.view.seen)
    return page(
        at.visit,
        "acts/cause",
        status,
        at=at,
        form_context=at.form_context,
        view=at.form_context.view,
        whose=at.whose,
        shown=at.shown,
        done=done,
        form=form,
        nonce=nonce_of(form),
        limits=FILE_LIMITS,
    )
