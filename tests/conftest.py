"""How the tests are run fast: the longest files first, and no module compiled twice."""

import inspect
import os
import sys
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Connection

from dondoc.ledger import unseen

# A test asserts no time: what is quick alone is slow beside others.
settings.register_profile("dondoc", deadline=None)
settings.load_profile("dondoc")

sys.path.insert(0, str(Path(__file__).parent / "support"))

LONGEST = (
    "test_replay.py",
    "test_up.py",
    "test_deliver_faults.py",
    "test_deploy_worker.py",
    "test_flows.py",
    "test_silent_year.py",
    "test_deliver_killed.py",
    "test_documents.py",
    "test_cli_commands.py",
    "test_story_report.py",
    "test_accessible.py",
)
"""Files that take long, the longest first: one that began last would end alone."""


def _keep_bytecode(folder: str) -> None:
    """Keeps compiled modules in a folder of their own where none may lie beside the sources.

    Without any, each of the processes that the tests start compiles all that it imports.
    """
    if not sys.dont_write_bytecode:
        return
    sys.dont_write_bytecode, sys.pycache_prefix = False, folder
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = folder


def pytest_configure(config: pytest.Config) -> None:
    _keep_bytecode(str(config.rootpath / ".pytest_cache" / "bytecode"))
    # Else xdist orders files by their number of tests, and those with a few long ones come last.
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rank = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


TESTS = f"{Path(__file__).parent}{os.sep}"
_BETWEEN = tuple(f"{os.sep}{name}{os.sep}" for name in ("sqlalchemy", "sqlmodel", "dondoc/ledger"))


def _is_sent_by_a_test() -> bool:
    """Whether the statement at hand comes from a test itself and not from what it tests."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if name != __file__ and not any(part in name for part in _BETWEEN):
            return name.startswith(TESTS)
        frame = frame.f_back
    return False


@wraps(unseen._refuse)
def _refuse(connection: Connection, table: str, options: Any) -> None:
    """A test changes rows past the software by statements that the software may not send."""
    try:
        inspect.unwrap(_refuse)(connection, table, options)
    except RuntimeError:
        if not _is_sent_by_a_test():
            raise


# At once and not by a fixture: those of whole modules and sessions come before it.
unseen._refuse = _refuse
