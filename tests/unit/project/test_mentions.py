"""What docstrings, comments and documents name by its path is there."""

import ast
import io
import os
import re
import subprocess
import tokenize
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from parsed import nodes, text_of

ROOT = Path(__file__).resolve().parents[3]
PATH = re.compile(r"(?<![\w/.*{<>-])(?:[\w.-]+/)*[\w-]+\.(?:py|html|po|toml|md|css|js)(?![\w/*])")
MODULE = re.compile(r"(?<![\w/.@-])(?:dondoc|models|flows|templates|tests)(?:\.[a-z_]\w*)+")
ELSEWHERE = {"nac-don-doc.toml", "index.html", "YYYYMMDD_name_what.py"}
"""Files of whoever uses the software, and one that stands for many."""
DATA = (".sqlite", ".dump", ".log", ".service", ".timer")


@cache
def files() -> frozenset[str]:
    """All files that git keeps, or would; in a copy without git, all that it would not ignore."""
    if not (ROOT / ".git").exists():
        return frozenset(_unignored())
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return frozenset(name for name in names.splitlines() if (ROOT / name).exists())


def _unignored() -> Iterator[str]:
    ignored = [line.rstrip("/") for line in text_of(ROOT / ".gitignore").split()]
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if not any(fnmatch(name, each) for each in ignored)]
        for name in names:
            if not any(fnmatch(name, each) for each in ignored):
                yield (Path(folder) / name).relative_to(ROOT).as_posix()


@cache
def endings() -> frozenset[str]:
    """Every file by its path and by each end of it: `acts.py`, `rules/acts.py`, ..."""
    parts = (name.split("/") for name in files())
    return frozenset("/".join(path[n:]) for path in parts for n in range(len(path)))


def comments(source: str) -> Iterator[str]:
    """Those of a source in which anything behind a `#` may name a file or a module."""
    behind = "\n".join(line.partition("#")[2] for line in source.splitlines())
    if not (PATH.search(behind) or MODULE.search(behind)):
        return
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def said_in(path: Path) -> Iterator[str]:
    """The docstrings (also those under a constant) and the comments of a module."""
    for node in nodes(path):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield text
    yield from comments(text_of(path))


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Each with the file that it stands in. The changelog tells of what was."""
    return tuple(_texts())


def _texts() -> Iterator[tuple[str, str]]:
    for name in sorted(files() - {"CHANGELOG.md"}):
        if name.endswith(".md"):
            yield name, text_of(ROOT / name)
        elif name.endswith(".py"):
            for text in said_in(ROOT / name):
                yield name, text


@cache
def is_file(path: str, beside: str) -> bool:
    if path in endings() or path.rsplit("/", 1)[-1] in ELSEWHERE:
        return True
    return ((ROOT / beside).parent / path).exists()


@cache
def is_module(name: str) -> bool:
    """A package, a module, or something that a module defines or imports."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:count])
        source = path.with_suffix(".py")
        source = source if source.exists() else path / "__init__.py"
        if count == len(parts) and (source.exists() or path.is_dir()):
            return True
        if source.exists():
            found = re.search(rf"\b{parts[count]}\b", text_of(source))
            return found is not None
    return False


def unknown_paths(text: str, beside: str) -> list[str]:
    return [path for path in PATH.findall(text) if not is_file(path, beside)]


def unknown_modules(text: str) -> list[str]:
    names = (match.group(0) for match in MODULE.finditer(text))
    suffixes = (*DATA, ".py", ".md", ".toml", ".html", ".po")
    return [name for name in names if not name.endswith(suffixes) and not is_module(name)]


def test_every_file_that_a_text_names_is_there() -> None:
    strange = {(name, path) for name, text in texts() for path in unknown_paths(text, name)}
    assert not strange, f"texts name files that are not there: {sorted(strange)}"


def test_every_module_that_a_text_names_is_there() -> None:
    assert {(name, path) for name, text in texts() for path in unknown_modules(text)} == set()


def test_it_notices_what_is_not_there() -> None:
    assert unknown_paths("see rules/no_such_rule.py and rules/acts.py", "README.md") == [
        "rules/no_such_rule.py"
    ]
    assert unknown_modules("`models.no_such_table`, `models.rules.acts.decide`") == [
        "models.no_such_table"
    ]
