"""The dossier of a unit made in the background: begun once, fetched while it is new, then gone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, Engine, select, update
from sqlmodel import Session, col

from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.directory import names_of_people
from dondoc.services.organisation.mandates import people_with
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_evaluation.dossier import DossierWanted
from dondoc.store.background_runs import is_at_work, set_run
from dondoc.store.database import written
from models.evaluation_dossier_run import EvaluationDossierRun
from models.rules.roles import Mandate

KEPT_FOR = timedelta(days=7)
"""How long the file of points waits to be fetched."""


@dataclass(frozen=True)
class DossierRunShown:
    """A run for the page that waits.

    `person_id`, `by`: of whoever began it. `silent`: nobody is at work on it any more; `ready`:
    whether its file is there.
    """

    key: int
    round_id: int
    unit_id: int
    form: str
    person_id: int
    by: str
    begun_at: datetime
    done: int
    in_all: int
    ended: bool
    silent: bool
    ready: bool
    error: str


def begin_dossier(
    session: Session, wanted: DossierWanted, form: PaperForm, wall: datetime
) -> tuple[int, bool]:
    """A run by its key, and whether it is new: two who want the same wait for one.

    Whether the points are theirs is asked when it is made, and when it is fetched.
    """
    hold_office(session)
    row = EvaluationDossierRun
    same = (
        col(row.round_id) == wanted.round_id, col(row.unit_id) == wanted.unit_id,
        col(row.form) == form.value, _shows_the_same(session, wanted),
    )  # fmt: skip
    for run in session.scalars(select(row).where(*same).order_by(col(row.id).desc())):
        if is_at_work(run.beat_at, run.ended_at, wall):
            return run.key, False
    emptied = update(row).values(content=None).where(col(row.content).is_not(None))
    session.execute(emptied.where(*same))
    session.execute(emptied.where(col(row.ended_at) < wall - KEPT_FOR))
    run = EvaluationDossierRun(
        round_id=wanted.round_id, unit_id=wanted.unit_id, form=form.value,
        person_id=wanted.viewer.person_id, begun_at=wall, beat_at=wall,
    )  # fmt: skip
    session.add(run)
    session.flush()
    return run.key, True


def _shows_the_same(session: Session, wanted: DossierWanted) -> ColumnElement[bool]:
    """The condition that a run has the same decisions: before publication some see none."""
    by, day = col(EvaluationDossierRun.person_id), wanted.today
    if not evaluates(wanted.viewer):
        return by == wanted.viewer.person_id
    office = people_with(session, Mandate.SECRETARIAT, day)
    return by.in_(sorted({*office, *people_with(session, Mandate.STANDING_COMMITTEE, day)}))


def end_dossier(
    engine: Engine, run_id: int, wall: datetime, content: bytes | None, error: str
) -> None:
    """It is over: the file of it, or what is said instead."""
    written(
        engine,
        partial(
            set_run, EvaluationDossierRun, run_id, ended_at=wall, content=content, error=error
        ),
    )  # fmt: skip


def dossier_run(session: Session, run_id: int, wall: datetime) -> DossierRunShown | None:
    """A run; None where there is no such."""
    run = session.get(EvaluationDossierRun, run_id)
    if run is None:
        return None
    ended = run.ended_at is not None
    return DossierRunShown(
        key=run.key,
        round_id=run.round_id,
        unit_id=run.unit_id,
        form=run.form,
        person_id=run.person_id,
        by=names_of_people(session, [run.person_id])[run.person_id],
        begun_at=run.begun_at,
        done=run.done,
        in_all=run.in_all,
        ended=ended,
        silent=not ended and not is_at_work(run.beat_at, run.ended_at, wall),
        ready=run.content is not None,
        error=run.error,
    )


def dossier_content(session: Session, run_id: int, wall: datetime) -> bytes | None:
    """The file; None before it is made, and once it is old."""
    run = session.get(EvaluationDossierRun, run_id)
    if run is None or run.ended_at is None or run.ended_at < wall - KEPT_FOR:
        return None
    return run.content
