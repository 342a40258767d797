"""`make mutants`: changes the rules and services a little, and says which change no test notices.

Each mutant is run, in a process forked for it, against the tests that run the changed line,
the fastest first. Those that survive for a good reason stand in `survivors.toml`.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from forks import TOO_LONG, Job, run_all
from operators import Mutant, mutants_of
from session import ROOT, run_mutant, run_traced

HERE = Path(__file__).parent
AT_ONCE = 2
MOST_TESTS = 300
"""Of those that run the changed line: if so many do not notice, more seldom do."""
MOST_SECONDS = 240.0
"""Together, by their times while they were noted; only whoever survives takes them all."""
LEAST_KILLED = 0.95
NOT_FOUND, NONE_RUN = pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED
"""A mutant that lets nothing be imported ends so, and so does a test that is not there."""


def main() -> None:
    """Chooses, runs and tells; ends with 1 where tests are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--group", action="append", help="only these of targets.toml")
    parser.add_argument("--match", default="", help="only mutants whose name has this in it")
    parser.add_argument("--take", type=int, help="so many of each group")
    parser.add_argument("--seed", default="", help="any word: takes others of each group")
    parser.add_argument("--names", type=Path, help="only those in a file, a name a line")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="so many processes")
    asked = parser.parse_args()
    targets = tomllib.loads((HERE / "targets.toml").read_text(encoding="utf-8"))
    groups = {k: v for k, v in targets.items() if not asked.group or k in asked.group}
    reasons = _reasons()
    sys.dont_write_bytecode = False
    _preload()
    begun, store = time.monotonic(), Path(tempfile.mkdtemp(prefix="dondoc-mutants-"))
    try:
        chosen = [one for group in groups.values() for one in _chosen(group, asked)]
        chosen = [one for one in chosen if asked.match in one.name]
        if asked.names:
            names = set(asked.names.read_text(encoding="utf-8").splitlines())
            chosen = [one for one in chosen if one.name in names]
        reached = _map(groups, store, asked.at_once)
        fates = _run(chosen, reached, store, asked.at_once)
    finally:
        shutil.rmtree(store, ignore_errors=True)
    sys.exit(_tell(chosen, fates, reasons, time.monotonic() - begun))


def _reasons() -> dict[str, str]:
    """Why a mutant may survive, by its name."""
    known = tomllib.loads((HERE / "survivors.toml").read_text(encoding="utf-8"))
    return {one["name"]: one["reason"] for one in known.get("survivor", ())}


def _preload() -> None:
    """What every fork would import: of others, nothing of ours."""
    import fastapi.testclient
    import hypothesis
    import openpyxl
    import sqlmodel

    for name in ("babel", "jinja2", "holidays", "argon2", "cryptography.fernet", "pytest_timeout"):
        __import__(name)
    assert fastapi and hypothesis and openpyxl and sqlmodel


def _chosen(group: dict[str, Any], asked: argparse.Namespace) -> list[Mutant]:
    """As many of a group's mutants as are taken; each module has its share of them."""
    by_module = [
        sorted((mutant.rank(asked.seed), mutant) for mutant in mutants_of(ROOT, path))
        for path in sorted(_paths(group["modules"]))
    ]
    wanted, found = asked.take or group["take"], sum(map(len, by_module))
    ranked = [
        ((place + 0.5) / len(module), rank, mutant)
        for module in by_module
        for place, (rank, mutant) in enumerate(module)
    ]
    return [mutant for *_, mutant in sorted(ranked)[: min(wanted, found)]]


Reached = dict[str, list[tuple[float, str]]]
"""By "path:line": the tests that run it, the fastest first, with their seconds."""


