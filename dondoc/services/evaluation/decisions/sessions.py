"""Sessions of the deciding body: called with its members and who is there, closed with minutes."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.rendering import formats
from dondoc.services.evaluation.course.errors import FieldError, raise_faults
from dondoc.services.evaluation.course.rounds import round_steps
from dondoc.services.evaluation.decisions.levels import check_levels_of_decided
from dondoc.services.evaluation.decisions.session_input import (
    NAMES,
    SessionInput,
    session_faults,
)
from dondoc.services.evaluation.people.periods import judged_period, over_before_evaluation
from dondoc.services.grounds.office import hold_office
from dondoc.services.history.events import append
from dondoc.services.organisation.changes import SettingsChange
from models.evaluation_round import (
    EvaluationDossierStep,
    EvaluationRound,
    EvaluationSession,
    EvaluationVote,
)
from models.event import EventKind
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.evaluation_course.rounds import RoundState, round_state
from models.rules.grounds import Grounds, plain
from models.rules.roles import Mandate
from models.rules.texts import bare

MAX_MINUTES = 20_000
SESSION = ("evaluation_session", "evaluation_minutes")
"""What a form on a session as a whole shows of it."""


def call_session(change: SettingsChange, round_id: int, called: SessionInput) -> EvaluationSession:
    """The secretariat calls a session on a round. One at a time: decisions name theirs.

    Raises Refused without the right, of a locked round, and while another one is open; FieldError
    for what was typed.
    """
    session = change.session
    hold_office(session)
    held = round_of(session, round_id)
    change.mandated_in(held.programme_id, Mandate.SECRETARIAT)
    check_not_locked(session, held)
    _check(session, held, called)
    for other in sessions_of(session, held.key):
        if other.closed_at is None:
            day = formats.day(other.held_on)
            raise Refused("evaluation.session.error.one_open", body=other.body, day=day)
    made = EvaluationSession(
        round_id=held.key, called_at=change.now, called_by_id=change.actor.key, **_columns(called)
    )
    session.add(made)
    session.flush()
    _note(change, held, made, "evaluation_session_called")
    return made


def change_session(
    change: SettingsChange, session_id: int, details: SessionInput, minutes: str
) -> None:
    """Corrects who was there, and keeps what was said so far.

    Raises as `call_session` does, and FieldError where the session has more votes than people
    present, or decided before the day on which it is held, and where whoever commented on somebody
    decided there, or is graded, would have decided without a majority of others.
    """
    held, meant = session_to_change(change, session_id)
    _check(change.session, held, details)
    _check_decided(change.session, meant, details)
    check_levels_of_decided(change, held, meant, details)
    if len(minutes) > MAX_MINUTES:
        raise FieldError("minutes", "evaluation.course.error.too_long", most=MAX_MINUTES)
    for name, value in _columns(details).items():
        setattr(meant, name, value)
    meant.minutes = minutes.strip()
    _note(change, held, meant, "evaluation_session_changed")


def close_session(change: SettingsChange, session_id: int) -> None:
    """Nothing more is decided in it. Raises Refused without the right, before its day, twice."""
    held, meant = session_to_change(change, session_id)
    check_held(meant, change.today)
    meant.closed_at, meant.closed_by_id = change.now, change.actor.key
    _note(change, held, meant, "evaluation_session_closed")


def session_to_change(
    change: SettingsChange, session_id: int
) -> tuple[EvaluationRound, EvaluationSession]:
    """An open session with its round, for the secretariat, while nobody else changes it."""
    session = change.session
    hold_office(session)
    meant = session.get(EvaluationSession, session_id, populate_existing=True)
    if meant is None:
        raise BadInput("evaluation.session.error.unknown")
    held = session.get_one(EvaluationRound, meant.round_id)
    change.mandated_in(held.programme_id, Mandate.SECRETARIAT)
    check_open(meant)
    return held, meant


def check_open(meant: EvaluationSession) -> None:
    """Raises Refused for a session that is closed."""
    if meant.closed_at is not None:
        raise Refused("evaluation.session.error.closed", at=formats.moment(meant.closed_at))


def check_held(meant: EvaluationSession, today: date) -> None:
    """Raises Refused before the day of a session."""
    if today < meant.held_on:
        raise Refused("evaluation.session.error.not_yet", day=formats.day(meant.held_on))


def check_not_locked(session: Session, held: EvaluationRound) -> None:
    """Raises Refused for a round that is locked."""
    if round_state(round_steps(session, held.key)) is RoundState.LOCKED:
        raise Refused("evaluation.course.error.locked")


def round_of(session: Session, round_id: int) -> EvaluationRound:
    """A round. Raises BadInput where there is none."""
    held = session.get(EvaluationRound, round_id)
    if held is None:
        raise BadInput("evaluation.round.error.unknown")
    return held


def round_named(session: Session, period: str) -> EvaluationRound:
    """The round of a period such as 2026-Q1. Raises BadInput where none was opened."""
    query = select(EvaluationRound).where(col(EvaluationRound.period) == period.strip().upper())
    held = session.scalars(query).first()
    if held is None:
        raise BadInput("evaluation.round.error.unknown")
    return held


def sessions_of(session: Session, round_id: int) -> Sequence[EvaluationSession]:
    """The sessions on a round, the latest first."""
    query = select(EvaluationSession).where(col(EvaluationSession.round_id) == round_id)
    return session.scalars(query.order_by(col(EvaluationSession.id).desc())).all()


def session_grounds(session: Session, session_id: int) -> Grounds:
    """Who is there and whether it is open; a mark of the minutes. Nothing where there is none."""
    meant = session.get(EvaluationSession, session_id)
    if meant is None:
        return {}
    names = ", ".join(filter(None, (meant.body, meant.place, meant.chair, meant.clerk)))
    parts = (formats.day(meant.held_on), names, f"{meant.present}/{meant.members}")
    closed = formats.moment(meant.closed_at) if meant.closed_at else ""
    minutes = sha256(meant.minutes.encode()).hexdigest()[:16] if meant.minutes else ""
    return {
        "evaluation_session": "; ".join(filter(None, (*parts, plain(closed)))),
        "evaluation_minutes": minutes,
    }


def _check(session: Session, held: EvaluationRound, details: SessionInput) -> None:
    year = session.get_one(Programme, held.programme_id).year
    end = over_before_evaluation(judged_period(held.period, year))
    names = {name: getattr(details, name) for name in NAMES}
    counts = details.members, details.present
    raise_faults(session_faults(end, details.held_on, names, *counts))


def _check_decided(session: Session, meant: EvaluationSession, details: SessionInput) -> None:
    """What was decided and counted in a session stands: its day and who was there must fit it."""
    vote, step = EvaluationVote, EvaluationDossierStep
    cast = (
        select(func.sum(col(vote.in_favour)).label("votes"))
        .where(col(vote.session_id) == meant.key)
        .group_by(col(vote.dossier_id))
        .subquery()
    )
    most = session.scalar(select(func.max(cast.c.votes))) or 0
    if details.present < most:
        raise FieldError("present", "evaluation.session.error.present_of_votes", votes=int(most))
    at = session.scalars(
        select(col(step.at)).where(col(step.session_id) == meant.key).order_by(col(step.id))
    ).first()
    if at is not None and details.held_on > local_date(at):
        raise FieldError("held_on", "evaluation.session.error.decided_before", day=local_date(at))


def _columns(details: SessionInput) -> dict[str, Any]:
    return {
        "held_on": details.held_on,
        "body": bare(details.body),
        "place": bare(details.place),
        "chair": bare(details.chair),
        "clerk": bare(details.clerk),
        "members": details.members,
        "present": details.present,
    }


def _note(
    change: SettingsChange, held: EvaluationRound, meant: EvaluationSession, what: str
) -> None:
    row = {
        "kind": EventKind.SETTINGS_CHANGED,
        "programme_id": held.programme_id,
        "actor_id": change.actor.key,
        "data": {
            "what": what,
            "period": held.period,
            "session": meant.key,
            "day": meant.held_on.isoformat(),
            "body": meant.body,
        },
    }
    append(change.session, change.now, [row])
