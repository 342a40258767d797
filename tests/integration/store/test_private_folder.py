"""No other account of the machine reads the data, also what was there before."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dondoc.clockwork.instance import only_instance
from dondoc.store.private import is_open_to_others, keep_private

DONDOC = Path(sys.executable).with_name("dondoc")


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """As most machines have it; put back afterwards."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder as older versions left it."""
    folder = tmp_path / "var"
    (folder / "evidence").mkdir(parents=True)
    (folder / "dondoc.sqlite").write_bytes(b"")
    (folder / "elsewhere").symlink_to(tmp_path / "shared")
    (tmp_path / "shared").mkdir()
    return folder


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_that_is_there_is_shut_with_all_in_it(home: Path) -> None:
    assert is_open_to_others(home)
    keep_private(home)
    assert (rights(home), rights(home / "evidence")) == (0o700, 0o700)
    assert rights(home / "dondoc.sqlite") == 0o600
    assert rights(home.parent / "shared") == 0o755  # where a link leads is not ours to shut


def test_what_is_made_afterwards_is_its_accounts_alone(tmp_path: Path) -> None:
    keep_private(tmp_path / "deep" / "var")
    made = tmp_path / "deep" / "var" / "sample.sqlite"
    made.write_bytes(b"")
    assert (rights(made.parent), rights(made)) == (0o700, 0o600)


def test_up_shuts_the_data_folder_before_it_does_anything(home: Path) -> None:
    environment = os.environ | {"DONDOC_HOME": str(home)}
    with only_instance(home):  # so that it goes no further
        ran = subprocess.run([DONDOC, "up"], env=environment, capture_output=True, check=False)
    assert ran.returncode == 1
    assert not any(map(is_open_to_others, (home, home / "dondoc.sqlite", home / "evidence")))
