"""A rule set as a workbook: taken along, changed, and read again; every error with its cell."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dondoc.i18n import LANGUAGES, Language, translator
from dondoc.services.evaluation.rule_sets.checked import parsed
from dondoc.services.evaluation.rule_sets.load import own_rules, write_rules
from dondoc.services.evaluation.rule_sets.parameter_kinds import CellKind, parameter_kinds
from dondoc.services.evaluation.rule_sets.problems import BrokenFile, FileProblem
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.sheet_read import read_rules_sheet
from dondoc.services.evaluation.rule_sets.shipped import shipped
from dondoc.services.evaluation.rule_sets.toml_text import toml_text
from models.rules.scoring.parameters import Need

DECREE = next(each for each in shipped() if each.code == "ND-335-2025")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rules", shipped(), ids=lambda rules: rules.code)
def test_a_workbook_gives_the_same_rule_set(
    rules: EvaluationRules, lang: Language, tmp_path: Path
) -> None:
    path = tmp_path / "bo.xlsx"
    write_rules(path, rules, lang)
    assert own_rules(path) == rules


@pytest.mark.parametrize("rules", shipped(), ids=lambda rules: rules.code)
def test_the_text_gives_the_same_rule_set_and_the_same_text(
    rules: EvaluationRules, tmp_path: Path
) -> None:
    path = tmp_path / "bo.toml"
    write_rules(path, rules, "vi")
    assert own_rules(path) == rules
    assert path.read_text(encoding="utf-8") == toml_text(own_rules(path))


POINTS = st.decimals(0, 100, places=4)
NEEDS = st.lists(st.sampled_from(list(Need)), unique=True, max_size=4)


@st.composite
def any_rules(draw: st.DrawFn) -> EvaluationRules:
    """A shipped rule set with other values, whatever each parameter may hold."""
    content: dict[str, Any] = draw(st.sampled_from(shipped())).model_dump()
    content |= {"code": "XA-2027", "title": draw(TEXTS), "source": draw(TEXTS)}
    for kind in parameter_kinds().values():
        parameter = content[kind.group][kind.name]
        parameter["source"] = draw(TEXTS)
        if kind.cell is CellKind.CHOICE:
            parameter["value"] = draw(st.sampled_from([each.value for each in kind.choices]))
        elif kind.cell is CellKind.NEEDS:
            parameter["value"] = {grade: draw(NEEDS) for grade in parameter["value"]}
        elif kind.cell is CellKind.BANDS:
            least = sorted(draw(st.lists(POINTS, min_size=3, max_size=3, unique=True)))
            parameter["value"] = dict(zip(parameter["value"], reversed(least), strict=True))
        elif kind.takes_none and draw(st.booleans()):
            parameter["value"] = "none"
        elif kind.name in FREE:
            parameter["value"] = draw(POINTS)
    return EvaluationRules.model_validate(content)


FREE = frozenset({"general_most", "results_most", "deduction", "leader_part_else", "late_most"})
TEXTS = st.text(
    st.characters(categories=("L", "N", "P", "S"), exclude_characters="\ufffe"), min_size=1,
    max_size=40,
).map(lambda text: f"a {text}")  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rules=any_rules())
def test_whatever_a_rule_set_holds_its_files_give_it_back(
    rules: EvaluationRules, tmp_path: Path
) -> None:
    assert parsed(EvaluationRules, toml_text(rules), "bo.toml") == rules
    path = tmp_path / "bo.xlsx"
    write_rules(path, rules, "vi")
    read = read_rules_sheet(path)
    assert read.parameters() == rules.parameters()
    assert [each.parameter.basis for each in read.named()] == [
        each.parameter.basis for each in rules.named()
    ]


def changed(folder: Path, **cells: Any) -> Path:
    """The decree's workbook under a code of its own, with other contents in some cells."""
    path = folder / "bo.xlsx"
    write_rules(path, DECREE, "vi")
    book = load_workbook(path)
    for cell, content in {"C2": "XA-2027", **cells}.items():
        book.worksheets[0][cell] = content
    book.save(path)
    return path


def row_of(key: str) -> int:
    return list(parameter_kinds()).index(key) + 9


