"""Waiting for the resident: bounded, and the one who started it is told where to look."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import free_port

from dondoc.cli.up import _wait_for_resident
from dondoc.clockwork.children import Children
from dondoc.clockwork.resident import NAME, wait_until_listening
from dondoc.clockwork.wake import is_listening

ENDS = [sys.executable, "-c", "raise SystemExit(1)"]
HANGS = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def children(tmp_path: Path) -> Iterator[Children]:
    with Children({}, tmp_path) as children:
        yield children


@pytest.fixture
def nobody() -> str:
    """An address at which no Prefect answers."""
    return f"http://127.0.0.1:{free_port()}/api"


def test_nobody_listens_where_nothing_answers(nobody: str) -> None:
    assert not is_listening(nobody)


def test_it_waits_no_longer_than_it_has_patience(children: Children, nobody: str) -> None:
    child = children.start(NAME, HANGS)
    with pytest.raises(RuntimeError, match=r"resident\.log"):
        wait_until_listening(nobody, children, patience=0.3)
    assert child.exit_code is None
    child.process.kill()
    child.process.wait()


def test_one_line_tells_of_a_resident_that_ended(
    children: Children, nobody: str, capsys: pytest.CaptureFixture[str]
) -> None:
    children.start(NAME, ENDS).process.wait()
    _wait_for_resident(children, nobody)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "resident.log" in said[0]
