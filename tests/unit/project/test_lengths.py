"""A function is read in one go. What is longer is known by name, and only ever gets shorter."""

import ast
from pathlib import Path

from parsed import nodes

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("models", "flows", "templates", "dondoc")
SOURCES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "versions" not in path.parts
)
MAX_LINES = 30
"""Without the docstring, which is read before."""
LONGER = {
    "dondoc/services/work/checkpoint_view.py:view": 47,
    "dondoc/services/plan/load/compare.py:compare": 40,
    "dondoc/services/boards/item.py:item_page": 39,
    "dondoc/cli/acts.py:report": 38,
    "dondoc/web/verification/queues.py:_list": 37,
    "dondoc/cli/reminders.py:register": 34,
    "dondoc/web/boards/my_work.py:_shown": 34,
    "dondoc/services/reminders/register/register.py:row": 33,
    "dondoc/services/reminders/letters/entries.py:_entry": 33,
    "dondoc/services/boards/my_work/after_drain.py:as_drained": 32,
    "dondoc/web/site/visit.py:_arrived": 31,
    "dondoc/services/staffing/positions.py:take_position": 31,
}
"""One list of fields of a row or a page (`view`, `item_page`), of the options of a command
(`report`), of the cases of an error, or the steps of a comparison in their order: half of it in
a second function would be handed all of the first one's names."""


def length_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, but for the docstring."""
    lines = (node.end_lineno or 0) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= (first.end_lineno or 0) - first.lineno + 1
    return lines


def lengths() -> dict[str, int]:
    """Of every function, by its file and its name; of two of one name the longer counts."""
    found: dict[str, int] = {}
    for path in SOURCES:
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{path.relative_to(ROOT).as_posix()}:{node.name}"
                found[name] = max(found.get(name, 0), length_of(node))
    return found


def test_a_function_is_read_in_one_go() -> None:
    longer = {
        name: lines for name, lines in lengths().items() if lines > LONGER.get(name, MAX_LINES)
    }
    assert not longer, f"over {MAX_LINES} lines, so a part of it wants a name of its own: {longer}"


def test_what_is_longer_is_written_down_as_it_is() -> None:
    """A list that may only shrink: what became shorter is set to its new length, or goes."""
    found = lengths()
    slack = {name: found.get(name) for name, most in LONGER.items() if found.get(name) != most}
    assert not slack, f"these are shorter now, or gone: say so in LONGER: {slack}"
    assert all(most > MAX_LINES for most in LONGER.values())


def test_it_counts_without_the_docstring() -> None:
    source = 'def far():\n    """Says.\n\n    More.\n    """\n    one = 1\n    return one\n'
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.FunctionDef)
    assert length_of(node) == 3
