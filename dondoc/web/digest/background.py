"""Digests that are drawn up or issued beside the page that asks for it."""

from collections.abc import Callable
from datetime import datetime

from fastapi.responses import Response
from sqlalchemy import Engine
from sqlmodel import Session

from dondoc.services.digest.compile import Progress
from dondoc.services.digest.runs import begin_run, end_run
from dondoc.web.site import background
from dondoc.web.site.visit import Visit
from models.digest import DigestRun

RunOutcome = tuple[int, str]
"""The digest's key, and a word for how it ended."""


def in_background(
    visit: Visit, run: tuple[str, str], work: Callable[[Progress], RunOutcome]
) -> Response:
    """Begins a run, or leads to the one that is at work on the same. `run`: its kind and subject.

    Raises what the work refuses, where it ends soon.
    """
    kind, subject = run

    def begin(session: Session) -> tuple[int, bool]:
        begun, new = begin_run(session, kind, subject, visit.viewer.person_id, visit.wall)
        return begun.key, new

    runs = background.BackgroundRuns[RunOutcome](
        of=DigestRun,
        begin=begin,
        end=_end,
        page_of=lambda run_id: f"/digests/runs/{run_id}",
        done_at=_done_at,
        broken="digests.run.broken",
    )
    return background.in_background(visit, runs, work)


def _done_at(_run_id: int, outcome: RunOutcome) -> str:
    digest_id, how = outcome
    return f"/digests/{digest_id}?done={how}"


def _end(
    engine: Engine, run_id: int, wall: datetime, outcome: RunOutcome | None, error: str
) -> None:
    digest_id, how = outcome or (None, "")
    end_run(engine, run_id, wall, digest_id, how, error)
