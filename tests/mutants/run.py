"""`make mutants`: changes the rules and services a little, and says which change no test notices.

Each mutant is run, in a process forked for it, against the tests that run the changed line,
the fastest first. Those that survive for a good reason stand in `survivors.toml`; those that
were chosen because they would judge somebody unfairly, with their tests, in `by_hand.toml`.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from choose import chosen_of, groups_of, reasons, tests_by_hand, tests_of
from first_look import MOST_SECONDS, FirstLook, Look, failures_of, say
from forks import RAISED, Job, run_all
from operators import Mutant
from outcome import KILLED, NEVER_RUN, NOT_TRIED, SURVIVED, is_good, said_of
from session import run_mutant, run_unchanged

AT_ONCE = 2


def main() -> None:
    """Chooses, runs and tells; ends with 1 where tests are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--group", action="append", help="only these of targets.toml, or by_hand")
    parser.add_argument("--match", default="", help="only mutants whose name has this in it")
    parser.add_argument("--take", type=int, help="so many of each group")
    parser.add_argument("--seed", default="", help="any word: takes others of each group")
    parser.add_argument("--names", type=Path, help="only those in a file, a name a line")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="so many processes")
    parser.add_argument("--store", type=Path, help="keeps which test runs what; empty it yourself")
    asked = parser.parse_args()
    sys.dont_write_bytecode = False
    _preload()
    begun = time.monotonic()
    store = asked.store or Path(tempfile.mkdtemp(prefix="dondoc-mutants-"))
    store.mkdir(parents=True, exist_ok=True)
    try:
        fates = _tried(asked, store)
    finally:
        if not asked.store:
            shutil.rmtree(store, ignore_errors=True)
    say(f"\n{said_of(fates, reasons())}\n{time.monotonic() - begun:.0f} s")
    sys.exit(0 if is_good(fates, reasons()) else 1)


def _preload() -> None:
    """What every fork would import: of others, nothing of ours."""
    import fastapi.testclient
    import hypothesis
    import openpyxl
    import sqlmodel

    for name in ("babel", "jinja2", "holidays", "argon2", "cryptography.fernet", "pytest_timeout"):
        __import__(name)
    assert fastapi and hypothesis and openpyxl and sqlmodel


def _tried(asked: argparse.Namespace, store: Path) -> dict[str, str]:
    """What became of each mutant, by name: first over tests that are imported only once.

    What survives so, or cannot be changed so, is tried once more with everything imported anew.
    """
    groups = groups_of(asked)
    chosen = chosen_of(groups, asked)
    files = list(dict.fromkeys(path for group in groups.values() for path in tests_of(group)))
    looks = FirstLook(chosen, files, store, asked.at_once).looks() if files else {}
    for mutant, tests in tests_by_hand().items():
        if tests and mutant in chosen:
            looks[mutant.name] = Look(tests, MOST_SECONDS)
    codes = {mutant.name: looks[mutant.name].code for mutant in chosen}
    fates = {name: _fate(code) for name, code in codes.items() if code}
    fates |= {one.name: NEVER_RUN for one in chosen if not looks[one.name].tests}
    later = [one for one in chosen if fates.get(one.name) in (None, NOT_TRIED)]
    jobs = [_job(mutant, looks[mutant.name], store) for mutant in later]
    for job, code in run_all(jobs, asked.at_once):
        fates[job.name] = _fate(code)
        say(f"{fates[job.name]} ({code}): {job.name}")
    return fates | dict.fromkeys(_unsound(chosen, fates, looks, store), NOT_TRIED)


def _fate(code: int) -> str:
    return {0: SURVIVED, RAISED: NOT_TRIED}.get(code, KILLED)


def _job(mutant: Mutant, look: Look, store: Path) -> Job:
    noted = failures_of(mutant, store)
    return look.job(mutant.name, partial(run_mutant, mutant, look.tests, store, noted))


def _unsound(
    chosen: list[Mutant], fates: dict[str, str], looks: dict[str, Look], store: Path
) -> Iterable[str]:
    """Mutants that seem to be killed by tests that fail, or end too late, without them too."""
    killed = [one for one in chosen if fates[one.name] == KILLED]
    by = {one: _failed(failures_of(one, store)) for one in killed}
    failing = _failing_anyhow({test for tests in by.values() for test in tests}, store)
    for mutant, tests in by.items():
        look = looks[mutant.name]
        if failing.intersection(tests) or (not tests and not _pass(look, store)):
            yield mutant.name


def _failed(noted: Path) -> list[str]:
    return noted.read_text(encoding="utf-8").splitlines() if noted.exists() else []


def _failing_anyhow(tests: Iterable[str], store: Path) -> set[str]:
    """Which of the tests that noticed a mutant fail over what stands there too."""
    named, noted = sorted(tests), store / "unchanged.failed"
    noted.unlink(missing_ok=True)
    if not named:
        return set()
    job = Job("unchanged", partial(run_unchanged, named, store, noted), 3600)
    ((_, code),) = run_all([job], 1)
    return set(_failed(noted)) if code in (0, 1) else set(named)


def _pass(look: Look, store: Path) -> bool:
    """Whether these tests are found, and pass in their time, over what stands there.

    Asked of a mutant that none of them noticed by failing: it took too long, or nothing ran.
    """
    job = look.job("unchanged", partial(run_unchanged, look.tests, store, store / "passed"))
    return [code for _, code in run_all([job], 1)] == [0]


if __name__ == "__main__":
    main()
