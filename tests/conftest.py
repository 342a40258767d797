"""How the tests are run fast: the longest files first, no module and no SQL compiled twice."""

import inspect
import os
import sys
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "support"))

import bytecode_kept  # noqa: F401  The first of all: what the others compile is kept.
import pytest
from hypothesis import settings
from quick_databases import open_databases_quickly
from sqlalchemy import Connection

from dondoc.ledger import unseen

# A test asserts no time: what is quick alone is slow beside others.
settings.register_profile("dondoc", deadline=None)
settings.load_profile("dondoc")

open_databases_quickly()

LONGEST = (
    "test_replay.py",
    "test_up.py",
    "test_deliver_faults.py",
    "test_deploy_worker.py",
    "test_flows.py",
    "test_up_january.py",
    "test_silent_year.py",
    "test_deliver_killed.py",
    "test_story_report.py",
    "test_accessible.py",
    "test_documents.py",
    "test_figures_recomputed.py",
    "test_measures_replayed.py",
    "test_busy_quarters.py",
    "test_report_recomputed.py",
    "test_two_years.py",
    "test_matrix.py",
    "test_units_alike.py",
    "test_plan_page.py",
    "test_evaluation_papers.py",
    "test_evaluation_papers_layout.py",
    "test_evaluation_papers_page.py",
    "test_ledger_reminders.py",
    "test_undelivered.py",
    "test_ledger.py",
    "test_stale_forms.py",
    "test_cli_commands.py",
    "test_cli_settings.py",
    "test_cli_plan_doubts.py",
    "test_cli_plans.py",
    "test_schema.py",
    "test_links_open.py",
    "test_done_once_more.py",
    "test_figures_pressed.py",
    "test_deliver_copies.py",
    "test_keyboard.py",
    "test_ledger_rewritten.py",
    "test_undelivered_told.py",
    "test_webhooks.py",
    "test_overtaken.py",
    "test_two_years_cli.py",
    "test_on_postgresql.py",
)
"""Files that take long, the longest first: one that began last would end alone."""


def pytest_configure(config: pytest.Config) -> None:
    # Else xdist orders files by their number of tests, and those with a few long ones come last.
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


BOTH_DATABASES = ("store", "ledger", "advance")
"""Folders of which `make test` runs both databases; of all others `make slow` runs PostgreSQL."""


def _waits_for_slow(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    on_postgresql = callspec is not None and "postgresql" in callspec.params.values()
    return on_postgresql and item.path.parent.name not in BOTH_DATABASES


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in filter(_waits_for_slow, items):
        item.add_marker(pytest.mark.slow)
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
