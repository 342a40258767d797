"""Names say what they hold: nouns of the office, no participle alone, no metaphor."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from parsed import tree

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [
    path
    for folder in ("dondoc", "models", "flows")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "versions" not in path.parts
]
TEMPLATES = [path for path in (ROOT / "templates").rglob("*.*") if path.suffix in {".html", ".txt"}]

VAGUE = {"told", "found", "kept", "seen", "given", "planned", "said", "look", "many"}
"""What a name may not be, nor end with: found what, told whom? Before a noun they may stand."""
METAPHORS = {
    "desk", "desks", "bench", "benches", "shelf", "shelves", "scene", "scenes", "piece", "pieces",
    "heap", "heaps", "fate", "fates", "voice", "voices", "pen", "pens", "outlet", "outlets",
    "book", "books", "household",
}  # fmt: skip
"""What a name may not hold anywhere: nobody looks for these in an office's software."""
RIGHT = {
    ("dondoc/services/acts/record_many.py", "record_many"): "an act, on many at once",
    ("dondoc/services/reminders/explain/answer.py", "kept"): "`dondoc explain --json` prints it",
    ("dondoc/services/reminders/explain/planned_messages.py", "kept"): "`--json` prints it",
    ("dondoc/services/reminders/gather/gather.py", "kept"): "`dondoc remind --json` prints it",
    ("dondoc/services/work/checkpoint_view.py", "seen"): "the programs' interface gives it out",
    ("dondoc/store/cache.py", "_kept"): "what a cache keeps",
    ("dondoc/web/api/shapes.py", "seen"): "a name of the programs' interface",
    ("dondoc/web/api/act_shapes.py", "seen"): "a name of the programs' interface",
    ("models/rules/measures.py", "planned"): "digests that are kept hold it under this name",
}
"""The names that stay, and why."""

ROWS_LIVE_IN = (
    *(f"dondoc/services/{name}" for name in ("work/checkpoint", "boards", "figures")),
    "dondoc/web/boards",
    "dondoc/services/integrations/calendar_feed.py",
)
"""Folders in which a checkpoint is a row: a line stands in a text, in a letter, in the ledger."""

Named = tuple[str, str]
"""The file, and the name."""


def words_of(name: str) -> list[str]:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_").split("_")


def says_nothing(name: str) -> bool:
    words = words_of(name)
    return words[-1] in VAGUE or bool(METAPHORS & set(words))


def names_in(root: ast.AST) -> Iterator[str]:
    """Functions, classes, their parameters and fields, and what a module defines."""
    for node in ast.walk(root):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.arguments():
                every = (*node.posonlyargs, *node.args, *node.kwonlyargs)
                yield from (parameter.arg for parameter in every)
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr
        if isinstance(node, ast.Module | ast.ClassDef):
            yield from _defined(node.body)


def every_name(root: ast.AST) -> Iterator[str]:
    """The names within functions too."""
    yield from names_in(root)
    yield from (node.id for node in ast.walk(root) if isinstance(node, ast.Name))


def _defined(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))


def names_in_templates() -> Iterator[Named]:
    environment = Environment(autoescape=True)
    for path in TEMPLATES:
        root = environment.parse(path.read_text(encoding="utf-8"))
        for node in root.find_all((nodes.Name, nodes.Macro)):
            yield path.relative_to(ROOT).as_posix(), node.name  # type: ignore[attr-defined]
        for node in root.find_all(nodes.Import):
            yield path.relative_to(ROOT).as_posix(), node.target


@cache
def named() -> set[Named]:
    places = {path: path.relative_to(ROOT).as_posix() for path in SOURCES}
    modules = {
        (place, part)
        for path, place in places.items()
        for part in path.relative_to(ROOT).with_suffix("").parts
    }
    inside = {(place, name) for path, place in places.items() for name in names_in(tree(path))}
    return modules | inside


def test_a_name_says_what_it_holds() -> None:
    wrong = {place for place in named() if says_nothing(place[1])}
    unclear = sorted(wrong - RIGHT.keys())
    assert not unclear, f"call these after what they hold (VAGUE and METAPHORS above): {unclear}"


def test_a_checkpoint_is_a_row_and_no_line() -> None:
    wrong = {
        (path.name, name)
        for path in SOURCES
        if path.relative_to(ROOT).as_posix().startswith(ROWS_LIVE_IN)
        for name in every_name(tree(path))
        if {"line", "lines"} & set(words_of(name))
    }
    assert sorted(wrong) == []


def test_each_name_that_stays_is_there_still() -> None:
    assert RIGHT.keys() - named() == set()


def test_a_template_calls_things_by_their_names() -> None:
    assert sorted({place for place in names_in_templates() if says_nothing(place[1])}) == []


@pytest.mark.parametrize("name", ["_told", "account_found", "UnitBook", "DESK", "said", "too_many"])
def test_it_recognises_names_that_say_nothing(name: str) -> None:
    assert says_nothing(name)


@pytest.mark.parametrize("name", ["KeptDigest", "planned_messages", "workbook", "TooManyTries"])
def test_it_leaves_names_that_say_something(name: str) -> None:
    assert not says_nothing(name)


def test_it_finds_names_wherever_they_are_given() -> None:
    source = "class A:\n  kept: int\n  def told(self, said): self.seen = said\nFOUND = 1"
    assert {"kept", "told", "said", "seen", "FOUND", "A"} <= set(names_in(ast.parse(source)))
