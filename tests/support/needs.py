"""What a machine may lack: said in one line, and a failure where it was meant to be there."""

import os

import pytest


def missing(what: str) -> None:
    """Skips, or fails where the continuous integration was meant to have it."""
    line = f"{what} is not installed: these tests are skipped"
    if os.environ.get("DONDOC_TESTS_REQUIRE_ALL"):
        pytest.fail(line)
    pytest.skip(line)
