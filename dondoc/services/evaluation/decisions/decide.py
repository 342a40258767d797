"""Deciding about people in a session: one, or all on a page; each row stands by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, DondocError
from dondoc.services.acts.record import Recorder
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.opened import OpenDossier, open_dossier, open_dossiers
from dondoc.services.evaluation.course.step_input import StepInput
from dondoc.services.evaluation.course.take_step import StepTaken, take_step
from dondoc.services.evaluation.decisions.levels import check_did_not_chair, check_levels
from dondoc.services.evaluation.decisions.round_letters import tell
from dondoc.services.evaluation.decisions.sessions import check_held, check_open
from dondoc.services.evaluation.decisions.work_evaluated import WorkEvaluation, awaiting
from dondoc.services.grounds.compare import OutdatedError
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from models.evaluation_round import (
    EvaluationDossier,
    EvaluationDossierStep,
    EvaluationRound,
    EvaluationSession,
    EvaluationVote,
)
from models.programme import Programme
from models.rules.evaluated_by import StepBehind
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct, DossierStepKind
from models.rules.evaluation_course.news import RoundNews
from models.rules.evaluation_course.rounds import RoundState
from models.rules.texts import bare

Votes = Mapping[Grade | None, int]
"""How many of those present were for each grade; None: for not grading."""


@dataclass(frozen=True)
class RowDecision:
    """A decision as it is typed. `grade`: None: not graded. `grounds_shown`: by its row."""

    dossier_id: int
    grounds_shown: str
    grade: Grade | None
    reason: str = ""
    votes: Votes = field(default_factory=dict)


@dataclass(frozen=True)
class DecisionsTaken:
    """The evaluations about which was decided, and why not about the others."""

    done: tuple[int, ...]
    refused: tuple[tuple[int, DondocError], ...]


def decide_each(
    change: SettingsChange, evidence: Path, session_id: int, rows: Sequence[RowDecision]
) -> DecisionsTaken:
    """Decides row by row in one transaction: a refused one writes nothing and stops no other.

    Raises BadInput where there is no such session, and Refused for one that is closed or not yet.
    """
    session = change.session
    hold_office(session)
    meant = _open_session(change, session_id)
    held = session.get_one(EvaluationRound, meant.round_id)
    evaluation = work_evaluation(change, evidence, held)
    ids = [row.dossier_id for row in rows]
    waiting = open_dossiers(change, held, ids)
    evaluation.hold(ref for each in waiting.values() for ref in awaiting(each.work.works))
    opened = dict(open_dossiers(change, held, ids))  # as it stands once all of it is held
    done: list[int] = []
    refused: list[tuple[int, DondocError]] = []
    for row in rows:
        try:
            if row.dossier_id not in waiting:
                raise BadInput("evaluation.course.error.unknown")
            # Who stands on the page twice was changed by the first of both.
            each = opened.pop(row.dossier_id, None) or open_dossier(change, row.dossier_id)
            _decide(change, evaluation, meant, row, each)
            done.append(row.dossier_id)
        except OutdatedError as error:
            if _stands_already(session, meant, change.actor.key, row):
                done.append(row.dossier_id)
            else:
                refused.append((row.dossier_id, error))
        except DondocError as error:
            refused.append((row.dossier_id, error))
    return DecisionsTaken(tuple(done), tuple(refused))


def _decide(
    change: SettingsChange,
    evaluation: WorkEvaluation,
    meant: EvaluationSession,
    row: RowDecision,
    opened: OpenDossier,
) -> None:
    """All is checked before anything is written."""
    _check_votes(meant, row)
    check_levels(meant, opened.work.dossier, change.actor.key)
    evaluation.check(awaiting(opened.work.works))
    entered = StepInput(
        DossierAct.DECIDE, row.grounds_shown, grade=row.grade, reason=row.reason,
        session_id=meant.key,
    )  # fmt: skip
    taken = take_step(change, row.dossier_id, entered, opened)
    evaluate_theirs(evaluation, taken)
    _keep_votes(change.session, meant, row)
    if taken.context.state is RoundState.PUBLISHED:  # the days in which it is contested run
        news = RoundNews.DECIDED_ANEW, taken.step.key
        tell(change.session, taken.context.row, news, [taken.dossier.row.person_id], change.now)


def answer_request(
    change: SettingsChange, evidence: Path, dossier_id: int, answer: StepInput
) -> StepTaken:
    """Answers a re-assessment: the decision is upheld, or another one is taken with its reason.

    Raises as `take_step` does: among others Refused for whoever assessed, proposed or decided.
    """
    hold_office(change.session)
    held = _round_of_dossier(change.session, dossier_id)
    evaluation = work_evaluation(change, evidence, held)
    work = open_dossier(change, dossier_id).work
    check_did_not_chair(change, work.dossier)
    refs = awaiting(work.works)
    evaluation.hold(refs)
    evaluation.check(refs)
    taken = take_step(change, dossier_id, answer)
    evaluate_theirs(evaluation, taken)
    return taken


def work_evaluation(
    change: SettingsChange, evidence: Path, held: EvaluationRound
) -> WorkEvaluation:
    """Evaluates work of the round's year as whoever decides."""
    year = change.session.get_one(Programme, held.programme_id).year
    return WorkEvaluation(Recorder(change.session, change.now, evidence, year), change.actor.code)


