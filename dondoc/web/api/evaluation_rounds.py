"""Rounds of evaluation by the API, with the rights of the pages; looks at content are kept."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from dondoc.rendering.formats import moment
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.open_round import find_round
from dondoc.services.evaluation.course.round_board import RoundBoard, RoundRow, round_board
from dondoc.services.evaluation.course.rounds import RoundInList, rounds_of
from dondoc.services.evaluation.course.sheet import DossierSheet
from dondoc.services.evaluation.course.side_by_side import scores_side_by_side, shown_steps
from dondoc.services.evaluation.decisions.published import (
    ReopenedRound,
    published_grades,
    reopened_round,
)
from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.evaluation.people.viewings import evaluates, keep_viewing
from dondoc.web.api.base import PROBLEM_TYPE, RESPONSES, ApiError, router
from dondoc.web.api.caller import Caller, ReaderIn
from dondoc.web.api.evaluation_round_shapes import (
    DossierOut,
    DossierStepOut,
    PublishedGradeOut,
    PublishedGradesOut,
    RoundBoardOut,
    RoundOut,
    RoundReopenedProblem,
    RoundRowOut,
    ScoreColumnOut,
    TrackStepOut,
)
from dondoc.web.api.evaluation_years import year_out
from dondoc.web.api.parameters import EvaluatedPeriod
from models.programme import Programme

_REOPENED: dict[int | str, dict[str, Any]] = {
    409: {
        "description": "The round was reopened: its grades hold no more",
        "content": {
            PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/RoundReopenedProblem"}}
        },
    }
}


@router.get("/evaluation/{year}/rounds", responses=RESPONSES)
def evaluation_rounds(caller: ReaderIn) -> list[RoundOut]:
    """The rounds of the year, the latest first; for whoever evaluates."""
    if not evaluates(caller.viewer):
        raise ApiError(404, "api.error.not_found")
    with caller.programme() as (session, programme):
        return [_round(each) for each in rounds_of(session, programme.key)]


@router.get("/evaluation/{year}/{period}/dossiers", responses=RESPONSES)
def evaluation_dossiers(caller: ReaderIn, period: EvaluatedPeriod) -> RoundBoardOut:
    """Everybody's evaluation for whoever evaluates; for others of those whom they assess.

    The look is kept, as that at the page is.
    """
    with caller.programme() as (session, programme):
        context = _context(caller, session, programme, period)
        board = round_board(session, context, caller.viewer)
        if not (board.rows or board.whole):
            raise ApiError(404, "api.error.not_found")
        found = _board(board)
        people = [row.dossier.row.person_id for row in board.rows]
    keep_looks(caller, str(context.period), [None] if board.whole else people)
    return found


@router.get("/evaluation/{year}/{period}/grades", responses=RESPONSES | _REOPENED)
def evaluation_grades(caller: ReaderIn, period: EvaluatedPeriod) -> PublishedGradesOut:
    """The grades of a round that is published: for everybody, without points.

    409 of a round that was reopened since: when and why, as its page says.
    """
    with caller.programme() as (session, programme):
        context = _context(caller, session, programme, period)
        published = published_grades(session, caller.viewer, context.row.key, caller.today)
        if published is None:
            reopened = reopened_round(session, programme.key, str(context.period))
            raise _reopened(reopened) if reopened else ApiError(404, "api.error.not_found")
        rows = [PublishedGradeOut.model_validate(each) for each in published.rows]
        return PublishedGradesOut(
            period=str(context.period), published_at=published.at, grades=rows
        )


def _reopened(held: ReopenedRound) -> ApiError:
    said = {"at": moment(held.at), "reason": held.reason}
    error = ApiError(409, "api.error.round_reopened", **said)
    problem = RoundReopenedProblem(detail="", code="round_reopened", at=held.at, reason=held.reason)
    error.members = problem.model_dump(mode="json", exclude={"detail", "field"})
    return error


def keep_looks(caller: Caller, period: str, whose: Iterable[int | None]) -> None:
    """What is not kept is not answered; nobody's look at what is their own. None: of all."""
    programme_id, by = caller.viewer.programme_id, caller.viewer.person_id
    others = [each for each in whose if each != by]
    assert programme_id is not None  # or there would be nobody to look at
    if not others:
        return

    def keep(session: Session) -> None:
        for each in others:
            keep_viewing(session, programme_id, period, caller.now, each, by)

    caller.written(keep)


def dossier_out(sheet: DossierSheet) -> DossierOut:
    """One person's evaluation, as far as whoever asks may see it."""
    dossier = sheet.dossier
    return DossierOut(
        state=sheet.state,
        position=dossier.position,
        unit=dossier.unit,
        leads=dossier.row.leads,
        scores=[ScoreColumnOut.model_validate(each) for each in scores_side_by_side(sheet)],
        steps=[DossierStepOut.model_validate(each) for each in shown_steps(sheet)],
        track=[TrackStepOut.model_validate(each) for each in sheet.track],
        year=year_out(sheet),
    )


def _context(caller: Caller, session: Session, programme: Programme, period: str) -> RoundContext:
    held = find_round(session, programme.key, str(judged_period(period, programme.year)))
    if held is None:
        raise ApiError(404, "api.error.not_found")
    return round_context(session, held, caller.today)


def _round(each: RoundInList) -> RoundOut:
    row = each.row
    frozen = {who: f"{rules['code']} v{rules['version']}" for who, rules in row.rule_sets.items()}
    return RoundOut(
        period=row.period,
        state=each.state,
        people=each.people,
        self_due_on=row.self_due_on,
        comment_due_on=row.comment_due_on,
        proposal_due_on=row.proposal_due_on,
        decision_due_on=row.decision_due_on,
        rule_sets=frozen,
    )


def _board(board: RoundBoard) -> RoundBoardOut:
    return RoundBoardOut(
        period=str(board.context.period),
        state=board.context.state,
        whole=board.whole,
        rows=[_row(each) for each in board.rows],
    )


def _row(row: RoundRow) -> RoundRowOut:
    dossier = row.dossier
    proposal, decision = dossier.proposal, dossier.decision
    return RoundRowOut.model_validate(
        {
            "person": dossier.code,
            "name": dossier.name,
            "position": dossier.position,
            "unit": dossier.unit,
            "leads": dossier.row.leads,
            "state": row.state,
            "wanted": sorted(row.wanted),
            "own_score": row.own_score,
            "score_above": row.score_above,
            "proposed": proposal.grade if proposal else None,
            "proposal_outdated": row.proposal_outdated,
            "decided": decision.grade if decision else None,
            "is_decided": decision is not None,
        }
    )
