"""Sources read and parsed once for all tests that judge them."""

import ast
from functools import cache
from pathlib import Path


@cache
def text_of(path: Path) -> str:
    """What stands in a file."""
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """A module's tree; whoever reads it changes nothing in it."""
    return ast.parse(text_of(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of a module's tree, in the order of `ast.walk`."""
    return tuple(ast.walk(tree(path)))
