"""What the Makefile leaves in `.venv`."""

import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_python_finds_the_project_whatever_letters_its_folder_and_whatever_locale_has() -> None:
    """Python reads such a file in the locale's encoding; a path with diacritics would end it."""
    packages = Path(sysconfig.get_paths()["purelib"])
    (names,) = packages.glob("_editable_impl_dondoc.pth")
    line = names.read_bytes().decode("ascii").strip()
    assert not Path(line).is_absolute()
    assert (packages / line).resolve() == ROOT
