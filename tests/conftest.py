"""How the tests are run fast: the longest files first, and no module compiled twice."""

import os
import sys

import pytest
from hypothesis import settings

# A test asserts no time: what is quick alone is slow beside others.
settings.register_profile("dondoc", deadline=None)
settings.load_profile("dondoc")

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
