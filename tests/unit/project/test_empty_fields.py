"""What is said of a field left empty names that field, in every language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from parsed import nodes

from dondoc.i18n import LANGUAGES, translator

WEB = Path(__file__).parents[3] / "dondoc" / "web"


def fields() -> Iterator[str]:
    """How each field that must not stay empty is called, where the page says so outright."""
    for path in WEB.rglob("*.py"):
        for node in nodes(path):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            said = [part.value for part in node.args if isinstance(part, ast.Constant)]
            if node.func.attr in {"needed", "fail_empty"} and said:
                yield str(said[-1])


BY_PAIRS = ("leaving", "last", "planned", "moved_to", "since", "start", "end")
"""Read two together, so that their names are no arguments of the call."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_field_left_empty_is_named(lang: str) -> None:
    tr = translator(lang)
    keys = {f"form.needed.{name}" for name in (*fields(), *BY_PAIRS)}
    assert len(keys) > len(BY_PAIRS) + 20
    assert [key for key in sorted(keys) if tr(key) == key] == []
