"""A round: where everybody stands, and who is wanted to do what until when."""

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.services.evaluation.course.context import round_context
from dondoc.services.evaluation.course.open_round import bring_up_to_date, find_round
from dondoc.services.evaluation.course.round_board import RoundBoard, RoundRow, round_board
from dondoc.services.evaluation.people.periods import period_in_words, short_name
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.web.evaluation.looks import note_viewing, note_viewings, period_or_404
from dondoc.web.evaluation.year_words import words_of_round
from dondoc.web.site.for_office import act
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.roles import Mandate

router = Pages()

_DONE = {
    "opened": "evaluation.round.told.opened",
    "updated": "evaluation.round.told.updated",
    "nobody_new": "evaluation.round.told.nobody_new",
}


@router.get("/evaluation/{year}/{period}")
def evaluation_round(
    visit: Visiting, year: int, period: str, state: str = "", unit: str = ""
) -> HTMLResponse:
    """Everybody for whoever evaluates; for a head or a committee's secretary their own people."""
    return _shown(visit, _board(visit, year, period), state, unit)


@router.post("/evaluation/{year}/{period}")
def update_round(visit: Visiting, year: int, period: str, fields: FormFields) -> Response:
    """Adds whoever joined since the round was opened."""
    visit.require(Mandate.SECRETARIAT)
    board = _board(visit, year, period)
    form, added = Form(fields, visit.tr), []
    act(visit, form, lambda change: added.append(bring_up_to_date(change, board.context.row.key)))
    if form.errors:
        return _shown(visit, board, "", "", form, 422)
    done = "updated" if any(added) else "nobody_new"
    return go(f"/evaluation/{year}/{short_name(board.context.period)}?done={done}", visit)


def _board(visit: Visit, year: int, period: str) -> RoundBoard:
    """404 without a round, and for whoever assesses nobody in it."""
    meant = period_or_404(period, year)
    with visit.programme() as (session, programme):
        held = find_round(session, programme.key, str(meant))
        if held is None:
            raise HTTPException(404)
        board = round_board(session, round_context(session, held, visit.today), visit.viewer)
        session.expunge_all()
    if not (board.rows or board.whole):
        raise HTTPException(404)
    if board.whole:
        note_viewing(visit, None, str(meant))
    else:
        note_viewings(visit, [row.dossier.row.person_id for row in board.rows], str(meant))
    return board


def _shown(
    visit: Visit,
    board: RoundBoard,
    state: str,
    unit: str,
    form: Form | None = None,
    status: int = 200,
) -> HTMLResponse:
    period, done = board.context.period, visit.request.query_params.get("done", "")
    shown = [row for row in board.rows if _fits(row, state, unit)]
    return page(
        visit,
        "evaluation/round",
        status,
        board=board,
        context=board.context,
        shown=shown,
        state=state,
        unit=unit,
        form=form,
        year=board.context.programme.year,
        short=short_name(period),
        period_name=period_in_words(period, visit.tr),
        done_words=visit.tr(_DONE[done], n=len(board.rows)) if done in _DONE else "",
        year_words=words_of_round(visit, board.context),
        may_open=visit.viewer.has(Mandate.SECRETARIAT),
        words=SumWords(visit.lang),
    )


def _fits(row: RoundRow, state: str, unit: str) -> bool:
    wanted = row.asked if state == "wanted" else state in ("", row.state)
    return wanted and unit in ("", *map(str, row.dossier.units))
