"""Work of a page that may take minutes: begun here, done beside, told on a page of its own."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread
from time import monotonic
from typing import Generic, TypeVar

from fastapi.responses import Response
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from dondoc.clock import wall_clock
from dondoc.errors import DondocError
from dondoc.services.digest.compile import Progress
from dondoc.store.background_runs import say_at_work, say_how_far
from dondoc.web.site.forms import words_of
from dondoc.web.site.pages import go
from dondoc.web.site.visit import Visit
from models.base import Row

PATIENCE_SECONDS = 3.0
"""What is done by then is shown at once; else the page says that it goes on."""

BEAT_SECONDS = 20.0
"""Reading a large plan takes minutes before the first unit is drawn up."""
_SAY_EVERY_SECONDS = 1.0
_log = logging.getLogger(__name__)

Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class BackgroundRuns(Generic[Outcome]):
    """One kind of work. `of`: its table; `begin`: a run by its key, and whether it is new.

    `end`: what came of it, None where it failed, and what is said instead. `page_of`: where one
    waits for a run; `done_at`: where one is led afterwards, by the run and what came of it.
    `broken`: the key of what is said where nobody foresaw why it failed.
    """

    of: type[Row]
    begin: Callable[[Session], tuple[int, bool]]
    end: Callable[[Engine, int, datetime, Outcome | None, str], None]
    page_of: Callable[[int], str]
    done_at: Callable[[int, Outcome], str]
    broken: str


@dataclass
class _Ending(Generic[Outcome]):
    """How it ended, for the request that began it, where it still waits."""

    over: Event = field(default_factory=Event)
    outcome: Outcome | None = None
    error: Exception | None = None


def in_background(
    visit: Visit, runs: BackgroundRuns[Outcome], work: Callable[[Progress], Outcome]
) -> Response:
    """Begins a run, or leads to the one that is at work on the same.

    What ends soon is answered as if there were no run: refusals are raised here.
    """
    with visit.writing() as session:
        run_id, new = runs.begin(session)
    ending: _Ending[Outcome] = _Ending()
    if new:
        Thread(target=_do, args=(visit, runs, run_id, work, ending), daemon=True).start()
        Thread(target=_stay_known, args=(visit, runs, run_id, ending), daemon=True).start()
        ending.over.wait(PATIENCE_SECONDS)
    if ending.error is not None:
        raise ending.error
    if ending.outcome is not None:
        return go(runs.done_at(run_id, ending.outcome), visit)
    return go(runs.page_of(run_id), visit)


def _do(
    visit: Visit,
    runs: BackgroundRuns[Outcome],
    run_id: int,
    work: Callable[[Progress], Outcome],
    ending: _Ending[Outcome],
) -> None:
    engine, said_at = visit.workplace.engine, monotonic()

    def progress(done: int, in_all: int) -> None:
        nonlocal said_at
        if monotonic() - said_at >= _SAY_EVERY_SECONDS:
            said_at = monotonic()
            say_how_far(engine, runs.of, run_id, wall_clock(), done, in_all)

    outcome, words = None, ""
    try:
        outcome = ending.outcome = work(progress)
    except DondocError as error:
        ending.error, words = error, words_of(error, visit.tr)
    except Exception as error:
        # Whatever it is, the page that waits must hear of it: nobody else asks this thread.
        ending.error, words = error, visit.tr(runs.broken)
        _log.exception("work in the background ended")
    try:
        runs.end(engine, run_id, wall_clock(), outcome, words)
    finally:
        ending.over.set()


def _stay_known(
    visit: Visit, runs: BackgroundRuns[Outcome], run_id: int, ending: _Ending[Outcome]
) -> None:
    """Says from time to time that the run is at work, so that nobody begins it a second time."""
    while not ending.over.wait(BEAT_SECONDS):
        # Whoever cannot write for a while says it the next time.
        with suppress(OperationalError):
            say_at_work(visit.workplace.engine, runs.of, run_id, wall_clock())
