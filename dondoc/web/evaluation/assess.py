"""Assessing oneself, and the comment of the level above: one form, kept while it is typed."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sqlmodel import Session
from starlette.datastructures import FormData

from dondoc.errors import DondocError
from dondoc.rendering.formats import moment, number
from dondoc.services.evaluation.course.dossiers import last_day_of
from dondoc.services.evaluation.course.drafts import drop_draft, keep_draft
from dondoc.services.evaluation.course.entered_parts import LEADER_PARTS, points_of
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.presence_in_words import discipline_remarks
from dondoc.services.evaluation.course.score import DossierScore
from dondoc.services.evaluation.course.step_faults import below_full, step_faults
from dondoc.services.evaluation.course.step_input import StepInput, kept_points
from dondoc.services.evaluation.course.take_step import take_once
from dondoc.services.evaluation.course.year_in_words import year_shown
from dondoc.services.evaluation.people import in_words
from dondoc.services.evaluation.people.periods import period_in_words
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.services.grounds.compare import OutdatedError
from dondoc.services.grounds.sent_forms import SentBeforeError
from dondoc.web.evaluation.field_errors import note_fault
from dondoc.web.evaluation.looks import note_viewing
from dondoc.web.evaluation.opened_step import Assessing, open_step
from dondoc.web.evaluation.step_form import points_typed, step_input, typed_in
from dondoc.web.reports.fields import new_nonce, nonce_of
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import grounds_in
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.grounds import as_text

router = Pages()


def own_form(visit: Visiting, year: int, period: str) -> Assessing:
    """One's own evaluation in the round of a period; 404 where one has none."""
    return open_step(visit, year, period, visit.viewer.code, DossierAct.ASSESS_SELF)


def comment_form(visit: Visiting, year: int, period: str, code: str) -> Assessing:
    """The evaluation of somebody below; 404 for whoever is not the level above."""
    return open_step(visit, year, period, code, DossierAct.COMMENT)


OwnForm = Annotated[Assessing, Depends(own_form)]
CommentForm = Annotated[Assessing, Depends(comment_form)]


@router.get("/evaluation/{year}/{period}/mine")
def assess_self(assessing: OwnForm, done: str = "") -> HTMLResponse:
    """Products as they were verified, the criteria, an explanation, one's own proposal."""
    return _form_page(assessing, done=done)


@router.post("/evaluation/{year}/{period}/mine")
def send_self(assessing: OwnForm, fields: FormFields) -> Response:
    """Keeps what was typed, and takes the step where the button says so."""
    return _send(assessing, Form(fields, assessing.visit.tr))


@router.post("/evaluation/{year}/{period}/mine/draft")
def keep_self(assessing: OwnForm, fields: FormFields) -> JSONResponse:
    """Keeps what is typed, for a script that sends it while one types."""
    return _autosave(assessing, Form(fields, assessing.visit.tr))


@router.get("/evaluation/{year}/{period}/{code}/comment")
def comment(assessing: CommentForm, done: str = "") -> HTMLResponse:
    """The same form for the level above, with the self-assessment beside; the look is kept."""
    return _form_page(assessing, done=done)


@router.post("/evaluation/{year}/{period}/{code}/comment")
def send_comment(assessing: CommentForm, fields: FormFields) -> Response:
    """Keeps what was typed, and takes the step where the button says so."""
    return _send(assessing, Form(fields, assessing.visit.tr))


@router.post("/evaluation/{year}/{period}/{code}/comment/draft")
def keep_comment(assessing: CommentForm, fields: FormFields) -> JSONResponse:
    """Keeps what is typed, for a script that sends it while one types."""
    return _autosave(assessing, Form(fields, assessing.visit.tr))


def _send(assessing: Assessing, form: Form) -> Response:
    """The draft is kept first: whatever is refused afterwards, no word is lost."""
    visit, button = assessing.visit, form.text("act")
    if button == "forget":
        visit.written(lambda session: drop_draft(session, assessing.draft_of))
        return go(assessing.here, visit)
    _keep(assessing, form, as_self=button == "as_self")
    if button != "report":
        return _again(assessing, form) if form.errors else go(f"{assessing.here}?done=draft", visit)
    entered = step_input(form, assessing.act, assessing.sheet)
    if form.errors:  # a number that cannot be read hides nothing else
        _note_rest(assessing, form, entered)
    else:
        _attempt(assessing, form, entered)
    return _again(assessing, form) if form.errors else go(f"{assessing.shown_at}?done=taken", visit)


def _attempt(assessing: Assessing, form: Form, entered: StepInput) -> None:
    visit, key = assessing.visit, assessing.sheet.dossier.row.key

    def take(session: Session) -> None:
        take_once(visit.for_office(session), key, entered, form.whole)
        drop_draft(session, assessing.draft_of)

    try:
        visit.written(take)
    except SentBeforeError:
        return  # pressed twice: it is done, and nothing is wrong with it
    except DondocError as error:
        note_fault(form, error)


def _note_rest(assessing: Assessing, form: Form, entered: StepInput) -> None:
    sheet = assessing.sheet
    score = sheet.scored_with(points_of(entered.general(), entered.kept_parts))
    for fault in step_faults(sheet.context, score, entered):
        note_fault(form, fault)


