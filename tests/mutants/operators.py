"""One small change of a module at a time: what a slip of the pen would make of it."""

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """A module with one change. `path`: relative to the project; `line`: where it changed."""

    path: str
    number: int
    """Which of the changes of its module it is, counted from 0."""
    line: int
    name: str
    """The same as long as the changed statement is, wherever it moves in its file."""
    place: str = ""
    """The function that is changed; '' where the change is in none."""
    words: tuple[str, str] | None = None
    """Of one that was chosen by hand: what stands in its module, and what it is changed to."""

    def rank(self, seed: str = "") -> str:
        """Decides which mutants are taken: by chance, and the same every time for a seed."""
        return hashlib.sha256((seed + self.name).encode()).hexdigest()


def mutants_of(root: Path, path: str) -> list[Mutant]:
    """Every mutant of a module."""
    made: list[Mutant] = []
    seen: Counter[str] = Counter()
    tree = _read(root / path)
    for number, (where, alter) in enumerate(_alternatives(tree)):
        change = _changed(tree, where, alter)
        name = f"{path} {change.said}"
        seen[name] += 1
        again = f" (again, {seen[name]})" if seen[name] > 1 else ""
        made.append(Mutant(path, number, change.line, name + again, where[0]))
    return made


def by_hand(root: Path, path: str, was: str, becomes: str) -> Mutant:
    """A change of words that stand in a module just once; ValueError where they do not.

    SyntaxError where no module comes of it.
    """
    text = (root / path).read_text(encoding="utf-8")
    if text.count(was) != 1 or was == becomes:
        raise ValueError(f"{path} has this {text.count(was)} times: {was}")
    ast.parse(text.replace(was, becomes))
    line = text[: text.index(was)].count("\n") + 1
    around = (
        place
        for place, function in _functions(ast.parse(text))
        if function.lineno <= line <= (function.end_lineno or 0)
    )
    said = " ".join(f"{was} -> {becomes}".split())
    return Mutant(path, -1, line, f"{path} {said}", next(around, ""), (was, becomes))


def tree_of(root: Path, mutant: Mutant) -> ast.Module:
    """The module as the mutant has it."""
    if mutant.words:
        return ast.parse((root / mutant.path).read_text(encoding="utf-8").replace(*mutant.words))
    tree = _read(root / mutant.path)
    where, alter = next(islice(_alternatives(tree), mutant.number, None))
    return _changed(tree, where, alter).tree


@dataclass(frozen=True)
class _Change:
    """The changed module, the line of the change, and the change in words."""

    tree: ast.Module
    line: int
    said: str


_Where = tuple[str, ast.stmt, ast.AST]
"""The function, the statement and the node of it that is changed."""


def _read(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _alternatives(tree: ast.Module) -> Iterator[tuple[_Where, "_Alter"]]:
    for place, function in _functions(tree):
        for statement, node in _own(function):
            for alter in _alterations(node):
                yield (place, statement, node), alter


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Each function with its name and those of what it stands in."""

    def within(node: ast.AST, before: tuple[str, ...]) -> Iterator[tuple[str, ast.FunctionDef]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                yield ".".join((*before, child.name)), child
            name = (child.name,) if isinstance(child, ast.FunctionDef | ast.ClassDef) else ()
            yield from within(child, (*before, *name))

    return within(tree, ())


def _own(function: ast.FunctionDef) -> Iterator[tuple[ast.stmt, ast.AST]]:
    """What is done in a function itself, without its signature, docstring and inner functions.

    Each node comes with the statement in which it stands.
    """
    waiting: list[tuple[ast.stmt, ast.AST]] = [(one, one) for one in reversed(function.body)]
    while waiting:
        statement, node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Assert):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        yield statement, node
        children = [
            (child if isinstance(child, ast.stmt) else statement, child)
            for name, value in ast.iter_fields(node)
            if name != "annotation"
            for child in (value if isinstance(value, list) else [value])
            if isinstance(child, ast.AST)
        ]
        waiting += reversed(children)


class _Alter:
    """What becomes of one node of a copy of the tree."""

    def __init__(self, **fields: object) -> None:
        self.fields = fields

    def apply(self, node: ast.AST) -> None:
        for name, value in self.fields.items():
            setattr(node, name, copy.deepcopy(value))


class _Drop(_Alter):
    """The statement is left out."""

    def apply(self, node: ast.AST) -> None:
        node.__class__ = ast.Pass
        node.__dict__ = {k: v for k, v in node.__dict__.items() if "lineno" in k or "col" in k}


def _alterations(node: ast.AST) -> Iterator[_Alter]:
    yield from _of_statement(node)
    match node:
        case ast.Compare(ops=ops):
            for place, op in enumerate(ops):
                if type(op) in _COMPARED:
                    yield _Alter(ops=[*ops[:place], _COMPARED[type(op)](), *ops[place + 1 :]])
        case ast.BoolOp(op=op):
            yield _Alter(op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.BinOp(op=op) if type(op) in _CALCULATED:
            yield _Alter(op=_CALCULATED[type(op)]())
        case ast.Constant(value=bool() as value):
            yield _Alter(value=not value)
        case ast.Constant(value=int() as value):
            yield _Alter(value=value + 1)
            yield _Alter(value=value - 1)
        case ast.UnaryOp(op=ast.Not()):
            yield _Alter(operand=ast.UnaryOp(ast.Not(), node.operand))
        case ast.Name(id=name) if name in _NAMES:
            yield _Alter(id=_NAMES[name])
        case ast.IfExp(body=body, orelse=orelse):
            yield _Alter(body=orelse, orelse=body)


def _of_statement(node: ast.AST) -> Iterator[_Alter]:
    match node:
        case ast.If(test=test, body=body, orelse=orelse):
            if orelse:
                yield _Alter(body=orelse, orelse=body)
            yield _Alter(test=ast.BoolOp(ast.And(), [test, ast.Constant(False)]))
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Continue():
            yield _Drop()


def _changed(tree: ast.Module, where: _Where, alter: _Alter) -> _Change:
    place, statement, node = where
    numbers = {id(one): n for n, one in enumerate(ast.walk(tree))}
    changed = copy.deepcopy(tree)
    copies = list(ast.walk(changed))
    altered, around = copies[numbers[id(node)]], copies[numbers[id(statement)]]
    before, line = _said(around), getattr(altered, "lineno", 0)
    alter.apply(altered)
    after = _said(around)
    return _Change(ast.fix_missing_locations(changed), line, f"{place}: {before} -> {after}")


def _said(statement: ast.AST) -> str:
    """A statement on one line, of one that has a body its head and the first line of that."""
    lines = ast.unparse(statement).splitlines()
    return " ".join(" ".join(lines[:2] if getattr(statement, "body", None) else lines).split())
