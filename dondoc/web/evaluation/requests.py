"""Re-assessments: one's own to ask for, and those that wait for whoever evaluates."""

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.services.evaluation.course.presence_in_words import presence_remarks
from dondoc.services.evaluation.course.rounds import rounds_of
from dondoc.services.evaluation.course.step_input import MAX_WORDS, StepInput
from dondoc.services.evaluation.decisions.answer_seats import seats_of_answers
from dondoc.services.evaluation.decisions.own_grades import own_grades
from dondoc.services.evaluation.decisions.own_requests import (
    RequestMade,
    requests_before_reopening,
)
from dondoc.services.evaluation.decisions.published import ReopenedRound, reopened_rounds
from dondoc.services.evaluation.decisions.requests import (
    answer,
    ask_again,
    requests_waiting,
    withdraw_request,
)
from dondoc.services.evaluation.people.periods import (
    judged_period,
    period_in_words,
    short_name,
)
from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.evaluation.ranking.in_words import title_of
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.organisation.changes import SettingsChange
from dondoc.web.evaluation.field_errors import attempt
from dondoc.web.evaluation.looks import note_viewings
from dondoc.web.evaluation.session_form import CHOICES
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import grounds_in
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.programme import Programme
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.evaluation_course.rounds import RoundState

router = Pages()

_ACTS = ("ask", "withdraw", "answer")


@router.get("/evaluation/requests")
def requests(visit: Visiting) -> HTMLResponse:
    """One's own published grades, and the re-assessments that wait for whoever evaluates."""
    return _shown(visit)


@router.post("/evaluation/requests/{dossier_id}")
def act_on_request(
    visit: Visiting, dossier_id: Key, fields: FormFields, tasks: BackgroundTasks
) -> Response:
    """Asks for a re-assessment, takes that back, or answers it."""
    form = Form(fields, visit.tr)
    how = form.text("act")
    if how not in _ACTS:
        raise HTTPException(400)

    def acting(session: Session) -> None:
        _act(visit.for_office(session), visit, dossier_id, form)

    attempt(form, lambda: visit.written(acting))
    if form.errors:
        return _shown(visit, form, dossier_id)
    visit.wake_after(tasks)
    return go(f"/evaluation/requests?done={how}", visit)


def _act(change: SettingsChange, visit: Visit, dossier_id: int, form: Form) -> None:
    shown, words = grounds_in(form), form.text("words")
    match form.text("act"):
        case "ask":
            ask_again(change, dossier_id, shown, words)
        case "withdraw":
            withdraw_request(change, dossier_id, shown)
        case _:
            entered = StepInput(
                DossierAct.ANSWER, shown, grade=CHOICES.get(form.text("grade")), words=words,
                reason=form.text("reason"),
            )  # fmt: skip
            answer(change, visit.workplace.evidence, dossier_id, entered)


def _shown(visit: Visit, form: Form | None = None, of: int = 0) -> HTMLResponse:
    with visit.programme() as (session, programme):
        own = own_grades(session, programme.key, visit.viewer.person_id, visit.today)
        published = _published(session, programme)
        waiting, seats = [], {}
        if evaluates(visit.viewer):
            waiting = requests_waiting(session, programme.key, visit.today)
            seats = dict(seats_of_answers(session, waiting))
        reopened = _reopened(session, programme, visit.viewer.person_id)
        session.expunge_all()
    for each in waiting:
        note_viewings(visit, [each.dossier.row.person_id], str(each.context.period))
    words = SumWords(visit.lang)
    return page(
        visit, "evaluation/requests", 422 if form else 200,
        own=own, published=published, reopened=reopened, waiting=waiting, seats=seats,
        title_of=lambda group: title_of(group, words),
        remarks_on=lambda work: presence_remarks(work, words),
        form=form, of=of,
        done=_done_words(visit), evaluates=evaluates(visit.viewer),
        most=MAX_WORDS,
        grades=_grades(visit), year=programme.year,
        named=lambda period: period_in_words(period, visit.tr),
        short=short_name,
        me=visit.viewer.person_id,
    )  # fmt: skip


def _reopened(
    session: Session, programme: Programme, person_id: int
) -> list[tuple[DigestPeriod, ReopenedRound, tuple[RequestMade, ...]]]:
    """Rounds that were reopened, each with what one asked to be assessed again in it."""
    return [
        (
            judged_period(each.period, programme.year),
            each,
            requests_before_reopening(session, programme.key, person_id, each),
        )
        for each in reopened_rounds(session, programme.key)
    ]


def _done_words(visit: Visit) -> str:
    done = visit.request.query_params.get("done", "")
    return visit.tr(f"evaluation.requests.told.{done}") if done in _ACTS else ""


def _published(session: Session, programme: Programme) -> list[DigestPeriod]:
    """The periods whose grades everybody may read."""
    return [
        judged_period(each.row.period, programme.year)
        for each in rounds_of(session, programme.key)
        if each.state is not RoundState.UNDER_WAY
    ]


def _grades(visit: Visit) -> list[tuple[str, str]]:
    return [
        (option, visit.tr(f"evaluation.session.option.{grade.value if grade else 'none'}"))
        for option, grade in CHOICES.items()
    ]
