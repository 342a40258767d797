"""What has a name is used: its word stands in another place of the sources too.

Pages read much that Python does not, so their templates are sources here.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from parsed import text_of, tree

ROOT = Path(__file__).parents[3]
SOURCES = [
    path
    for folder in ("dondoc", "flows", "models", "templates")
    for path in sorted(ROOT.joinpath(folder).rglob("*"))
    if path.suffix in {".py", ".html", ".txt", ".typ"} and path.parent.name != "versions"
]
CALLED_BY_OTHERS = {
    *("collect", "formatter_class", "with_options"),
    *("_series_margin", "_tooltip_data"),
}
"""What Prometheus, Click, SQLAlchemy, Prefect and pygal look for."""
TO_COME = {"UnitSuccession", "happened_on"}
"""For the hand-over of whole units: they split and merge."""
EVALUATION_TO_COME = {"deductions_of"}
"""What scoring a person reads: their failed reviews and latenesses, with the causes of each."""
PAPERS_TO_COME = {
    *("least_pdf", "signature_colour", "seal_covers_left", "annex_size", "annex_time"),
    *("electronic", "boxed", "for_collective", "for_head", "by_order", "authorised"),
}
"""What the rules of papers say of annexes, signing and letters: read and kept, printed by none."""

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@cache
def words() -> Counter[str]:
    found: Counter[str] = Counter()
    for path in SOURCES:
        found.update(re.findall(r"\w+", text_of(path)))
    return found


def is_called_by_its_decorator(node: Definition) -> bool:
    """Whether it is a handler or a command: `@pages.get(...)`, `@app.command()`."""
    called = [each for each in node.decorator_list if isinstance(each, ast.Call)]
    return any(isinstance(each.func, ast.Attribute) for each in called)


def is_choice(node: ast.ClassDef) -> bool:
    """Whether its members are values that a file, a form or a row may hold."""
    return any(isinstance(base, ast.Name) and base.id.endswith("Enum") for base in node.bases)


def names_in(tree: ast.Module) -> Iterator[str]:
    holders: list[ast.Module | ast.ClassDef] = [tree]
    for node in ast.walk(tree):
        if isinstance(node, Definition) and not is_called_by_its_decorator(node):
            yield node.name
        if isinstance(node, ast.ClassDef) and not is_choice(node):
            holders.append(node)
    for holder in holders:
        for statement in holder.body:
            targets = statement.targets if isinstance(statement, ast.Assign) else []
            targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def test_what_nothing_uses_is_not_there() -> None:
    unused = {
        (name, path.relative_to(ROOT).as_posix())
        for path in SOURCES
        if path.suffix == ".py"
        for name in names_in(tree(path))
        if words()[name] == 1 and not name.startswith("__")
    }
    known = CALLED_BY_OTHERS | TO_COME | EVALUATION_TO_COME | PAPERS_TO_COME
    lonely = sorted(place for place in unused if place[0] not in known)
    assert not lonely, f"nothing uses these names, so strike them off: {lonely}"
    assert known == {name for name, _ in unused} & known, "something is used by now: strike it off"


def test_it_sees_what_is_unused() -> None:
    text = "def lonely(): ...\nclass A:\n    field: int\n@app.get('/')\ndef page(): ..."
    assert set(names_in(ast.parse(text))) == {"lonely", "A", "field"}
