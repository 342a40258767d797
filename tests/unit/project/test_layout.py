"""Laws of the tree that import-linter cannot express, read from the source itself."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from parsed import nodes, text_of, tree

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("models", "flows", "templates", "dondoc")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

CLOCK = "dondoc/clock.py"
MAY_READ_THE_TIME = {CLOCK, "dondoc/cli/failures.py"}  # the latter names the file of an error
TIME_CALLS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in nodes(path) if isinstance(node, ast.Call))


def reads_the_time(call: ast.Call) -> bool:
    """A call such as datetime.now(), also as datetime.datetime.now()."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
            return (owner, name) in TIME_CALLS
    return False


def has_table(path: Path) -> bool:
    """Whether a module defines a class with table=True."""
    return any(
        keyword.arg == "table" and isinstance(keyword.value, ast.Constant) and keyword.value.value
        for node in nodes(path)
        if isinstance(node, ast.ClassDef)
        for keyword in node.keywords
    )


def gathered() -> set[str]:
    """The modules that models/tables.py imports from models."""
    return {
        name.name
        for node in nodes(ROOT / "models/tables.py")
        if isinstance(node, ast.ImportFrom) and node.module == "models"
        for name in node.names
    }


def test_it_finds_the_modules_it_judges() -> None:
    assert {shown(path).split("/")[0] for path in MODULES} == set(PACKAGES)


def test_no_flow_hides_a_module_of_the_standard_library() -> None:
    names = {path.stem for path in (ROOT / "flows").rglob("*.py")}
    assert not names & sys.stdlib_module_names


def test_the_models_package_imports_nothing() -> None:
    """models/rules must be importable without the tables and what they need."""
    assert (ROOT / "models/__init__.py").read_text(encoding="utf-8").strip() == ""


def test_every_table_is_known_to_the_migrations() -> None:
    tables = {path.stem for path in (ROOT / "models").glob("*.py") if has_table(path)}
    assert tables
    lacking = sorted(tables - gathered())
    assert not lacking, f"import these modules in models/tables.py: {lacking}"


def test_only_the_clock_reads_the_time() -> None:
    readers = {shown(path) for path in MODULES if any(map(reads_the_time, calls(path)))}
    assert CLOCK in readers
    others = sorted(readers - MAY_READ_THE_TIME)
    assert not others, f"only {CLOCK} reads the time; hand it in to {others}"


@pytest.mark.parametrize(
    "source",
    ["datetime.now(UTC)", "datetime.datetime.now()", "date.today()", "time.time()"],
)
def test_it_recognises_a_reading_of_the_time(source: str) -> None:
    call = ast.parse(source, mode="eval").body
    assert isinstance(call, ast.Call)
    assert reads_the_time(call)


def test_a_clock_handed_in_is_no_reading_of_the_time() -> None:
    call = ast.parse("clock.now()", mode="eval").body
    assert isinstance(call, ast.Call)
    assert not reads_the_time(call)


def test_nothing_prints() -> None:
    printing = {
        shown(path)
        for path in MODULES
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id == "print"
    }
    assert not printing, f"these print; commands use typer.echo: {sorted(printing)}"


def test_every_module_says_what_it_is() -> None:
    written = [path for path in MODULES if tree(path).body]  # an empty __init__.py has no say
    silent = {shown(path) for path in written if not ast.get_docstring(tree(path))}
    assert not silent, f"these modules have no docstring: {sorted(silent)}"


def test_templates_hold_words_and_no_other_files() -> None:
    files = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    strange = {
        shown(path)
        for path in files
        if "__pycache__" not in path.parts and path.suffix not in {".html", ".txt", ".typ", ".py"}
    }
    assert files
    assert not strange


MAX_LINES = 250
AROUND = sorted(
    path for name in ("tests", "bench", "examples") for path in (ROOT / name).rglob("*.py")
)
JOINS = ROOT / "models" / "joins.py"


def column_of(node: ast.expr) -> str:
    """A column of a table, such as `Checkpoint.id` or `col(Checkpoint.id)`; '' for others."""
    match node:
        case ast.Call(func=ast.Name(id="col"), args=[column]):
            return column_of(column)
        case ast.Attribute(value=ast.Name(id=table), attr=name) if name.islower():
            return f"{table}.{name}"
    return ""


def equations(root: ast.AST) -> Iterator[frozenset[str]]:
    """The pairs of columns that are compared in a source, in either order."""
    for node in ast.walk(root):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
            pair = frozenset((column_of(node.left), column_of(node.comparators[0])))
            if "" not in pair:
                yield pair


def test_a_join_of_the_work_is_written_in_one_place() -> None:
    joins = set(equations(tree(JOINS)))
    assert frozenset(("Assignment.id", "Checkpoint.assignment_id")) in joins
    elsewhere = {
        shown(path): set(equations(tree(path))) & joins for path in MODULES if path != JOINS
    }
    again = {place: pairs for place, pairs in elsewhere.items() if pairs}
    assert not again, f"take these joins from models/joins.py: {again}"


@pytest.mark.parametrize(
    "source",
    [
        "query.join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))",
        "query.where(Checkpoint.assignment_id == Assignment.id)",
    ],
)
def test_it_recognises_a_join_in_either_order(source: str) -> None:
    assert set(equations(ast.parse(source))) <= set(equations(tree(JOINS)))
    assert set(equations(ast.parse(source)))


def test_what_waits_is_asked_for_in_one_place() -> None:
    """`work/pending.py` says it so that both databases find it by an index."""
    asking = {
        shown(path)
        for path in (ROOT / "dondoc" / "services").rglob("*.py")
        for node in nodes(path)
        if (isinstance(node, ast.Compare) and "SubmissionState.PENDING" in ast.unparse(node))
        or (isinstance(node, ast.Constant) and node.value == "submission.state = 'pending'")
    }  # fmt: skip
    others = sorted(asking - {"dondoc/services/work/pending.py"})
    assert asking and not others, f"ask dondoc/services/work/pending.py what waits, not in {others}"


def test_a_file_is_read_in_one_go() -> None:
    """More than 250 lines are two things."""
    sources = [path for path in (*MODULES, *AROUND) if "versions" not in path.parts]
    lengths = {shown(path): text_of(path).count("\n") for path in sources}
    longer = {place: n for place, n in lengths.items() if n > MAX_LINES}
    assert not longer, f"over {MAX_LINES} lines, so a part of it wants a file of its own: {longer}"
