"""Digests that are drawn up or issued in the background: who began, and how far it is.

The page that asks waits for none of it. Whoever is at work says so from time to time; where that
stops (the process was ended), nothing was kept, and anybody may begin anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Engine, select, update
from sqlmodel import Session, col

from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.directory import names_of_people
from dondoc.store.database import written
from models.digest import DigestRun
from models.rules.time_limits import passed_within

SILENT_AFTER = timedelta(seconds=60)
"""Whoever says nothing for so long is not at work any more."""
COMPILE, ISSUE = "compile", "issue"


@dataclass(frozen=True)
class RunShown:
    """A run for the page that waits. `silent`: nobody is at work on it any more."""

    key: int
    kind: str
    subject: str
    by: str
    begun_at: datetime
    done: int
    in_all: int
    ended: bool
    silent: bool
    digest_id: int | None
    outcome: str
    error: str


def begin_run(
    session: Session, kind: str, subject: str, person_id: int, wall: datetime
) -> tuple[DigestRun, bool]:
    """A run, and whether it is new: two who want the same wait for one."""
    hold_office(session)
    query = select(DigestRun).where(
        col(DigestRun.kind) == kind,
        col(DigestRun.subject) == subject,
        col(DigestRun.ended_at).is_(None),
    )
    for run in session.scalars(query.order_by(col(DigestRun.id).desc())):
        if passed_within(run.beat_at, wall, SILENT_AFTER):
            return run, False
    run = DigestRun(kind=kind, subject=subject, person_id=person_id, begun_at=wall, beat_at=wall)
    session.add(run)
    session.flush()
    return run, True


def say_how_far(engine: Engine, run_id: int, wall: datetime, done: int, in_all: int) -> None:
    """Whoever is at work says so."""
    written(engine, partial(_set, run_id, beat_at=wall, done=done, in_all=in_all))


def say_at_work(engine: Engine, run_id: int, wall: datetime) -> None:
    """Whoever is at work is still there; how far they are is as it was."""
    written(engine, partial(_set, run_id, beat_at=wall))


def end_run(
    engine: Engine, run_id: int, wall: datetime, digest_id: int | None, outcome: str, error: str
) -> None:
    """It is over: what came of it, or what is said instead."""
    written(
        engine,
        partial(
            _set, run_id, ended_at=wall, digest_id=digest_id, outcome=outcome, error=error
        ),
    )  # fmt: skip


def _set(run_id: int, session: Session, **values: object) -> None:
    session.execute(update(DigestRun).where(col(DigestRun.id) == run_id).values(**values))


def run_shown(session: Session, run_id: int, wall: datetime) -> RunShown | None:
    """A run; None where there is no such."""
    run = session.get(DigestRun, run_id)
    return None if run is None else _shown(session, run, wall)


def runs_at_work(session: Session, wall: datetime) -> list[RunShown]:
    """What is being drawn up or issued now."""
    query = select(DigestRun).where(
        col(DigestRun.ended_at).is_(None), col(DigestRun.beat_at) >= wall - SILENT_AFTER
    )
    return [
        _shown(session, run, wall) for run in session.scalars(query.order_by(col(DigestRun.id)))
    ]


def _shown(session: Session, run: DigestRun, wall: datetime) -> RunShown:
    ended = run.ended_at is not None
    return RunShown(
        key=run.key,
        kind=run.kind,
        subject=run.subject,
        by=names_of_people(session, [run.person_id])[run.person_id],
        begun_at=run.begun_at,
        done=run.done,
        in_all=run.in_all,
        ended=ended,
        silent=not ended and not passed_within(run.beat_at, wall, SILENT_AFTER),
        digest_id=run.digest_id,
        outcome=run.outcome,
        error=run.error,
    )
