"""Applies what people recorded and what the calendar brought: the only writer of stages."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from dondoc.clock import Clock
from dondoc.services.advance.apply import apply_pending, open_window
from dondoc.services.advance.batch import Batch, Move, UnappliedAct
from dondoc.services.history.events import seal_days
from dondoc.services.programme.frames import ProgrammeRules, frame_of
from dondoc.services.work.checkpoint_queries import hold_checkpoints
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.services.work.pending import PENDING
from dondoc.store.database import written
from dondoc.store.lease import HeldLease, lease
from models.assignment import Assignment, Checkpoint
from models.joins import CHECKPOINTS_OF_ASSIGNMENT
from models.programme import Programme
from models.rules.checkpoints import Act, local_date
from models.rules.stages import Stage, Standing
from models.submission import Submission
from models.verdict import Evaluation

BATCH = 500
LEASE = "advance"


@dataclass
class Advanced:
    """What a drain did. `acts`: which kinds were applied; `busy`: another process was draining."""

    moves: list[Move] = field(default_factory=list)
    misses: list[UnappliedAct] = field(default_factory=list)
    acts: set[Act] = field(default_factory=set)
    applied: int = 0
    seals: int = 0
    busy: bool = False

    def add(self, batch: Batch) -> None:
        """Takes over what one batch did."""
        self.moves += batch.moves
        self.misses += batch.misses
        self.acts |= batch.acts
        self.applied += len(batch.submissions)


def advance(engine: Engine, clock: Clock) -> Advanced:
    """Drains until nothing is pending, in transactions of a few hundred checkpoints each.

    Running it again, or twice at once, changes nothing more.
    """
    done = Advanced()
    with lease(engine, LEASE) as held:
        if held is None:
            done.busy = True
            return done
        while (batch := _drain_submissions(engine, clock.now(), held)).submissions:
            done.add(batch)
        while (batch := _open_windows(engine, clock.now(), held)).checkpoints:
            done.add(batch)
        done.seals = written(engine, lambda session: len(seal_days(session, clock.now())))
    if _anything_pending(engine):  # recorded while the lease was being given back
        return _together(done, advance(engine, clock))
    return done


def _together(first: Advanced, second: Advanced) -> Advanced:
    first.moves += second.moves
    first.misses += second.misses
    first.acts |= second.acts
    first.applied += second.applied
    return first


def _anything_pending(engine: Engine) -> bool:
    with Session(engine) as session:
        pending = select(Submission.id).where(PENDING)
        return session.exec(pending.limit(1)).first() is not None


def _drain_submissions(engine: Engine, now: datetime, held: HeldLease) -> Batch:
    """One transaction: the oldest checkpoints with something pending."""
    held.renew()
    return written(engine, lambda session: _oldest(session, now))


def _oldest(session: Session, now: datetime) -> Batch:
    batch = Batch()
    query = (
        select(Submission.checkpoint_id).where(PENDING).order_by(col(Submission.id)).limit(BATCH)
    )
    ids = list(dict.fromkeys(session.exec(query).all()))
    hold_checkpoints(session, ids)
    for frame, portion in _by_programme(session, ids):
        checkpoints = load_checkpoints(session, frame, portion)
        evaluations = _evaluations(session, portion)
        for checkpoint in checkpoints.values():
            apply_pending(checkpoint, batch, now, evaluations)
    batch.write(session, now)
    return batch


def _open_windows(engine: Engine, now: datetime, held: HeldLease) -> Batch:
    """One transaction: checkpoints that are still "assigned" though their window has opened."""
    held.renew()
    return written(engine, lambda session: _opening(session, now))


def _opening(session: Session, now: datetime) -> Batch:
    batch = Batch()
    query = (
        select(Checkpoint.id)
        .where(
            Checkpoint.stage == Stage.ASSIGNED,
            Checkpoint.standing == Standing.LIVE,
            Checkpoint.opens_on <= local_date(now),
        )
        .order_by(col(Checkpoint.opens_on), col(Checkpoint.id))
        .limit(BATCH)
    )
    ids = [key for key in session.exec(query).all() if key is not None]
    hold_checkpoints(session, ids)
    for frame, portion in _by_programme(session, ids):
        for checkpoint in load_checkpoints(session, frame, portion).values():
            open_window(checkpoint, batch, now)
    batch.write(session, now)
    return batch


def _by_programme(session: Session, ids: list[int]) -> list[tuple[ProgrammeRules, list[int]]]:
    """The checkpoints of each programme, with the calendar and the rules they are seen in."""
    query = (
        select(Assignment.programme_id, Checkpoint.id)
        .join(*CHECKPOINTS_OF_ASSIGNMENT)
        .where(col(Checkpoint.id).in_(ids))
    )
    groups: dict[int, list[int]] = {}
    for programme_id, checkpoint_id in session.exec(query):
        groups.setdefault(programme_id, []).append(checkpoint_id or 0)
    return [
        (frame_of(session, session.get_one(Programme, programme_id)), group)
        for programme_id, group in groups.items()
    ]


def _evaluations(session: Session, ids: list[int]) -> dict[int, Evaluation]:
    """Evaluations of pending submissions on these checkpoints, by submission."""
    query = (
        select(Evaluation)
        .join(Submission, col(Submission.id) == Evaluation.submission_id)
        .where(
            PENDING,
            col(Evaluation.checkpoint_id).in_(ids),
        )
    )
    return {evaluation.submission_id: evaluation for evaluation in session.exec(query)}
