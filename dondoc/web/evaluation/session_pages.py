"""A session of the deciding body: everybody of a round on one page, decided in one sitting."""

from collections.abc import Collection, Mapping, Sequence

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.paging import page_shown, pages_of
from dondoc.services.evaluation.course.presence_in_words import presence_remarks
from dondoc.services.evaluation.decisions.decide import (
    DecisionsTaken,
    RowDecision,
    decide_each,
)
from dondoc.services.evaluation.decisions.session_page import (
    SessionPage,
    session_page,
)
from dondoc.services.evaluation.decisions.sessions import (
    MAX_MINUTES,
    SESSION,
    change_session,
    close_session,
    session_grounds,
)
from dondoc.services.evaluation.people import in_words
from dondoc.services.evaluation.people.periods import period_in_words, short_name
from dondoc.services.evaluation.ranking.in_words import conflict_words
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.services.organisation.changes import SettingsChange
from dondoc.web.evaluation.field_errors import attempt, in_office
from dondoc.web.evaluation.looks import evaluators_only, note_viewing, period_or_404
from dondoc.web.evaluation.session_form import (
    CHOICES,
    decisions_typed,
    grades_shown,
    minutes_left,
    note_nothing_new,
    note_refused,
    row_values,
    rows_left,
    session_typed,
)
from dondoc.web.evaluation.session_seats import seats_context
from dondoc.web.evaluation.year_words import words_of_round
from dondoc.web.site.bodies import ManyRows
from dondoc.web.site.forms import Form, number_in
from dondoc.web.site.grounds import knowing
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.evaluation import Grade
from models.rules.grounds import Grounds, as_text
from models.rules.roles import Mandate

router = Pages()

PAGE_SIZE = 100  # each row has nine fields: see MAX_OF_MANY_ROWS
_DONE = ("called", "changed", "closed")


@router.get("/evaluation/{year}/{period}/sessions/{session_id}")
def one_session(
    visit: Visiting, year: int, period: str, session_id: Key, number: int = 1
) -> HTMLResponse:
    """All that the body decides on, with what is to be settled first."""
    evaluators_only(visit)
    return _shown(visit, _read(visit, year, period, session_id), number)


@router.post("/evaluation/{year}/{period}/sessions/{session_id}")
def decide(
    visit: Visiting,
    year: int,
    period: str,
    session_id: Key,
    fields: ManyRows,
    tasks: BackgroundTasks,
) -> Response:
    """Takes the decisions that were typed: each row stands by itself, one alone may be sent."""
    evaluators_only(visit)
    read = _read(visit, year, period, session_id)
    form, number = Form(fields, visit.tr), number_in(str(fields.get("number", ""))) or 1
    only = number_in(form.text("only"))
    meant = [row for row in read.rows if only in (None, row.dossier.row.key)]
    typed = decisions_typed(form, meant)
    if not typed:
        if not form.errors:
            note_nothing_new(form, meant)
        return _shown(visit, read, number, form, 422)
    outcome = attempt(form, lambda: _taken(visit, session_id, typed))
    if outcome is not None and outcome.done:
        visit.wake_after(tasks)
    is_refused = form.errors or outcome is None or outcome.refused
    if outcome is not None and not (is_refused or _is_left(form, read, outcome.done)):
        return go(f"{_address(read)}?number={number}&saved={len(outcome.done)}", visit)
    again = _read(visit, year, period, session_id)
    if outcome is None:
        return _shown(visit, again, number, form, 422)
    note_refused(form, again.rows, outcome)
    status = 409 if outcome.refused else 422 if is_refused else 200
    return _shown(visit, again, number, form, status, outcome.done)


def _is_left(form: Form, read: SessionPage, saved: Collection[int]) -> bool:
    """Whether something typed in either form of the page waits to be saved."""
    return bool(rows_left(form, read.rows, saved)) or minutes_left(form, read.meant)


def _taken(visit: Visit, session_id: int, typed: Sequence[RowDecision]) -> DecisionsTaken:
    evidence = visit.workplace.evidence
    return in_office(visit, lambda change: decide_each(change, evidence, session_id, typed))


