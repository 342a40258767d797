"""Work in forked processes, some at once: what one imports or breaks, no other sees."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

TOO_LONG = -signal.SIGKILL
RAISED = 70
"""The work itself could not be done."""


@dataclass(frozen=True)
class Job:
    """Something to do, which gives an exit code, and the seconds after which it is ended."""

    name: str
    work: Callable[[], int]
    seconds: float


def run_all(jobs: Sequence[Job], at_once: int) -> Iterator[tuple[Job, int]]:
    """Each job with its exit code as it ends; TOO_LONG where it had to be ended."""
    waiting, at_work = list(reversed(jobs)), dict[int, tuple[Job, float]]()
    while waiting or at_work:
        while waiting and len(at_work) < at_once:
            job = waiting.pop()
            at_work[_fork(job.work)] = (job, time.monotonic() + job.seconds)
        for pid, (job, end) in list(at_work.items()):
            if (code := _ended(pid, end)) is not None:
                del at_work[pid]
                yield job, code
        time.sleep(0.02)


def _fork(work: Callable[[], int]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = RAISED
    try:
        os.setpgid(0, 0)
        code = work()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _ended(pid: int, end: float) -> int | None:
    """The exit code; None while it is at work. One that takes too long is ended."""
    done, status = os.waitpid(pid, os.WNOHANG)
    if done:
        return os.waitstatus_to_exitcode(status)
    if time.monotonic() > end:
        os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return TOO_LONG
    return None
