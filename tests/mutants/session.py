"""What a forked process does: runs tests, over a mutant or noting which lines each test runs."""

import contextlib
import fcntl
import importlib.abc
import importlib.machinery
import importlib.util
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

import pytest
from operators import Mutant, tree_of

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = (
    "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:schemathesis", "-p", "no:anyio",
    "-k", "not postgresql", "-m", "not slow",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",
    "-W", "ignore:unclosed scandir iterator:ResourceWarning",  # pytest's own, in its folders
    "-o", "addopts=--strict-markers --import-mode=importlib",
)  # fmt: skip
"""On SQLite alone and without the slow ones, which try in many more cases what others try."""


class _Changed(importlib.machinery.SourceFileLoader):
    """Loads a module as the mutant has it."""

    def __init__(self, name: str, path: str, mutant: Mutant) -> None:
        super().__init__(name, path)
        self.mutant = mutant

    def get_code(self, _fullname: str) -> CodeType:
        return compile(tree_of(ROOT, self.mutant), self.path, "exec", dont_inherit=True)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the mutant in place of its module, before anybody else does."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.module = mutant.path.removesuffix(".py").replace("/", ".")

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        path = str(ROOT / self.mutant.path)
        loader = _Changed(fullname, path, self.mutant)
        return importlib.util.spec_from_file_location(fullname, path, loader=loader)


def run_mutant(mutant: Mutant, tests: Sequence[str], store: Path, noted: Path) -> int:
    """Runs these tests over a mutant; the first failure ends it, and `noted` gets its name.

    Gives pytest's exit code.
    """
    sys.meta_path.insert(0, _Finder(mutant))
    return run_unchanged(tests, store, noted, "-x", "--timeout", "60")


def run_unchanged(tests: Sequence[str], store: Path, noted: Path, *more: str) -> int:
    """Runs these tests over what stands there; `noted` gets the names of those that fail."""
    failures = Failures()
    code = pytest_of([*OPTIONS, *more, *tests], [Prepared(store), failures])
    noted.write_text("\n".join(failures.tests), encoding="utf-8")
    return code


def pytest_of(words: list[str], plugins: list[object]) -> int:
    """Runs pytest in the project's folder and keeps what it prints to itself."""
    os.chdir(ROOT)
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        if os.environ.get("MUTANTS_SHOW"):
            return int(pytest.main(words, plugins))
        with contextlib.redirect_stderr(nowhere):
            return int(pytest.main(words, plugins))


class Prepared:
    """Takes from a folder what is long in the making: an empty database, and the sample."""

    def __init__(self, store: Path) -> None:
        self.store = store

    def pytest_configure(self) -> None:
        from hypothesis import settings

        settings.register_profile("mutants", derandomize=True, deadline=None, max_examples=40)
        settings.load_profile("mutants")
        from dondoc.store import migrate

        real = migrate.upgrade

        def upgrade(engine: Any, *more: Any) -> Any:
            path, kept = engine.url.database, self.store / "empty.sqlite"
            is_new = engine.dialect.name == "sqlite" and not Path(path).exists()
            if not is_new:
                return real(engine, *more)
            with self._alone("empty"):
                if not kept.exists():
                    real(engine, *more)
                    engine.dispose()
                    shutil.copy(path, kept)
                    return None
            shutil.copy(kept, path)
            return None

        migrate.upgrade = upgrade

    def pytest_collection_finish(self) -> None:
        sites = sys.modules.get("sites")
        if sites is None:
            return
        real, kept = sites.fill_home, self.store / "sample-home"

        def fill_home(home: Path) -> None:
            with self._alone("sample"):
                if not kept.exists():
                    real(self.store / "sample-draft")
                    (self.store / "sample-draft").rename(kept)
            shutil.copytree(kept, home)

        sites.fill_home = fill_home

    @contextlib.contextmanager
    def _alone(self, what: str) -> Iterator[None]:
        with (self.store / f"{what}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Failures:
    """The tests that fail."""

    def __init__(self) -> None:
        self.tests: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and report.nodeid not in self.tests:
            self.tests.append(report.nodeid)


class Traced:
    """By test: the lines of the files that it runs, and the seconds of the processor it takes.

    So the same tests are tried on a mutant however busy the computer is.
    """

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files
        self.lines: dict[str, list[str]] = {}
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []
        self.code = 0
        self._now: set[tuple[str, int]] = set()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._now = set()
        start = time.process_time()
        import threading

        sys.settrace(self._trace)
        threading.settrace(self._trace)
        yield
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]
        self.seconds[item.nodeid] = time.process_time() - start
        self.lines[item.nodeid] = sorted(f"{path}:{line}" for path, line in self._now)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def _trace(self, frame: FrameType, _event: str, _arg: object) -> Any:
        path = self.files.get(frame.f_code.co_filename)
        if path is None:
            return None
        now = self._now

        def line(inner: FrameType, event: str, _arg: object) -> Any:
            if event == "line":
                now.add((path, inner.f_lineno))
            return line

        now.add((path, frame.f_lineno))
        return line
