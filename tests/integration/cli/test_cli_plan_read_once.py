"""History says which file was loaded: the content that was checked, not what stands there later."""

import hashlib
from pathlib import Path
from shutil import copyfile

import pytest
from cli_office import Command, dondoc  # noqa: F401
from sqlmodel import Session, col, select

from dondoc.examples import SAMPLE_PLAN
from dondoc.settings import Settings
from dondoc.workplace import REAL_DATABASE, open_workplace
from models.event import Event, EventKind


def test_history_keeps_the_hash_of_what_was_read(
    dondoc: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    """The file is saved again in Excel while the command asks."""
    file = tmp_path / "ke-hoach.xlsx"
    copyfile(SAMPLE_PLAN, file)
    (doubt,) = dondoc("plan", "load", str(file), "--json").json["doubts"]
    monkeypatch.setattr("dondoc.cli.plan.show_problems", lambda _: file.write_bytes(b"other"))
    done = dondoc("plan", "load", str(file), "--yes", "--sure", doubt["answers"][0]["sure"])
    assert done.code == 0, done.err
    workplace = open_workplace(Settings(), REAL_DATABASE)
    with Session(workplace.engine) as session:
        kinds = col(Event.kind) == EventKind.PLAN_LOADED
        (loaded,) = session.exec(select(Event).where(kinds)).all()
    workplace.engine.dispose()
    assert loaded.data["sha256"] == hashlib.sha256(SAMPLE_PLAN.read_bytes()).hexdigest()
