"""The scripts that take the pictures of the guides find what they need, and take all they name."""

import importlib.util
import re
from pathlib import Path

import pytest

from models.rules.evaluation_course.papers import EvaluationPaperKind

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"


@pytest.mark.parametrize("script", ["take", "take_evaluation"])
def test_the_scripts_that_take_the_pictures_can_be_started(
    script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(PICTURES))
    spec = importlib.util.spec_from_file_location(f"pictures_{script}", PICTURES / f"{script}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert callable(module.main)


def test_what_the_scripts_take_is_there() -> None:
    texts = "".join(path.read_text() for path in PICTURES.glob("take*.py"))
    taken = set(re.findall(r'"([\w-]+\.png)"', texts))
    taken |= {f"evaluation-{kind.replace('_', '-')}.png" for kind in EvaluationPaperKind}
    assert taken and taken <= {path.name for path in PICTURES.glob("*.png")}
