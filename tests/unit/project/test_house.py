"""The house: one folder for each thing the office does, called the same at every door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from parsed import tree

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("models", "flows", "templates", "dondoc")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


SERVICES = ROOT / "dondoc" / "services"
FOLDERS = {path.name for path in SERVICES.iterdir() if (path / "__init__.py").exists()}
OF_THE_WEB = {"site", "api", "static"}
"""What all pages share, the interface for programs, and what browsers fetch."""
OF_THE_TESTS = {
    "exports",
    "rules",
    "scoring",
    "project",
    "channels",
    "cli",
    "store",
    "ledger",
    "clockwork",
    "site",
    "api",
}
"""Tests of what is no service: the rules, the parts around, and the project itself."""
OF_THE_WORDS = {"api", "charts", "channels", "cli", "click", "core", "flow", "site"}
"""Catalogues of what is no service; `core` has the words of the domain, which all share."""
PARTICIPLES = {
    "asked", "done", "explained", "foreseen", "found", "given", "held", "kept", "known", "left",
    "made", "planned", "said", "seen", "sent", "shown", "stored", "told", "wanted",
}  # fmt: skip
LONE_WORDS = {"book", "lines", "lists", "look", "many", "rows", "words"}
"""Names of files that say nothing of what is in them."""


def folders_in(path: Path) -> set[str]:
    """Those that hold a source or a template; git keeps no others."""
    return {
        file.relative_to(path).parts[0]
        for file in path.glob("*/**/*.*")
        if file.suffix in {".py", ".html"}
    }


def public_types() -> Iterator[tuple[str, str]]:
    """Classes and other names for a type, each with the file that defines it."""
    for path in MODULES:
        for node in tree(path).body:
            match node:
                case ast.ClassDef(name=name) if not name.startswith("_"):
                    yield name, shown(path)
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value):
                    if is_type(name, value):
                        yield name, shown(path)


def is_type(name: str, value: ast.expr) -> bool:
    """Not a parameter of a function, which is called as the option or the field is."""
    if not name[0].isupper() or name.isupper() or isinstance(value, ast.Call | ast.Dict):
        return False
    return not ast.unparse(value).startswith("Annotated[")


def test_every_service_lies_in_a_folder() -> None:
    assert FOLDERS
    assert {path.name for path in SERVICES.glob("*.py")} == {"__init__.py"}


def test_pages_and_templates_lie_in_folders_that_are_called_as_their_services() -> None:
    assert folders_in(ROOT / "dondoc" / "web") - OF_THE_WEB <= FOLDERS
    assert folders_in(ROOT / "templates" / "web") - OF_THE_WEB <= FOLDERS


def test_catalogues_are_called_as_the_services_whose_words_they_hold() -> None:
    catalogues = {path.stem for path in (ROOT / "dondoc" / "locale").glob("*/LC_MESSAGES/*.po")}
    assert catalogues >= OF_THE_WORDS
    assert catalogues - OF_THE_WORDS <= FOLDERS


@pytest.mark.parametrize("kind", ["unit", "integration", "web"])
def test_tests_lie_in_folders_that_are_called_as_their_services(kind: str) -> None:
    folder = ROOT / "tests" / kind
    assert not list(folder.glob("test_*.py"))
    assert folders_in(folder) - OF_THE_TESTS <= FOLDERS


def test_a_name_of_a_public_type_has_one_meaning() -> None:
    places: dict[str, list[str]] = {}
    for name, place in public_types():
        places.setdefault(name, []).append(place)
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert not twice, f"two public types have one name; call one of them otherwise: {twice}"


def test_a_file_is_called_after_what_the_reader_looks_for() -> None:
    names = {shown(path): path.stem for path in MODULES}
    assert [place for place, name in names.items() if name in PARTICIPLES | LONE_WORDS] == []


def test_a_folder_says_what_it_does() -> None:
    """A newcomer reads these lines one after the other."""
    folders = {path.parent for path in SERVICES.rglob("*.py")} - {SERVICES}
    silent = {shown(path) for path in folders if not ast.get_docstring(tree(path / "__init__.py"))}
    assert not silent, f"say in __init__.py what these folders do: {sorted(silent)}"


def private_names(root: ast.AST) -> set[str]:
    """What a source imports of ours that its own file keeps to itself, by an underscore."""
    return {
        f"{node.module}.{name.name}"
        for node in ast.walk(root)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in PACKAGES
        for name in node.names
        if name.name.startswith("_")
    }


def test_what_a_file_keeps_to_itself_nobody_imports() -> None:
    taken = {shown(path): private_names(tree(path)) for path in MODULES}
    private = {place: names for place, names in taken.items() if names}
    assert not private, f"what begins with _ stays in its file; these import it: {private}"


def test_it_recognises_a_private_name() -> None:
    source = "from dondoc.services.work.roles import _told, roles_of\nfrom os import _exit"
    assert private_names(ast.parse(source)) == {"dondoc.services.work.roles._told"}
