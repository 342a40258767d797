"""The proposal of a unit: a grade for each of its people on one page."""

from fractions import Fraction

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.errors import DondocError
from dondoc.services.evaluation.course.context import round_context
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.open_round import find_round
from dondoc.services.evaluation.course.presence_in_words import presence_remarks
from dondoc.services.evaluation.course.step_input import StepInput
from dondoc.services.evaluation.course.take_step import take_once
from dondoc.services.evaluation.course.unit_proposals import (
    ProposalRow,
    UnitProposals,
    unit_proposals,
)
from dondoc.services.evaluation.people.periods import period_in_words, short_name
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.services.grounds.sent_forms import SentBeforeError
from dondoc.web.evaluation.looks import note_viewings, period_or_404
from dondoc.web.site.forms import Form, FormFields, words_of
from dondoc.web.site.grounds import grounds_in
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.grounds import as_text

router = Pages()


@router.get("/evaluation/{year}/{period}/units/{unit_id}")
def proposals(visit: Visiting, year: int, period: str, unit_id: Key, done: int = 0) -> HTMLResponse:
    """Everybody of the unit whom the visitor assesses; the looks are kept."""
    return _page(visit, _unit_or_404(visit, year, period, unit_id), taken=done)


@router.post("/evaluation/{year}/{period}/units/{unit_id}")
def propose(visit: Visiting, year: int, period: str, unit_id: Key, fields: FormFields) -> Response:
    """Takes each row with a grade that is new; what is refused stays on the page as typed."""
    unit = _unit_or_404(visit, year, period, unit_id)
    form, taken = Form(fields, visit.tr), 0
    for row in unit.rows:
        if row.may_propose and _is_new(form, row):
            taken += _propose(visit, form, row)
    if form.errors:
        again = _unit_or_404(visit, year, period, unit_id)
        return _page(visit, again, form=form, taken=taken, status=422)
    return go(f"/evaluation/{year}/{period}/units/{unit_id}?done={taken}", visit)


def _is_new(form: Form, row: ProposalRow) -> bool:
    """Whether a row says something else than what was proposed before."""
    key, before = row.dossier.row.key, row.dossier.proposal
    grade, reason = form.text(f"grade-{key}"), form.text(f"reason-{key}")
    if before is None:
        return bool(grade or reason)
    return (grade, reason) != (before.grade, before.reason)


def _propose(visit: Visit, form: Form, row: ProposalRow) -> int:
    key = row.dossier.row.key
    grade, seen = form.text(f"grade-{key}"), grounds_in(form, str(key))
    entered = StepInput(
        DossierAct.PROPOSE, seen, grade=Grade(grade) if grade in set(Grade) else None,
        reason=form.text(f"reason-{key}"),
    )  # fmt: skip
    whole = repr((key, entered))

    def take(session: Session) -> None:
        take_once(visit.for_office(session), key, entered, whole)

    try:
        visit.written(take)
    except SentBeforeError:
        return 0
    except DondocError as error:
        for each in (error, *error.others) if isinstance(error, FieldError) else (error,):
            name = each.name if isinstance(each, FieldError) else "grade"
            words = f"{row.dossier.name}: {words_of(each, visit.tr)}"
            form.errors.setdefault(f"{name}-{key}", words)
        return 0
    return 1


def _unit_or_404(visit: Visit, year: int, period: str, unit_id: int) -> UnitProposals:
    meant = period_or_404(period, year)
    with visit.programme() as (session, programme):
        held = find_round(session, programme.key, str(meant))
        context = held and round_context(session, held, visit.today)
        unit = context and unit_proposals(session, context, unit_id, visit.viewer.person_id)
        session.expunge_all()
    if not unit:
        raise HTTPException(404)
    note_viewings(visit, [row.dossier.row.person_id for row in unit.rows], str(meant))
    return unit


def _page(
    visit: Visit,
    unit: UnitProposals,
    *,
    form: Form | None = None,
    taken: int = 0,
    status: int = 200,
) -> HTMLResponse:
    period, words = unit.context.period, SumWords(visit.lang)
    return page(
        visit,
        "evaluation/proposals",
        status,
        proposals=unit,
        form=form,
        taken=taken,
        values={row.dossier.row.key: _value(form, row) for row in unit.rows},
        grounds={row.dossier.row.key: as_text(row.grounds) for row in unit.rows},
        year=unit.context.programme.year,
        short=short_name(period),
        period_name=period_in_words(period, visit.tr),
        grades=[(grade.value, visit.tr(f"grade.{grade}")) for grade in Grade],
        words=words,
        remarks_on=lambda work: presence_remarks(work, words, brief=True),
        fraction=Fraction,
    )


def _value(form: Form | None, row: ProposalRow) -> tuple[str, str]:
    """The grade and the reason of a row: as typed, else as proposed before; never preset."""
    key, before = row.dossier.row.key, row.dossier.proposal
    if form is not None and form.has(f"grade-{key}"):
        return form.text(f"grade-{key}"), form.text(f"reason-{key}")
    return (before.grade or "", before.reason) if before else ("", "")
