"""Tests that are imported and collected once; each run of some of them is in a fork of its own.

A mutant is put into the functions that stand there already, so that nothing is imported anew.
"""

import inspect
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from operators import Mutant, tree_of
from session import OPTIONS, ROOT, Failures, Prepared, Traced, pytest_of


class Collected:
    """What pytest found. `then` is called with it in place of running everything."""

    def __init__(self, then: Callable[["Collected"], None]) -> None:
        self.then = then
        self.session: Any = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.session = session
        self.items = {item.nodeid: item for item in session.items}
        self.then(self)
        return True

    def of_file(self, path: str) -> list[str]:
        """The tests of a file."""
        return [name for name in self.items if name.split("::")[0] == path]

    def trace(self, tests: Sequence[str], files: set[str]) -> Traced:
        """Runs tests in this process, noting which lines of `files` each runs."""
        traced = Traced({str(ROOT / file): file for file in files})
        self.session.config.pluginmanager.register(traced)
        traced.code = self._run(tests)
        return traced

    def run(self, tests: Sequence[str], noted: Path, mutant: Mutant | None = None) -> int:
        """Runs tests in this process, over a mutant until the first fails; `noted`: who did."""
        if mutant is not None:
            put_in(mutant)
            self.session.config.option.maxfail = 1
        failures = Failures()
        self.session.config.pluginmanager.register(failures)
        code = self._run(tests)
        noted.write_text("\n".join(failures.tests), encoding="utf-8")
        return code

    def _run(self, tests: Sequence[str]) -> int:
        self.session.items = [self.items[name] for name in tests if name in self.items]
        self.session.shouldfail = self.session.shouldstop = False
        for plugin in self.session.config.pluginmanager.get_plugins():
            if type(plugin).__name__ == "Collected":
                self.session.config.pluginmanager.unregister(plugin)
        try:
            self.session.config.hook.pytest_runtestloop(session=self.session)
        except self.session.Failed:
            return 1
        return int(self.session.testsfailed > 0)


def collect(paths: Sequence[str], store: Path, then: Callable[[Collected], None]) -> int:
    """Collects the tests of files and calls `then` with them."""
    words = [*OPTIONS, "--timeout", "300", "--continue-on-collection-errors", *paths]
    return pytest_of(words, [Prepared(store), Collected(then)])


def can_be_put_in(mutant: Mutant) -> bool:
    """Whether a mutant is a change within a function that can be found."""
    return bool(mutant.place) and _function_of(mutant) is not None


def put_in(mutant: Mutant) -> None:
    """Gives the function that stands there the changed code."""
    function = _function_of(mutant)
    assert function is not None
    whole = compile(tree_of(ROOT, mutant), str(ROOT / mutant.path), "exec", dont_inherit=True)
    function.__code__ = _code_of(whole, function.__code__.co_qualname)


def _function_of(mutant: Mutant) -> FunctionType | None:
    module = sys.modules.get(mutant.path.removesuffix(".py").replace("/", "."))
    found: Any = module
    for name in mutant.place.split("."):
        found = _plain(inspect.getattr_static(found, name, None))
        if found is None or isinstance(found, FunctionType):
            return found
    return None


def _plain(found: Any) -> Any:
    for name in ("fget", "__func__", "func"):
        found = getattr(found, name, None) or found
    return inspect.unwrap(found) if callable(found) else found


def _code_of(whole: CodeType, name: str) -> CodeType:
    for const in whole.co_consts:
        if isinstance(const, CodeType):
            if const.co_qualname == name:
                return const
            if name.startswith(const.co_qualname + "."):
                return _code_of(const, name)
    raise LookupError(name)
