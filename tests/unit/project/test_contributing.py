"""The map of the folders and the ways through them, as CONTRIBUTING tells a newcomer, exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SERVICES = ROOT / "dondoc" / "services"
NAMES = sorted(set(re.findall(r"`([\w/]+\.py):([\w.]+)`", TEXT)))
FILES = sorted(
    set(re.findall(r"`((?:dondoc|models|flows|templates|tests)/[\w/]+(?:\.\w+|/))`", TEXT))
)


def defined_in(body: list[ast.stmt]) -> dict[str, list[ast.stmt]]:
    """Names of a module or a class, each with what is defined within it."""
    names: dict[str, list[ast.stmt]] = {}
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names[name] = []
            case ast.ClassDef(name=name, body=inner):
                names[name] = inner
            case ast.Assign(targets=targets):
                names |= {target.id: [] for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names[name] = []
    return names


@pytest.mark.parametrize(("path", "name"), NAMES)
def test_a_name_on_a_way_exists(path: str, name: str) -> None:
    body = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    for part in name.split("."):
        names = defined_in(body)
        assert part in names, f"CONTRIBUTING.md names {path}:{name}, and {part} is not there"
        body = names[part]


def test_there_are_names_to_look_up() -> None:
    assert len(NAMES) > 40


@pytest.mark.parametrize("path", FILES)
def test_a_file_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).exists(), f"CONTRIBUTING.md names {path}, which is not there"


def test_the_map_names_every_folder_and_no_other() -> None:
    table = TEXT.split("| folder | what it does |")[1].split("\n\n")[0]
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = {name for cell in first for name in re.findall(r"`(\w+)`", cell)}
    folders = {path.name for path in SERVICES.iterdir() if (path / "__init__.py").exists()}
    assert named == folders, (
        f"the table in CONTRIBUTING.md and dondoc/services/ differ in {sorted(named ^ folders)}"
    )
