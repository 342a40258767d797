"""The script that takes the pictures of the guides finds what it needs, and takes all it names."""

import importlib.util
import re
from pathlib import Path

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"


def test_the_script_that_takes_the_pictures_can_be_started() -> None:
    spec = importlib.util.spec_from_file_location("take_pictures", PICTURES / "take.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert callable(module.main)


def test_what_the_script_takes_is_there() -> None:
    taken = set(re.findall(r'"([\w-]+\.png)"', (PICTURES / "take.py").read_text()))
    assert taken and taken <= {path.name for path in PICTURES.glob("*.png")}
