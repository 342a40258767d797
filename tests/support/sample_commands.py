"""Commands run in the process of a test, on a copy of the sample of its own."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sites import sample_home

from dondoc.cli.failures import reported
from dondoc.cli.main import app

__all__ = ["sample_home"]

Ran = tuple[int, str, str]
"""The exit code, what was printed, and what was said of faults."""
Run = Callable[..., Ran]


@pytest.fixture
def home(sample_home: Path, tmp_path: Path) -> Path:
    """The data folder of the sample, to be changed."""
    return shutil.copytree(sample_home, tmp_path / "home")


def runner(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *beginning: str,
) -> Run:
    """Runs `dondoc` with these first words and those of each call."""
    monkeypatch.setenv("DONDOC_HOME", str(home))
    monkeypatch.setenv("DONDOC_EMBEDDED", "sample")

    def ran(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["dondoc", *beginning, *words])
        code = reported(app)
        said = capsys.readouterr()
        return code, said.out, said.err

    return ran
