"""Applies what people recorded and what the calendar brought: the only writer of stages."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from dondoc.clock import Clock
from dondoc.errors import BadInput
from dondoc.services.advance.apply import apply_pending, open_window
from dondoc.services.advance.batch import Batch, Move, UnappliedAct
from dondoc.services.history.events import seal_days
from dondoc.services.programme.frames import ProgrammeRules, frame_of
from dondoc.services.work.checkpoint_queries import hold_checkpoints
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoints
from dondoc.services.work.pending import PENDING
from dondoc.store.database import written
from dondoc.store.lease import lease
from models.assignment import Assignment, Checkpoint
from models.joins import CHECKPOINTS_OF_ASSIGNMENT
from models.programme import Programme
from models.rules.checkpoints import Act, local_date
from models.rules.stages import Stage, Standing
from models.submission import Submission
from models.verdict import Evaluation

BATCH = 500
LEASE = "advance"
_log = logging.getLogger(__name__)


Judged = dict[int, Evaluation]
"""Pending evaluations, by submission."""
DrainStep = Callable[[LoadedCheckpoint, Batch, datetime, Judged], None]
"""What is done to one checkpoint."""
Work = Callable[[list[int], Session], Batch]
"""What is done to some checkpoints in one transaction."""


@dataclass
class Advanced:
    """What a drain did. `acts`: which kinds were applied; `busy`: another process was draining.

    `left`: checkpoints whose facts raise an error, by id, and the error's name: they keep what is
    pending, and the next drain tries them again.
    """

    moves: list[Move] = field(default_factory=list)
    misses: list[UnappliedAct] = field(default_factory=list)
    left: dict[int, str] = field(default_factory=dict)
    acts: set[Act] = field(default_factory=set)
    applied: int = 0
    seals: int = 0
    busy: bool = False

    def add(self, other: "Batch | Advanced") -> None:
        """Takes over what one batch, or another drain, did."""
        self.moves += other.moves
        self.misses += other.misses
        self.acts |= other.acts
        self.applied += other.applied


def advance(engine: Engine, clock: Clock) -> Advanced:
    """Drains until nothing is pending, in transactions of a few hundred checkpoints each.

    Running it again, or twice at once, changes nothing more.
    """
    done = Advanced()
    with lease(engine, LEASE) as held:
        if held is None:
            done.busy = True
            return done
        for waiting, step in ((_oldest_pending, apply_pending), (_window_open, _open)):
            while ids := _next_ids(engine, waiting(clock.now()), done.left):
                held.renew()
                if not _in_parts(engine, ids, partial(_batch, clock.now(), step), done):
                    break
        done.seals = written(engine, lambda session: len(seal_days(session, clock.now())))
    if _anything_pending(engine, done.left):  # recorded while the lease was being given back
        again = advance(engine, clock)
        done.add(again)
        done.left |= again.left
    return done


def _anything_pending(engine: Engine, left: Collection[int]) -> bool:
    return bool(_next_ids(engine, _oldest_pending(), left))


def _oldest_pending(_now: datetime | None = None) -> SelectOfScalar[Any]:
    return select(col(Submission.checkpoint_id)).where(PENDING).order_by(col(Submission.id))


def _window_open(now: datetime) -> SelectOfScalar[Any]:
    """Checkpoints that are still "assigned" though their window has opened."""
    return (
        select(col(Checkpoint.id))
        .where(
            Checkpoint.stage == Stage.ASSIGNED,
            Checkpoint.standing == Standing.LIVE,
            Checkpoint.opens_on <= local_date(now),
        )
        .order_by(col(Checkpoint.opens_on), col(Checkpoint.id))
    )


def _next_ids(engine: Engine, query: SelectOfScalar[Any], left: Collection[int]) -> list[int]:
    with Session(engine) as session:
        waiting = (key for key in session.exec(query) if key not in left)
        return list(dict.fromkeys(islice(waiting, BATCH)))


def _in_parts(engine: Engine, ids: list[int], work: Work, done: Advanced) -> bool:
    """One transaction for all; where a checkpoint's facts raise, halves, until it stands alone.

    So nobody waits for the one whose facts are broken. An error of the database itself is raised.
    Whether anything came of it.
    """
    try:
        batch = written(engine, partial(work, ids))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        checkpoint_id, *others = ids
        if not others:
            _log.exception("checkpoint %s cannot be advanced", checkpoint_id)
            done.left[checkpoint_id] = type(error).__name__
            return True
        middle = len(ids) // 2
        first = _in_parts(engine, ids[:middle], work, done)
        return _in_parts(engine, ids[middle:], work, done) or first
    done.add(batch)
    return bool(batch.checkpoints or batch.submissions)


def _batch(now: datetime, step: DrainStep, ids: list[int], session: Session) -> Batch:
    """What a step brings about on these checkpoints, written in the caller's transaction."""
    batch = Batch()
    hold_checkpoints(session, ids)
    for frame, portion in _by_programme(session, ids):
        evaluations = _evaluations(session, portion)
        loaded = load_checkpoints(session, frame, portion)
        if len(loaded) < len(portion):  # halves are tried, until one stands alone
            raise BadInput("checkpoint.unreadable")
        for checkpoint in loaded.values():
            step(checkpoint, batch, now, evaluations)
    batch.write(session, now)
    return batch


def _open(checkpoint: LoadedCheckpoint, batch: Batch, now: datetime, _judged: Judged) -> None:
    open_window(checkpoint, batch, now)


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


def _evaluations(session: Session, ids: list[int]) -> Judged:
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
