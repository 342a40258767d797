"""A rule set of one's own is refused as a whole, with the place of every error and what to do."""

from importlib.resources import files
from pathlib import Path

import pytest

from dondoc.i18n import translator
from dondoc.services.evaluation.rule_sets.checked import MAX_BYTES
from dondoc.services.evaluation.rule_sets.load import own_rules, rules_named
from dondoc.services.evaluation.rule_sets.problems import BrokenFile, FileProblem, line_of

GOOD = (
    files("dondoc.data")
    .joinpath("evaluation/nd_335_2025.toml")
    .read_text(encoding="utf-8")
    .replace('"ND-335-2025"', '"XA-2027"')
)


def line_with(text: str, source: str = GOOD) -> int:
    return next(n for n, line in enumerate(source.splitlines(), 1) if line.startswith(text))


def own(folder: Path, source: str) -> Path:
    path = folder / "quy-tac.toml"
    path.write_text(source, encoding="utf-8")
    return path


def problems(folder: Path, source: str) -> tuple[FileProblem, ...]:
    with pytest.raises(BrokenFile) as error:
        own_rules(own(folder, source))
    return error.value.problems


def test_one_that_is_right_is_taken(tmp_path: Path) -> None:
    path = own(tmp_path, GOOD)
    assert own_rules(path).code == "XA-2027"
    assert rules_named(str(path)).code == "XA-2027"