def problems(path: Path) -> tuple[FileProblem, ...]:
    with pytest.raises(BrokenFile) as error:
        own_rules(path)
    return error.value.problems


def test_one_that_is_changed_is_taken(tmp_path: Path) -> None:
    cell = f"C{row_of('deductions.denominator')}"
    points = f"C{row_of('deductions.deduction')}"
    rules = own_rules(changed(tmp_path, **{cell: "Completed", points: "12,5"}))
    assert rules.code == "XA-2027"
    assert rules.deductions.denominator.value == "completed"
    assert rules.deductions.deduction.value == Decimal("12.5")


WRONG: dict[str, tuple[str, object, str]] = {
    "a choice that there is not": ("deductions.denominator", "số gì đó", "choice"),
    "no number": ("deductions.deduction", "hai lăm", "cell_amount"),
    "more than all": ("deductions.deduction", 101, "range"),
    "a part of a place": ("rounding.total_places", 1.5, "cell_whole"),
    "nothing": ("deductions.lateness", None, "missing"),
    "bands that do not descend": (
        "rounding.bands",
        "hoàn thành xuất sắc nhiệm vụ: 90\nhoàn thành tốt nhiệm vụ: 90\nhoàn thành nhiệm vụ: 50",
        "bands_order",
    ),
    "a grade that is none": ("rounding.bands", "tạm được: 90", "cell_grades"),
    "a need that is none": (
        "gates.needs",
        "hoàn thành xuất sắc nhiệm vụ: vui vẻ\nhoàn thành tốt nhiệm vụ: –\nhoàn thành nhiệm vụ: –",
        "choice",
    ),
    "a formula": ("deductions.deduction", "=1/0", "cell_formula"),
}


@pytest.mark.parametrize("what", WRONG)
def test_an_error_is_told_with_its_cell(what: str, tmp_path: Path) -> None:
    key, content, kind = WRONG[what]
    cell = f"C{row_of(key)}"
    (problem,) = problems(changed(tmp_path, **{cell: content}))
    assert (problem.cell, problem.kind) == (f"Bộ quy tắc!{cell}", kind)
    said = problem.sentence(translator("vi"))
    assert cell in said and f"{key}.value" in said
    assert "{" not in said and "evaluation." not in said


def test_everything_is_told_at_once_in_the_order_of_the_rows(tmp_path: Path) -> None:
    path = changed(
        tmp_path, C7="không phải ngày", C9="x", E10="chắc lắm", A11="formula.leder_formula"
    )
    found = [(each.cell.partition("!")[2], each.kind) for each in problems(path)]
    assert found == [
        ("C7", "cell_day"), ("C9", "cell_amount"), ("E10", "choice"), ("A11", "unknown_key"),
        ("", "missing"),
    ]  # fmt: skip


def test_a_key_twice_and_a_row_without_one(tmp_path: Path) -> None:
    path = changed(tmp_path, A10="formula.general_most", A11=None)
    kinds = {(each.cell.partition("!")[2], each.kind) for each in problems(path)}
    assert {("A10", "twice"), ("A11", "no_key")} <= kinds


def test_what_is_no_such_workbook_is_refused_with_the_columns(tmp_path: Path) -> None:
    path = changed(tmp_path, A1="Tên")
    (problem,) = problems(path)
    assert problem.kind == "no_sheet"
    assert "Khóa, Giá trị" in problem.sentence(translator("vi"))


def test_the_code_of_a_shipped_one_with_another_content_is_refused(tmp_path: Path) -> None:
    path = changed(tmp_path, C2="ND-335-2025", C3=7)
    (problem,) = problems(path)
    assert replace(problem, file="") == FileProblem("", "code", None, "code_taken")


def test_the_cells_of_choices_offer_them(tmp_path: Path) -> None:
    book = load_workbook(changed(tmp_path))
    rules = book.worksheets[0].data_validations.dataValidation
    choices = [each for each in parameter_kinds().values() if each.cell is CellKind.CHOICE]
    assert len(rules) == len(choices) + 1
    assert all("Lựa chọn" in str(each.formula1) for each in rules)
