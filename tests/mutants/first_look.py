"""The first look at mutants: over tests that are imported once, each in a fork of its own."""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from choose import modules
from collected import Collected, can_be_put_in, collect
from forks import Job, run_all
from operators import Mutant

MOST_TESTS = 300
"""Of those that run the changed line: if so many do not notice, more seldom do."""
MOST_SECONDS = 240.0
"""Together, by their times while they were noted; only whoever survives takes them all."""
_OUT = os.fdopen(os.dup(1), "w", buffering=1)

Reached = dict[str, list[tuple[float, str]]]
"""By "path:line": the tests that run it, the fastest first, with their seconds."""


@dataclass(frozen=True)
class Look:
    """Which tests run a mutant's line, in how many seconds, and what became of it.

    `code`: of the process; None where it was not tried.
    """

    tests: list[str]
    seconds: float
    code: int | None = None

    def job(self, name: str, work: Any) -> Job:
        """Something to do with these tests, and when it takes too long."""
        return Job(name, work, 120 + 10 * self.seconds)


@dataclass(frozen=True)
class FirstLook:
    """Notes which test runs which line, and tries each mutant on the tests that run its own."""

    chosen: Sequence[Mutant]
    files: Sequence[str]
    store: Path
    at_once: int

    def looks(self) -> dict[str, Look]:
        """What was found, by the mutant's name."""
        found = self.store / "looks.json"
        found.unlink(missing_ok=True)
        ((_, code),) = run_all([Job("first look", self._work, 86400)], 1)
        if not found.exists():
            sys.exit(f"the tests cannot be collected ({code})")
        return {name: Look(*look) for name, look in json.loads(found.read_text()).items()}

    def _work(self) -> int:
        return collect(self.files, self.store, self._look)

    def _look(self, collected: Collected) -> None:
        reached = self._map(collected)
        looks = {mutant.name: _tests_for(mutant, reached) for mutant in self.chosen}
        jobs = [
            looks[mutant.name].job(mutant.name, partial(_run, collected, look, self.store, mutant))
            for mutant in self.chosen
            if (look := looks[mutant.name]).tests and can_be_put_in(mutant)
        ]
        for job, code in run_all(jobs, self.at_once):
            looks[job.name] = Look(looks[job.name].tests, looks[job.name].seconds, code)
            say(f"first look ({code}): {job.name}")
        found = {name: (look.tests, look.seconds, look.code) for name, look in looks.items()}
        (self.store / "looks.json").write_text(json.dumps(found), encoding="utf-8")

    def _map(self, collected: Collected) -> Reached:
        """Runs all tests once over what stands there, and notes what each runs."""
        wanted = [path for path in self.files if not self._noted(path).exists()]
        jobs = [Job(path, partial(self._trace, collected, path), 3600) for path in wanted]
        for job, code in run_all(jobs, self.at_once):
            say(f"noted what it runs ({code}): {job.name}")
        found: Reached = defaultdict(list)
        for path in self.files:
            if not self._noted(path).exists():
                continue
            lines, seconds, failed = json.loads(self._noted(path).read_text())
            if failed:
                say(f"left out, for they fail over what stands there: {failed}")
            for test, ran in lines.items():
                for place in ran if test not in failed else ():
                    found[place].append((seconds[test], test))
        return {place: sorted(set(tests)) for place, tests in found.items()}

    def _noted(self, path: str) -> Path:
        return self.store / (path.replace("/", "-") + ".json")

    def _trace(self, collected: Collected, path: str) -> int:
        traced = collected.trace(collected.of_file(path), modules())
        noted = json.dumps([traced.lines, traced.seconds, traced.failed])
        self._noted(path).write_text(noted, encoding="utf-8")
        return traced.code


def say(line: str) -> None:
    """Prints, also where pytest keeps what is printed to itself."""
    print(line, file=_OUT, flush=True)


def failures_of(mutant: Mutant, store: Path) -> Path:
    """Where the tests stand that noticed a mutant."""
    return store / f"{mutant.rank()}.failed"


def _run(collected: Collected, look: Look, store: Path, mutant: Mutant) -> int:
    return collected.run(look.tests, failures_of(mutant, store), mutant)


def _tests_for(mutant: Mutant, reached: Reached) -> Look:
    """Those that run the line, the fastest first, and the seconds that they take."""
    taken: list[str] = []
    total = 0.0
    for seconds, test in reached.get(f"{mutant.path}:{mutant.line}", ()):
        if len(taken) == MOST_TESTS or (taken and total + seconds > MOST_SECONDS):
            break
        taken.append(test)
        total += seconds
    return Look(taken, total)
