"""Running the command line in tests, and a data folder with the example plan loaded."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from made_once import made_once

from dondoc.cli.failures import reported
from dondoc.examples import SAMPLE_PLAN

DONDOC = Path(sys.executable).with_name("dondoc")


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said. A traceback is nobody's business."""

    code: int
    out: str
    err: str

    def __post_init__(self) -> None:
        assert "Traceback" not in self.out + self.err

    @property
    def json(self) -> Any:
        """Standard output, which must be one JSON document and nothing else."""
        return json.loads(self.out)


Command = Callable[..., Ran]


def environment(**settings: str) -> dict[str, str]:
    """This process's environment with these settings and no others of the software."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DONDOC_", "PREFECT_"))
    }
    return kept | settings


def run(folder: Path, *words: str, **settings: str) -> Ran:
    """Runs `dondoc` as a process of its own, without a terminal, in a folder."""
    settings = {"DONDOC_HOME": str(folder / "home")} | settings
    done = subprocess.run(
        [DONDOC, *words],
        cwd=folder,
        env=environment(**settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def dondoc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Runs a command in this process, on an empty data folder of its own."""
    from dondoc.cli.main import app

    for name in os.environ:
        if name.startswith("DONDOC_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["dondoc", *words])
        capsys.readouterr()
        code = reported(app)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return call


@pytest.fixture(scope="session")
def loaded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder into which `dondoc plan load` has put the example plan."""
    return made_once(tmp_path_factory, "loaded", _load) / "home"


def _load(folder: Path) -> None:
    """Its year is over: that all of it was decided when it says so is confirmed."""
    folder.mkdir()
    asked = run(folder, "plan", "load", str(SAMPLE_PLAN), "--json")
    (doubt,) = asked.json["doubts"]
    sure = ("--sure", doubt["answers"][0]["sure"])
    loaded = run(folder, "plan", "load", str(SAMPLE_PLAN), *sure)
    assert loaded.code == 0, loaded.err


@pytest.fixture
def office(loaded_home: Path, tmp_path: Path, dondoc: Command) -> Command:
    """Runs a command on a copy of the data folder with the example plan."""
    shutil.copytree(loaded_home, tmp_path / "home")
    return dondoc


def answer_of(asked: str) -> str:
    """What `--sure` is to be given, as a question about a far day says it."""
    (found,) = re.findall(r"--sure (\S+?)\.?$", asked, re.MULTILINE)
    return str(found)