@router.post("/evaluation/{year}/{period}/sessions/{session_id}/minutes")
def minutes(visit: Visiting, year: int, period: str, session_id: Key, fields: ManyRows) -> Response:
    """Keeps who was there and what was said; with `close` nothing more is decided after it."""
    visit.require(Mandate.SECRETARIAT)
    read = _read(visit, year, period, session_id)
    form = Form(fields, visit.tr)
    said = session_typed(form, read.context.period)
    number = number_in(form.text("number")) or 1
    if form.has("close") and (names := rows_left(form, read.rows, ())):
        form.fail("", "evaluation.session.error.left", names=", ".join(names))
    if said is not None and not form.errors:

        def change(it: SettingsChange) -> None:
            change_session(it, session_id, said, form.text("minutes"))
            if form.has("close"):
                close_session(it, session_id)

        def grounds(session: Session) -> Grounds:
            return session_grounds(session, session_id)

        doing = knowing(form, grounds, SESSION, change)
        attempt(form, lambda: in_office(visit, doing))
    if form.errors:
        return _shown(visit, read, number, form, 422)
    if not form.has("close") and rows_left(form, read.rows, ()):
        again = _read(visit, year, period, session_id)
        return _shown(visit, again, number, form, 200, done="changed")
    done = "closed" if form.has("close") else "changed"
    return go(f"{_address(read)}?done={done}", visit)


def _read(visit: Visit, year: int, period: str, session_id: int) -> SessionPage:
    """404 for a session that there is not, or of another period; that somebody looks is kept."""
    meant = period_or_404(period, year)
    with visit.programme() as (session, programme):
        viewer = visit.viewer.person_id
        found = session_page(session, programme.key, session_id, viewer, visit.today)
        session.expunge_all()
    if found is None or str(found.context.period) != str(meant):
        raise HTTPException(404)
    note_viewing(visit, None, str(meant))
    return found


def _address(read: SessionPage) -> str:
    period, year = read.context.period, read.context.programme.year
    return f"/evaluation/{year}/{short_name(period)}/sessions/{read.meant.key}"


def _shown(
    visit: Visit,
    read: SessionPage,
    number: int,
    form: Form | None = None,
    status: int = 200,
    saved: Collection[int] = (),
    done: str = "",
) -> HTMLResponse:
    rows = read.rows
    number = page_shown(number, len(rows), PAGE_SIZE)
    shown = rows[PAGE_SIZE * (number - 1) : PAGE_SIZE * number]
    before = number_in(visit.request.query_params.get("saved", "")) if form is None else 0
    return page(
        visit, "evaluation/session", status, read=read, meant=read.meant,
        shown={row.dossier.row.key for row in shown},
        rows={row.dossier.row.key: row_values(form, row, saved) for row in shown},
        number=number,
        pages=pages_of(len(rows), PAGE_SIZE),
        form=form,
        saved=len(saved) or before or 0,
        left=rows_left(form, rows, saved) if form and (saved or done) else [],
        minutes_left=form is not None and minutes_left(form, read.meant),
        address=_address(read),
        grounds=_session_grounds(visit, read),
        grades=[(option, _grade_name(visit, grade)) for option, grade in CHOICES.items()],
        **_beside(visit, read, grades_shown(shown, form, saved), done),
    )  # fmt: skip


def _beside(
    visit: Visit, read: SessionPage, options: Mapping[int, str], done: str
) -> dict[str, object]:
    """What can be done with the session, and the figures and words beside its rows."""
    is_open, period = read.meant.closed_at is None, read.context.period
    words, ranked = SumWords(visit.lang), read.seats.ranked
    decides = is_open and visit.today >= read.meant.held_on
    return {
        **seats_context(visit, read.standings, options if decides else {}),
        "done": _done_words(visit, done),
        "holds": visit.viewer.has(Mandate.SECRETARIAT) and is_open,
        "decides": decides,
        "most": MAX_MINUTES,
        "year": read.context.programme.year,
        "year_words": words_of_round(visit, read.context),
        "short": short_name(period),
        "period_name": period_in_words(period, visit.tr),
        "texts": in_words,
        "remarks_on": lambda work: presence_remarks(work, words, brief=True),
        "conflict": lambda one: conflict_words(one, ranked, words),
        "quarters": lambda one: ", ".join(period_in_words(q, visit.tr) for q in one.quarters),
    }


def _done_words(visit: Visit, done: str) -> str:
    key = done or visit.request.query_params.get("done", "")
    return visit.tr(f"evaluation.session.told.{key}") if key in _DONE else ""


def _grade_name(visit: Visit, grade: Grade | None) -> str:
    return visit.tr(f"evaluation.session.option.{grade.value if grade else 'none'}")


def _session_grounds(visit: Visit, read: SessionPage) -> str:
    with visit.reading() as session:
        return as_text(session_grounds(session, read.meant.key))