def _keep(assessing: Assessing, form: Form, *, as_self: bool = False) -> None:
    """`as_self`: with the points of the self-assessment, which can then be changed."""
    visit, own = assessing.visit, assessing.sheet.dossier.self_assessment
    typed, seen = typed_in(form, assessing.sheet), grounds_in(form)
    if as_self:
        typed |= points_typed(own)

    def keep(session: Session) -> None:
        keep_draft(session, assessing.draft_of, nonce_of(form), typed, seen, visit.now)

    try:
        visit.written(keep)
    except (OutdatedError, FieldError) as error:
        form.unkept = True
        note_fault(form, error)


def _autosave(assessing: Assessing, form: Form) -> JSONResponse:
    _keep(assessing, form)
    kept = form.tr("report.saved_at", at=moment(assessing.visit.now)[:5])
    wrong = next(iter(form.errors.values()), "")
    return JSONResponse({"saved": wrong or kept, "failed": form.unkept})


def _again(assessing: Assessing, form: Form) -> HTMLResponse:
    """The form once more, with what is wrong, what was typed, and what stands by now."""
    dossier, visit = assessing.sheet.dossier, assessing.visit
    context = assessing.sheet.context
    anew = open_step(visit, context.programme.year, context.row.period, dossier.code, assessing.act)
    return _form_page(anew, form=form, status=422)


def _form_page(
    assessing: Assessing, *, form: Form | None = None, done: str = "", status: int = 200
) -> HTMLResponse:
    """The look is kept, also at a form that is shown once more: it has all points on it."""
    sheet, visit = assessing.sheet, assessing.visit
    note_viewing(visit, sheet.dossier.row.person_id, str(sheet.context.period))
    typed = typed_in(form, sheet) if form else assessing.typed()
    score = _score(assessing, typed)
    return page(
        visit,
        "evaluation/assess",
        status,
        assessing=assessing,
        sheet=sheet,
        form=form,
        typed=typed,
        score=score,
        pairs=sheet.pairs(score),
        grounds=as_text({**sheet.grounds(assessing.act), **assessing.draft.grounds}),
        nonce=nonce_of(form) if form else new_nonce(),
        own=assessing.act is DossierAct.ASSESS_SELF,
        saved=done == "draft",
        below=below_full(score),
        asks_parts=sheet.asks_leader_parts,
        **_beside(assessing),
    )


_NEXT = {
    DossierAct.ASSESS_SELF: DossierAct.COMMENT,
    DossierAct.COMMENT: DossierAct.PROPOSE,
}
"""The step after the one that is taken here."""


def _beside(assessing: Assessing) -> dict[str, Any]:
    """What stands beside the fields, and the words of the page."""
    sheet, visit = assessing.sheet, assessing.visit
    words = SumWords(visit.lang)
    return {
        "year_of": year_shown(sheet.work, words),
        "papers": tuple(discipline_remarks(sheet.work.disciplined, visit.tr)),
        "late": visit.today > last_day_of(sheet.context, sheet.dossier, assessing.act),
        "next_until": last_day_of(sheet.context, sheet.dossier, _NEXT[assessing.act]),
        "self_points": kept_points(sheet.dossier.self_assessment),
        "hint_words": _hint_words(assessing),
        "amount": lambda value: number(Decimal(value), visit.lang),
        "period_name": period_in_words(sheet.context.period, visit.tr),
        "grades": [(grade.value, visit.tr(f"grade.{grade}")) for grade in Grade],
        "words": words,
        "texts": in_words,
    }


def _score(assessing: Assessing, typed: Mapping[str, str]) -> DossierScore:
    """What the rule set makes of what is typed so far; no total before all points are there."""
    form = Form(FormData(list(typed.items())), assessing.visit.tr)
    entered = step_input(form, assessing.act, assessing.sheet)
    whole = None not in entered.criteria.values()
    general = entered.general() if whole else None
    return assessing.sheet.scored_with(points_of(general, entered.kept_parts))


def _hint_words(assessing: Assessing) -> Mapping[str, str]:
    """When d, đ, e are full; for the level above what is known of d and đ, and what they said."""
    tr, hints, own = assessing.visit.tr, assessing.hints, assessing.sheet.dossier.self_assessment
    if hints is None:
        return {name: tr(f"evaluation.part.own.{name}") for name in LEADER_PARTS}
    counts = {"n": hints.subordinates, "known": hints.known, "tasks": hints.tasks,
              "late": hints.late, "returned": hints.returned}  # fmt: skip
    parts = {} if own is None else own.leader_parts
    said = {name: tr(f"evaluation.part.self.{str(parts[name]).lower()}") for name in parts
            if name in LEADER_PARTS}  # fmt: skip
    keys = {name: name for name in LEADER_PARTS}
    if not hints.subordinates:
        keys["subordinates"] = "no_subordinates"
    several = len(hints.units) > 1
    units = tr("evaluation.part.hint.units", units="; ".join(hints.units)) if several else ""
    over = {name: "" if name == "uniting" else units for name in LEADER_PARTS}
    return {
        name: f"{tr(f'evaluation.part.hint.{key}', **counts)} {over[name]} {said.get(name, '')}"
        for name, key in keys.items()
    }
