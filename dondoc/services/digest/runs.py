"""Digests that are drawn up or issued in the background: who began, and how far it is.

The page that asks waits for none of it.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.directory import names_of_people
from dondoc.store.background_runs import SILENT_AFTER, is_at_work, set_run
from dondoc.store.database import written
from models.digest import DigestRun

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
        if is_at_work(run.beat_at, run.ended_at, wall):
            return run, False
    run = DigestRun(kind=kind, subject=subject, person_id=person_id, begun_at=wall, beat_at=wall)
    session.add(run)
    session.flush()
    return run, True


def end_run(
    engine: Engine, run_id: int, wall: datetime, digest_id: int | None, outcome: str, error: str
) -> None:
    """It is over: what came of it, or what is said instead."""
    written(
        engine,
        partial(
            set_run, DigestRun, run_id, ended_at=wall, digest_id=digest_id, outcome=outcome,
            error=error,
        ),
    )  # fmt: skip


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
        silent=not ended and not is_at_work(run.beat_at, run.ended_at, wall),
        digest_id=run.digest_id,
        outcome=run.outcome,
        error=run.error,
    )
