"""Which mutants are tried, and which tests may notice them."""

import argparse
import tomllib
from pathlib import Path
from typing import Any

from operators import Mutant, by_hand, mutants_of
from session import ROOT

HERE = Path(__file__).parent
BY_HAND = "by_hand"


def groups_of(asked: argparse.Namespace) -> dict[str, Any]:
    """The groups of targets.toml whose tests are run; all where none is asked for."""
    targets = _read("targets.toml")
    by_lines = {one.path for one, tests in tests_by_hand().items() if not tests}
    needed = by_lines if is_asked(BY_HAND, asked) else set()
    return {
        name: group
        for name, group in targets.items()
        if is_asked(name, asked) or needed.intersection(paths(group["modules"]))
    }


def modules() -> set[str]:
    """Every module that is changed, of whichever group."""
    return {path for group in _read("targets.toml").values() for path in paths(group["modules"])}


def is_asked(name: str, asked: argparse.Namespace) -> bool:
    """Whether a group is asked for, or none by name."""
    return not asked.group or name in asked.group


def chosen_of(groups: dict[str, Any], asked: argparse.Namespace) -> list[Mutant]:
    """The mutants that are tried."""
    named = [group for name, group in groups.items() if is_asked(name, asked)]
    chosen = [one for group in named for one in _chosen(group, asked)]
    if is_asked(BY_HAND, asked):
        chosen += tests_by_hand()
    if asked.names:
        names = set(asked.names.read_text(encoding="utf-8").splitlines())
        chosen = [one for one in chosen if one.name in names]
    return [one for one in chosen if asked.match in one.name]


def tests_by_hand() -> dict[Mutant, list[str]]:
    """The mutants that were chosen by hand, each with the files of tests that are named for it.

    None are named where the tests that run the changed line are to notice it.
    """
    known = _read("by_hand.toml")["mutant"]
    return {
        by_hand(ROOT, one["path"], one["was"], one["becomes"]): paths(one.get("tests", []))
        for one in known
    }


def reasons() -> dict[str, str]:
    """Why a mutant may survive, by its name."""
    return {one["name"]: one["reason"] for one in _read("survivors.toml").get("survivor", ())}


def _chosen(group: dict[str, Any], asked: argparse.Namespace) -> list[Mutant]:
    """As many of a group's mutants as are taken; each module has its share of them."""
    by_module = [
        sorted((mutant.rank(asked.seed), mutant) for mutant in mutants_of(ROOT, path))
        for path in sorted(paths(group["modules"]))
    ]
    wanted, found = asked.take or group["take"], sum(map(len, by_module))
    ranked = [
        ((place + 0.5) / len(module), rank, mutant)
        for module in by_module
        for place, (rank, mutant) in enumerate(module)
    ]
    return [mutant for *_, mutant in sorted(ranked)[: min(wanted, found)]]


def paths(patterns: list[str]) -> list[str]:
    """The files that patterns find, relative to the project."""
    found = (path for pattern in patterns for path in sorted(ROOT.glob(pattern)))
    return [path.relative_to(ROOT).as_posix() for path in found]


def tests_of(group: dict[str, Any]) -> list[str]:
    """The files of tests that may notice a mutant of a group."""
    without = tuple(f"test_{one}" for one in group.get("without", ()))
    return [path for path in paths(group["tests"]) if not Path(path).name.startswith(without)]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
