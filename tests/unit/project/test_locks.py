"""The locks of PostgreSQL: who takes one keeps only those waiting who are at the same work."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "dondoc"
LOCKS = ("pg_advisory_xact_lock", "pg_advisory_xact_lock_shared")


def numbers() -> Iterator[tuple[str, int]]:
    """Every file that takes a lock by a number of its own, and the number."""
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "pg_advisory" not in text:
            continue
        tree = ast.parse(text)
        known = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in LOCKS:
                (first, *_) = node.args
                assert isinstance(first, ast.Name), path
                yield str(path.relative_to(SOURCE)), known[first.id]


def test_every_lock_has_a_number_of_its_own() -> None:
    taken = set(numbers())
    assert len(taken) >= 9
    assert len({number for _, number in taken}) == len(taken)