def _map(groups: dict[str, Any], store: Path, at_once: int) -> Reached:
    """Runs all tests of the groups once, over what stands there, and notes what each runs."""
    files = {path for group in groups.values() for path in _paths(group["modules"])}
    tests = [path for group in groups.values() for path in _tests_of(group)]
    jobs = [Job(path, partial(_trace, path, files, store), 900) for path in dict.fromkeys(tests)]
    found: Reached = defaultdict(list)
    for job, code in run_all(jobs, at_once):
        target = store / _file_of(job.name)
        lines, seconds, failed = json.loads(target.read_text()) if target.exists() else ({}, {}, [])
        if code not in (0, 1, 5):  # 5: all its tests are of the other database
            sys.exit(f"{job.name} cannot be run ({code})")
        if failed:
            print(f"left out, for they fail over what stands there: {failed}", flush=True)
        for test, ran in lines.items():
            if test in failed:
                continue
            for place in ran:
                found[place].append((seconds[test], test))
    return {place: sorted(set(tests)) for place, tests in found.items()}


def _paths(patterns: list[str]) -> list[str]:
    found = (path for pattern in patterns for path in sorted(ROOT.glob(pattern)))
    return [path.relative_to(ROOT).as_posix() for path in found]


def _tests_of(group: dict[str, Any]) -> list[str]:
    without = tuple(f"test_{one}" for one in group.get("without", ()))
    return [path for path in _paths(group["tests"]) if not Path(path).name.startswith(without)]


def _file_of(test: str) -> str:
    return test.replace("/", "-") + ".json"


def _trace(path: str, files: set[str], store: Path) -> int:
    traced = run_traced([path], files, store)
    target = store / _file_of(path)
    target.write_text(json.dumps([traced.lines, traced.seconds, traced.failed]))
    return traced.code


def _tests_for(mutant: Mutant, reached: Reached) -> tuple[list[str], float]:
    """Those that run the line, the fastest first, and the seconds that they take."""
    taken: list[str] = []
    total = 0.0
    for seconds, test in reached.get(f"{mutant.path}:{mutant.line}", ()):
        if len(taken) == MOST_TESTS or (taken and total + seconds > MOST_SECONDS):
            break
        taken.append(test)
        total += seconds
    return taken, total


def _run(chosen: list[Mutant], reached: Reached, store: Path, at_once: int) -> dict[str, str]:
    """What became of each, by name: killed, too long, survived, never run or cannot be tried."""
    fates: dict[str, str] = {}
    jobs = []
    for mutant in chosen:
        tests, seconds = _tests_for(mutant, reached)
        if tests:
            work = partial(run_mutant, mutant, tests, store)
            jobs.append(Job(mutant.name, work, 60 + 2 * seconds))
        else:
            fates[mutant.name] = "never run"
    for job, code in run_all(jobs, at_once):
        if code in (NOT_FOUND, NONE_RUN) and not _can_be_tried(job, store):
            fates[job.name] = "cannot be tried"
        else:
            fates[job.name] = {0: "survived", TOO_LONG: "too long"}.get(code, "killed")
        print(f"{len(fates)}/{len(chosen)} {fates[job.name]}: {job.name}", flush=True)
    return fates


def _can_be_tried(job: Job, store: Path) -> bool:
    """Whether these tests are found and pass without the mutant."""
    assert isinstance(job.work, partial)
    unchanged = Job(job.name, partial(run_mutant, None, job.work.args[1], store), job.seconds)
    return [code for _, code in run_all([unchanged], 1)] == [0]


def _tell(
    chosen: list[Mutant], fates: dict[str, str], reasons: dict[str, str], seconds: float
) -> int:
    """Prints what was found; 1 where a survivor has no reason, or too few were killed."""
    counted = Counter(fates.values())
    killed = counted["killed"] + counted["too long"]
    print(
        f"\n{killed} of {len(chosen)} killed ({killed / max(1, len(chosen)):.1%}), {seconds:.0f} s"
    )
    left = [one.name for one in chosen if fates[one.name] not in ("killed", "too long")]
    unexplained = list(_unexplained(left, fates, reasons))
    return int(bool(unexplained) or killed < LEAST_KILLED * len(chosen))


def _unexplained(left: list[str], fates: dict[str, str], reasons: dict[str, str]) -> Iterator[str]:
    for name in left:
        if name in reasons:
            print(f"  as known: {name}\n    {reasons[name]}")
        else:
            print(f"  {fates[name]}: {name}")
            yield name


if __name__ == "__main__":
    main()
