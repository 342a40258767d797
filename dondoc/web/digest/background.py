"""Work of a page that may take minutes: begun here, done beside, told on a page of its own."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic

from fastapi.responses import Response
from sqlalchemy.exc import OperationalError

from dondoc.clock import wall_clock
from dondoc.errors import DondocError
from dondoc.services.digest.compile import Progress
from dondoc.services.digest.runs import begin_run, end_run, say_at_work, say_how_far
from dondoc.web.site.forms import words_of
from dondoc.web.site.pages import go
from dondoc.web.site.visit import Visit

PATIENCE_SECONDS = 3.0
"""What is done by then is shown at once; else the page says that it goes on."""

BEAT_SECONDS = 20.0
"""Reading a large plan takes minutes before the first unit is drawn up."""
_SAY_EVERY_SECONDS = 1.0
_log = logging.getLogger(__name__)

RunOutcome = tuple[int, str]
"""The digest's key, and a word for how it ended."""


@dataclass
class _Ending:
    """How it ended, for the request that began it, where it still waits."""

    over: Event = field(default_factory=Event)
    outcome: RunOutcome | None = None
    error: Exception | None = None


def in_background(
    visit: Visit, run: tuple[str, str], work: Callable[[Progress], RunOutcome]
) -> Response:
    """Begins a run, or leads to the one that is at work on the same. `run`: its kind and subject.

    What ends soon is answered as if there were no run: refusals are raised here.
    """
    kind, subject = run
    with visit.writing() as session:
        begun, new = begin_run(session, kind, subject, visit.viewer.person_id, visit.wall)
        run_id = begun.key
    ending = _Ending()
    if new:
        Thread(target=_do, args=(visit, run_id, work, ending), daemon=True).start()
        Thread(target=_stay_known, args=(visit, run_id, ending), daemon=True).start()
        ending.over.wait(PATIENCE_SECONDS)
    if ending.error is not None:
        raise ending.error
    if ending.outcome is not None:
        digest_id, how = ending.outcome
        return go(f"/digests/{digest_id}?done={how}", visit)
    return go(f"/digests/runs/{run_id}", visit)


def _do(visit: Visit, run_id: int, work: Callable[[Progress], RunOutcome], ending: _Ending) -> None:
    engine, said_at = visit.workplace.engine, monotonic()

    def progress(done: int, in_all: int) -> None:
        nonlocal said_at
        if monotonic() - said_at >= _SAY_EVERY_SECONDS:
            said_at = monotonic()
            say_how_far(engine, run_id, wall_clock(), done, in_all)

    digest_id, how, words = None, "", ""
    try:
        ending.outcome = digest_id, how = work(progress)
    except DondocError as error:
        ending.error, words = error, words_of(error, visit.tr)
    except Exception as error:
        # Whatever it is, the page that waits must hear of it: nobody else asks this thread.
        ending.error, words = error, visit.tr("digests.run.broken")
        _log.exception("a digest's run ended")
    try:
        end_run(engine, run_id, wall_clock(), digest_id, how, words)
    finally:
        ending.over.set()


def _stay_known(visit: Visit, run_id: int, ending: _Ending) -> None:
    """Says from time to time that the run is at work, so that nobody begins it a second time."""
    while not ending.over.wait(BEAT_SECONDS):
        # Whoever cannot write for a while says it the next time.
        with suppress(OperationalError):
            say_at_work(visit.workplace.engine, run_id, wall_clock())
