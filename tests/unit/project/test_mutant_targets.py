"""What `make mutants` changes, the tests that may notice and the known survivors are there.

A folder that was moved would else leave a group with nothing to change, and no one would see it.
"""

import importlib.util
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
MUTANTS = ROOT / "tests" / "mutants"
TARGETS = tomllib.loads((MUTANTS / "targets.toml").read_text(encoding="utf-8"))
SURVIVORS = tomllib.loads((MUTANTS / "survivors.toml").read_text(encoding="utf-8"))["survivor"]
BY_HAND = tomllib.loads((MUTANTS / "by_hand.toml").read_text(encoding="utf-8"))["mutant"]
PATTERNS = [
    (group, pattern)
    for group, target in TARGETS.items()
    for pattern in (*target["modules"], *target["tests"])
]


def part(name: str) -> Any:
    """A module of the tool, which is run as a script in its own folder."""
    spec = importlib.util.spec_from_file_location(f"mutant_{name}", MUTANTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("group", "pattern"), PATTERNS)
def test_each_pattern_finds_a_file(group: str, pattern: str) -> None:
    assert list(ROOT.glob(pattern)), f"{group}: {pattern} finds nothing"


def test_each_test_that_is_left_out_is_there() -> None:
    for group, target in TARGETS.items():
        names = {path.name for pattern in target["tests"] for path in ROOT.glob(pattern)}
        for left_out in target.get("without", ()):
            assert any(name.startswith(f"test_{left_out}") for name in names), (group, left_out)


@pytest.mark.slow
def test_each_known_survivor_is_a_mutant_still() -> None:
    module = part("operators")
    paths = {survivor["name"].split(" ", 1)[0] for survivor in SURVIVORS}
    assert [path for path in paths if not (ROOT / path).exists()] == []
    known = {mutant.name for path in paths for mutant in module.mutants_of(ROOT, path)}
    assert [survivor["name"] for survivor in SURVIVORS if survivor["name"] not in known] == []


def test_each_change_that_was_chosen_by_hand_can_be_made_still() -> None:
    module = part("operators")
    for change in BY_HAND:
        assert module.by_hand(ROOT, change["path"], change["was"], change["becomes"]).line
        assert all(list(ROOT.glob(pattern)) for pattern in change.get("tests", [])), change["hurts"]


def test_what_could_not_be_tried_counts_neither_as_killed_nor_as_tried() -> None:
    outcome = part("outcome")
    fates = {f"killed {n}": outcome.KILLED for n in range(19)} | {"lives": outcome.SURVIVED}
    assert outcome.is_good(fates, {"lives": "It changes nothing."})
    assert not outcome.is_good(fates, {})
    untried = fates | {f"untried {n}": outcome.NOT_TRIED for n in range(9)}
    assert outcome.said_of(untried, {}).startswith("19 of 20 killed (95.0%;")
    assert not outcome.is_good(untried, {"lives": "It changes nothing."})
    unseen = fates | {"unseen": outcome.NEVER_RUN}
    assert outcome.said_of(unseen, {}).startswith("19 of 21 killed")