CHANGES = {
    "a choice that there is not": (
        'denominator = { value = "assigned"',
        'denominator = { value = "assignd"',
        ("deductions.denominator.value", "choice", "denominator = "),
    ),
    "a key that there is not": (
        "lateness = {",
        "latenes = {",
        ("deductions.latenes", "unknown_key", "latenes = "),
    ),
    "an amount in quotation marks": (
        "deduction = { value = 25",
        'deduction = { value = "25"',
        ("deductions.deduction.value", "amount", "deduction = "),
    ),
    "an amount that is true": (
        "deduction = { value = 25",
        "deduction = { value = true",
        ("deductions.deduction.value", "amount", "deduction = "),
    ),
    "more than all": (
        "deduction = { value = 25",
        "deduction = { value = 101",
        ("deductions.deduction.value", "range", "deduction = "),
    ),
    "an amount that is none": (
        "deduction = { value = 25",
        "deduction = { value = nan",
        ("deductions.deduction.value", "amount", "deduction = "),
    ),
    "no source": (
        'basis = "rule", source = "Nghị định 335/2025/NĐ-CP: 30',
        'basis = "rule", sources = "Nghị định 335/2025/NĐ-CP: 30',
        ("formula.general_most.source", "missing", "general_most = "),
    ),
    "an empty source": (
        'source = "Nghị định 335/2025/NĐ-CP: 30 điểm tiêu chí chung"',
        'source = " "',
        ("formula.general_most.source", "empty", "general_most = "),
    ),
    "a mark that there is not": (
        'basis = "rule", source = "Nghị định 335/2025/NĐ-CP: 30',
        'basis = "sure", source = "Nghị định 335/2025/NĐ-CP: 30',
        ("formula.general_most.basis", "choice", "general_most = "),
    ),
    "a bare value": (
        'lateness = { value = "each"',
        'lateness = "each" # {',
        ("deductions.lateness", "table", "lateness = "),
    ),
    "bands that do not descend": (
        "good = 70",
        "good = 90",
        ("rounding.bands.value", "bands_order", "bands = "),
    ),
    "a band that is missing": (
        "good = 70, ",
        "",
        ("rounding.bands.value", "grades", "bands = "),
    ),
    "a grade that is none": (
        "good = 70",
        "fair = 70",
        ("rounding.bands.value.fair", "choice", "bands = "),
    ),
    "dates that cross": (
        "valid_from = 2026-01-01",
        "valid_from = 2026-01-01\nvalid_to = 2025-12-31",
        ("valid_to", "dates", "valid_to = "),
    ),
    "a day in quotation marks": (
        "valid_from = 2026-01-01",
        'valid_from = "2026-01-01"',
        ("valid_from", "day", "valid_from = "),
    ),
    "a version that is no number": (
        "version = 1",
        'version = "1"',
        ("version", "whole", "version = "),
    ),
    "nobody to judge": (
        'subjects = ["official", "leader"]',
        "subjects = []",
        ("subjects", "empty", "subjects = "),
    ),
    "a code with a space": (
        'code = "XA-2027"',
        'code = "Xã 2027"',
        ("code", "code", "code = "),
    ),
    "caps that cross": (
        "seat_share_outstanding = { value = 25",
        "seat_share_outstanding = { value = 15",
        ("seats.seat_share_outstanding.value", "shares", "seat_share_outstanding = "),
    ),
    "coefficients that cross": (
        'coefficient_least = { value = "none"',
        'coefficient_most = { value = 1, basis = "rule", source = "x" }\n'
        "coefficient_least = { value = 2",
        ("formula.coefficient_most.value", "coefficients", "coefficient_most = "),
    ),
    "a code of another": (
        'code = "XA-2027"',
        'code = "366-QD-TW"',
        ("code", "code_taken", None),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_it_says_where_what_is_wrong(name: str, tmp_path: Path) -> None:
    before, after, (path, kind, line) = CHANGES[name]
    source = GOOD.replace(before, after, 1)
    if name == "coefficients that cross":
        old = next(
            row for row in source.splitlines() if row.startswith('coefficient_most = { value = "')
        )
        source = source.replace(f"{old}\n", "")
    assert source != GOOD
    found = {(each.path, each.kind): each for each in problems(tmp_path, source)}
    assert (path, kind) in found
    problem = found[path, kind]
    assert problem.file == "quy-tac.toml"
    assert problem.line == (None if line is None else line_with(line, source))


def test_it_names_every_error_in_the_order_of_the_file(tmp_path: Path) -> None:
    source = GOOD.replace("[gates]", "[gate]").replace(
        "deduction = { value = 25", "deduction = { value = -1"
    )
    found = problems(tmp_path, source)
    assert [(each.path, each.kind) for each in found] == [
        ("deductions.deduction.value", "range"),
        ("gate", "unknown_key"),
        ("gates", "missing"),
    ]
    assert (found[0].allowed, found[0].value) == ("≥ 0", "-1")
    assert (found[1].line, found[2].line) == (line_with("[gate]", source), None)


def test_a_parameter_that_is_left_out_is_looked_for_under_its_heading(tmp_path: Path) -> None:
    kept = [line for line in GOOD.splitlines() if not line.startswith("surplus = ")]
    (problem,) = problems(tmp_path, "\n".join(kept))
    assert (problem.path, problem.kind) == ("deductions.surplus", "missing")
    assert problem.line == line_with("[deductions]")
    assert problem.sentence(translator("vi")) == (
        f"quy-tac.toml, dòng {problem.line}: Phần vượt số được giao (deductions.surplus):"
        " còn thiếu."
        ' Thêm khóa này; nếu không đặt mức thì ghi "none".'
    )


def test_it_says_everything_in_words(tmp_path: Path) -> None:
    source = GOOD.replace('value = "assigned"', 'value = "all"').replace(
        "version = 1", "version = 0"
    )
    with pytest.raises(BrokenFile) as error:
        own_rules(own(tmp_path, source))
    text = error.value.text(translator("vi")).splitlines()
    assert text[0].startswith("Tệp quy-tac.toml không dùng được, có 2 chỗ cần sửa.")
    assert text[1].startswith("- quy-tac.toml, dòng ")
    assert "không nhận “all”" in text[2]
    assert "assigned, completed" in text[2]


@pytest.mark.parametrize(
    ("content", "kind", "line"),
    [
        (b"code = ", "no_toml", 1),
        (b'code = "A"\n\ntitle = \n', "no_toml", 3),
        (b"\xff\xfe\x00", "no_text", None),
        (b"#" * (MAX_BYTES + 1), "too_large", None),
    ],
)
def test_what_is_no_such_file_is_refused(
    content: bytes, kind: str, line: int | None, tmp_path: Path
) -> None:
    path = tmp_path / "quy-tac.toml"
    path.write_bytes(content)
    with pytest.raises(BrokenFile) as error:
        own_rules(path)
    (problem,) = error.value.problems
    assert (problem.kind, problem.line) == (kind, line)
    assert "evaluation." not in problem.sentence(translator("vi"))


def test_an_empty_file_lacks_everything(tmp_path: Path) -> None:
    found = problems(tmp_path, "")
    assert {each.kind for each in found} == {"missing"}
    assert {"code", "formula", "indicators"} <= {each.path for each in found}


def test_a_line_is_found_in_tables_of_tables() -> None:
    source = "a = 1\n[[task]]\nx = 1\n[[task]]\nx = 2\n[task.more]\ny = 3\n"
    assert line_of(source, ("task", 1, "x")) == 5
    assert line_of(source, ("task", 1, "z")) == 4
    assert line_of(source, ("a",)) == 1
    assert line_of(source, ("b",)) is None
