"""Absences with a good reason: read by the person, recorded and taken back by those above."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.services.evaluation.course.absence_sheet import (
    ABSENCES,
    AbsenceSheet,
    absence_grounds,
    find_absence_sheet,
)
from dondoc.services.evaluation.course.absences import (
    AbsenceInput,
    record_absence,
    take_back_absence,
)
from dondoc.services.evaluation.course.presence_in_words import presence_remarks
from dondoc.services.evaluation.people.paper_facts import LONGEST
from dondoc.services.evaluation.people.periods import period_in_words, short_name
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.person_codes import person_of_code
from dondoc.web.evaluation.field_errors import At, attempt, in_office, unread
from dondoc.web.evaluation.looks import note_viewing, period_or_404
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import knowing
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.absences import AbsenceReason
from models.rules.evaluation_course.rounds import RoundState
from models.rules.grounds import Grounds, as_text

router = Pages()

_DONE = ("recorded", "taken_back")


@dataclass(frozen=True)
class AbsencesVisit:
    """Somebody at a person's absences in a period; `at`: the address of the evaluation."""

    visit: Visit
    read: AbsenceSheet
    at: str

    @property
    def here(self) -> str:
        """The address of the page."""
        return f"{self.at}/absences"

    def grounds(self, session: Session) -> Grounds:
        """What stands of these absences."""
        sheet = self.read.sheet
        return absence_grounds(session, sheet.dossier.row.person_id, sheet.context.period)


def absences_visit(visit: Visiting, year: int, period: str, code: str) -> AbsencesVisit:
    """404 without an evaluation, and for anybody but the person and those who may record."""
    meant = period_or_404(period, year)
    with visit.programme() as (session, programme):
        person = person_of_code(session, code)
        viewer = visit.viewer.person_id
        read = person and find_absence_sheet(
            session, programme.key, str(meant), person, viewer, visit.today
        )
        if not read:
            raise HTTPException(404)
        session.expunge_all()
    of = quote(read.sheet.dossier.code, safe="")
    return AbsencesVisit(visit, read, f"/evaluation/{year}/{short_name(meant)}/{of}")


AbsencesAsked = Annotated[AbsencesVisit, Depends(absences_visit)]


@router.get("/evaluation/{year}/{period}/{code}/absences")
def absences(asked: AbsencesAsked) -> HTMLResponse:
    """Everything recorded that touches the period, and what the rule set makes of it."""
    return _shown(asked)


@router.post("/evaluation/{year}/{period}/{code}/absences")
def record(asked: AbsencesAsked, fields: FormFields) -> Response:
    """Records an absence by its days, reason and paper."""
    form = Form(fields, asked.visit.tr)
    key, entered = asked.read.sheet.dossier.row.key, _typed(form)
    _do(asked, form, lambda change: record_absence(change, key, entered))
    return _shown_again(asked, form) if form.errors else _done(asked, "recorded")


@router.post("/evaluation/{year}/{period}/{code}/absences/{absence_id}")
def take_back(asked: AbsencesAsked, absence_id: Key, fields: FormFields) -> Response:
    """Takes back an absence that was recorded wrongly, with the reason."""
    form = Form(fields, asked.visit.tr)
    key, field = asked.read.sheet.dossier.row.key, f"why-{absence_id}"
    why = form.text(field)
    _do(
        asked,
        form,
        lambda change: take_back_absence(change, key, absence_id, why),
        at=lambda _: field,
    )
    return _shown_again(asked, form) if form.errors else _done(asked, "taken_back")


def _typed(form: Form) -> AbsenceInput:
    """What was typed; a day that cannot be read is said at its field."""
    days, chosen = (form.day("first"), form.day("last")), form.text("reason")
    reason = AbsenceReason(chosen) if chosen in set(AbsenceReason) else None
    return AbsenceInput(*days, reason, form.text("paper"), unread(form))


def _do(
    asked: AbsencesVisit, form: Form, what: Callable[[SettingsChange], None], at: At = str
) -> None:
    doing = knowing(form, asked.grounds, ABSENCES, what)
    attempt(form, lambda: in_office(asked.visit, doing), at)


def _done(asked: AbsencesVisit, what: str) -> Response:
    return go(f"{asked.here}?done={what}", asked.visit)


def _shown_again(asked: AbsencesVisit, form: Form) -> HTMLResponse:
    """The page once more, with what is wrong, what was typed, and what stands by now."""
    context, code = asked.read.sheet.context, asked.read.sheet.dossier.code
    period = short_name(context.period)
    anew = absences_visit(asked.visit, context.programme.year, period, code)
    return _shown(anew, form)


def _shown(asked: AbsencesVisit, form: Form | None = None) -> HTMLResponse:
    """The look is kept: what is read here is somebody's own matter."""
    visit, sheet = asked.visit, asked.read.sheet
    note_viewing(visit, sheet.dossier.row.person_id, str(sheet.context.period))
    with visit.reading() as session:
        grounds = as_text(asked.grounds(session))
    done = visit.request.query_params.get("done", "")
    return page(
        visit,
        "evaluation/absences",
        422 if form else 200,
        asked=asked,
        read=asked.read,
        dossier=sheet.dossier,
        form=form,
        grounds=grounds,
        own=sheet.dossier.row.person_id == visit.viewer.person_id,
        locked=sheet.context.state is RoundState.LOCKED,
        remarks=presence_remarks(sheet.work, SumWords(visit.lang)),
        period_name=period_in_words(sheet.context.period, visit.tr),
        reasons=[(each.value, visit.tr(f"evaluation.absence.reason.{each}"))
                 for each in AbsenceReason],
        most=LONGEST,
        done=visit.tr(f"evaluation.absence.told.{done}") if done in _DONE else "",
    )  # fmt: skip
