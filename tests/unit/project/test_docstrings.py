"""What a docstring says of a parameter or a field is said of one that is there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from parsed import tree

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [
    path
    for folder in ("dondoc", "models", "flows")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "versions" not in path.parts
]
SAID = re.compile(r"(?:^|[.;(]\s+|\n\s*|\()((?:`\w+`(?:, | and )?)+):")
"""`name`: at the beginning of a sentence, alone or as the last of several."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def parameters(node: Function) -> set[str]:
    every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    some = (node.args.vararg, node.args.kwarg)
    return {each.arg for each in (*every, *some) if each is not None}


def members(node: ast.ClassDef) -> set[str]:
    """Fields, methods, what is set on it, and what it is made with."""
    names = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    for each in ast.walk(node):
        match each:
            case ast.FunctionDef(name=name):
                names |= {name, *parameters(each)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]):
                names.add(name)
    return names


def strangers(root: ast.AST) -> Iterator[str]:
    """The names that a docstring explains and that its function or class has not."""
    for node in ast.walk(root):
        if not isinstance(node, Function | ast.ClassDef):
            continue
        there = members(node) if isinstance(node, ast.ClassDef) else parameters(node)
        for group in SAID.findall(ast.get_docstring(node) or ""):
            yield from (
                f"{node.name}: {name}"
                for name in re.findall(r"\w+", group.replace(" and ", " "))
                if name not in there
            )


def test_a_docstring_explains_what_is_there() -> None:
    stale = {path.relative_to(ROOT).as_posix(): list(strangers(tree(path))) for path in SOURCES}
    gone = {place: names for place, names in stale.items() if names}
    assert not gone, f"docstrings explain names that are not there: {gone}"


def test_it_recognises_a_name_that_is_gone() -> None:
    source = """
def told(day, *more):
    '''What is new. `until`: the last day. `day`, `more`: of it. Asked after `else_where`: never.'''
"""
    assert list(strangers(ast.parse(source))) == ["told: until"]