def evaluate_theirs(evaluation: WorkEvaluation, taken: StepTaken) -> None:
    """Evaluates what a decision about its lead evaluates, once grades are out; not before."""
    if taken.context.state is not RoundState.PUBLISHED:
        return
    behind = StepBehind(dossier_step_id=taken.step.key)
    evaluation.record(awaiting(taken.score.work.works), behind)


def votes_of(session: Session, session_id: int) -> Mapping[int, Votes]:
    """The votes of a session by evaluation."""
    query = select(EvaluationVote).where(col(EvaluationVote.session_id) == session_id)
    found: dict[int, dict[Grade | None, int]] = {}
    for vote in session.scalars(query.order_by(col(EvaluationVote.id))):
        found.setdefault(vote.dossier_id, {})[vote.grade] = vote.in_favour
    return found


def _stands_already(
    session: Session, meant: EvaluationSession, actor_id: int, row: RowDecision
) -> bool:
    """Whether the same person decided just this in this session: a form that was sent twice."""
    query = select(EvaluationDossierStep).where(
        col(EvaluationDossierStep.dossier_id) == row.dossier_id
    )
    last = session.scalars(query.order_by(col(EvaluationDossierStep.id).desc())).first()
    if last is None or last.kind is not DossierStepKind.DECIDED:
        return False
    said = (last.session_id, last.person_id, last.grade, last.reason)
    if said != (meant.key, actor_id, row.grade, bare(row.reason)):
        return False
    votes = votes_of(session, meant.key).get(row.dossier_id, {})
    return dict(votes) == dict(row.votes)


def _open_session(change: SettingsChange, session_id: int) -> EvaluationSession:
    meant = change.session.get(EvaluationSession, session_id, populate_existing=True)
    if meant is None:
        raise BadInput("evaluation.session.error.unknown")
    check_open(meant)
    check_held(meant, change.today)
    return meant


def _round_of_dossier(session: Session, dossier_id: int) -> EvaluationRound:
    query = select(EvaluationRound).join(
        EvaluationDossier, col(EvaluationDossier.round_id) == col(EvaluationRound.id)
    )
    held = session.scalars(query.where(col(EvaluationDossier.id) == dossier_id)).first()
    if held is None:
        raise BadInput("evaluation.course.error.unknown")
    return held


def _check_votes(meant: EvaluationSession, row: RowDecision) -> None:
    """More than those who were there cannot have been in favour, of one grade or of all.

    A decision needs a reason where another grade had more votes, or as many: a tie is the body's.
    """
    votes = row.votes
    if any(count < 0 for count in votes.values()) or sum(votes.values()) > meant.present:
        raise FieldError("votes", "evaluation.session.error.votes", present=meant.present)
    if has_most(votes, row.grade) or bare(row.reason):
        return
    others = {grade: count for grade, count in votes.items() if grade is not row.grade}
    most = max(others, key=others.__getitem__)
    if others[most] > votes.get(row.grade, 0):
        key = "votes_differ" if most else "votes_for_none"
    else:
        key = "votes_differ_tied" if most else "votes_for_none_tied"
    raise FieldError("reason", f"evaluation.session.error.{key}", grade=most)


def has_most(votes: Votes, grade: Grade | None) -> bool:
    """Whether no other grade had as many votes; so it is, too, where none were entered."""
    others = [count for other, count in votes.items() if other is not grade and count]
    return votes.get(grade, 0) > max(others, default=-1)


def _keep_votes(session: Session, meant: EvaluationSession, row: RowDecision) -> None:
    """The latest count stands: one that is taken again is counted again."""
    query = select(EvaluationVote).where(
        col(EvaluationVote.session_id) == meant.key,
        col(EvaluationVote.dossier_id) == row.dossier_id,
    )
    had = {vote.grade: vote for vote in session.scalars(query)}
    for grade, count in row.votes.items():
        vote = had.pop(grade, None) or EvaluationVote(
            session_id=meant.key, dossier_id=row.dossier_id, grade=grade, in_favour=0
        )
        vote.in_favour = count
        session.add(vote)
    for vote in had.values():
        session.delete(vote)
    session.flush()
