"""A rule set that no parser can take is refused with its place, as any other broken file."""

from importlib.resources import files
from pathlib import Path

import pytest

from dondoc.services.evaluation.rule_sets.load import own_rules
from dondoc.services.evaluation.rule_sets.problems import BrokenFile, FileProblem

GOOD = files("dondoc.data").joinpath("evaluation/nd_335_2025.toml").read_text(encoding="utf-8")


def problems(folder: Path, source: str) -> tuple[FileProblem, ...]:
    path = folder / "quy-tac.toml"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(BrokenFile) as error:
        own_rules(path)
    return error.value.problems


@pytest.mark.parametrize(
    "source",
    [
        "a = " + "[" * 100_000,
        "a = " + "{b=" * 900 + "1" + "}" * 900,
        "a = " + "1" * 10_000,
        "[" + ".".join("a" * 10_000) + "]",
    ],
    ids=["brackets", "tables", "digits", "keys"],
)
def test_what_no_parser_can_take_is_refused_as_any_other_file(tmp_path: Path, source: str) -> None:
    (found,) = problems(tmp_path, source)
    assert found.kind == "no_toml"


def test_a_number_of_a_million_digits_is_refused_in_its_place(tmp_path: Path) -> None:
    tiny = GOOD.replace("deduction = { value = 25", "deduction = { value = 1e-999999")
    (found,) = problems(tmp_path, tiny)
    assert found.path == "deductions.deduction.value"
