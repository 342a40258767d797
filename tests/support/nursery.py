"""Real processes that deliver, remind or issue, ready at once: one imports everything, then forks.

As a program it reads lines of JSON (what to do) and answers each with the process's id.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass
class Nursery:
    """Starts processes and waits for them."""

    process: subprocess.Popen[str]

    def start(self, **task: Any) -> int:
        """Starts a task; gives the id of its process."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(task) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    @staticmethod
    def wait(pid: int, seconds: float = 60) -> bool:
        """Whether the process ended in time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return True
            time.sleep(0.005)
        return False

    def kill(self, pid: int) -> bool:
        """Kills it as the system does when it is out of memory; False: it had ended before."""
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return self.wait(pid)


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A process that is ready to fork."""
    command = [sys.executable, __file__]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Nursery(process)
        finally:
            assert process.stdin is not None
            with suppress(BrokenPipeError):
                process.stdin.close()


def main() -> None:
    """Forks a process for each line; one that says `first` is done here, so that all is ready."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them here
    engines: dict[str, Any] = {}
    for line in sys.stdin:
        task = json.loads(line)
        if task.get("first"):
            do(task, engines)
            pid = 0
        else:
            pid = os.fork()
            if pid == 0:
                for engine in engines.values():
                    engine.dispose(close=False)  # the connections are the parent's
                do(task, engines)
                os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def do(task: dict[str, Any], engines: dict[str, Any]) -> None:
    """One process's work; with `first` only so many letters."""
    from dondoc.services.delivery.channels_in_use import ChannelInUse, ChannelsInUse
    from dondoc.services.delivery.policy import Policy
    from dondoc.services.delivery.run import deliver
    from dondoc.services.reminders.gather.gather import gather
    from dondoc.services.reminders.letters.sender import LettersSender
    from dondoc.services.reminders.nudges.scan import scan
    from dondoc.store.database import open_engine

    url = task["database"]
    engine = engines[url] = engines.get(url) or open_engine(url)
    now = datetime.fromisoformat(task["now"])
    if "digest" in task:
        _issue(engine, task, now)
        return
    if "programme" in task:
        scan(engine, task["programme"], now)
        gather(engine, now)
        return
    office = LettersSender(
        "Ban Tổ chức Tỉnh ủy", "don-doc@vinhphuc.example", "thuong-truc@x.example"
    )
    open_channels = ChannelsInUse(
        {"mail": ChannelInUse("mail", task["url"], parallel=task["parallel"])}
    )
    deliver(
        engine, open_channels, now, office,
        Policy(portion=task["portion"], lease=timedelta(seconds=task["lease"]),
               most_messages=task.get("first")),
    )  # fmt: skip


def _issue(engine: Any, task: dict[str, Any], now: datetime) -> None:
    """Issues a digest, its papers in portions of `portion`."""
    from dondoc.services.papers import issue, issue_papers
    from dondoc.services.papers.layouts import PaperForm
    from dondoc.services.papers.of_digest import PaperOrder

    issue_papers.BATCH = task["portion"]
    order = PaperOrder(PaperForm.PARTY, now.date())
    issue.issue_whole(engine, task["by"], task["digest"], order, now)


if __name__ == "__main__":
    main()
