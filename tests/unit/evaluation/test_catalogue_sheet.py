"""A catalogue of products as a workbook: out and in the same, every error with its cell."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from own_rule_files import own

from dondoc.exports.tables import TableTitle
from dondoc.i18n import LANGUAGES, Language, translator
from dondoc.services.evaluation.catalogue.line import CatalogueLine
from dondoc.services.evaluation.catalogue.sheet import read_catalogue, write_catalogue
from dondoc.services.evaluation.rule_sets.problems import BrokenFile, FileProblem

TITLE = TableTitle("Danh mục", "")
LINES = (
    CatalogueLine("SP-01", "Quyết định", "văn bản", Decimal("1.25"), "Văn bản",
                  date(2022, 1, 1), None, "12-QĐ/TU"),
    CatalogueLine("SP-02", "Báo cáo", "", Decimal(400), "Văn bản", None, date(2022, 12, 31), ""),
)  # fmt: skip


def written(folder: Path, lines: tuple[CatalogueLine, ...] = LINES, **cells: Any) -> Path:
    path = folder / "danh-muc.xlsx"
    write_catalogue(path, lines, TITLE, "vi")
    if cells:
        book = load_workbook(path)
        for cell, content in cells.items():
            book.worksheets[0][cell] = content
        book.save(path)
    return path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_out_and_in_the_same(lang: Language, tmp_path: Path) -> None:
    path = tmp_path / "danh-muc.xlsx"
    write_catalogue(path, LINES, TITLE, lang)
    assert read_catalogue(path) == LINES


COEFFICIENTS = st.decimals(Decimal("0.0001"), 1000, places=20) | st.decimals(
    Decimal("0.0001"), 1000, places=4
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=st.lists(COEFFICIENTS, min_size=1, max_size=6))
def test_a_coefficient_is_exact(values: list[Decimal], tmp_path: Path) -> None:
    lines = tuple(
        CatalogueLine(f"SP-{place}", "Sản phẩm", "", value, "", None, None, "")
        for place, value in enumerate(values)
    )
    read = read_catalogue(written(tmp_path, lines))
    assert [line.coefficient for line in read] == values


def problems(path: Path, **options: Any) -> list[FileProblem]:
    with pytest.raises(BrokenFile) as error:
        read_catalogue(path, **options)
    return list(error.value.problems)


@pytest.mark.parametrize(
    ("cell", "content", "kind"),
    [
        ("A4", None, "empty"),
        ("A5", "sp-01", "product_twice"),
        ("B4", "  ", "empty"),
        ("D4", "một", "cell_amount"),
        ("D4", 0, "range"),
        ("D4", -1, "range"),
        ("D4", None, "empty"),
        ("F4", "đầu năm", "cell_day"),
        ("G4", "31/12/2021", "dates"),
        ("A4", "x" * 41, "long"),
    ],
)
def test_an_error_is_told_with_its_cell(
    cell: str, content: object, kind: str, tmp_path: Path
) -> None:
    (problem,) = problems(written(tmp_path, **{cell: content}))
    assert problem.kind == kind
    assert problem.cell.endswith(f"!{cell}")
    said = problem.sentence(translator("vi"))
    assert cell in said and "evaluation." not in said


def test_all_errors_at_once(tmp_path: Path) -> None:
    found = problems(written(tmp_path, A4=None, D5="x"))
    assert [each.cell.partition("!")[2] for each in found] == ["A4", "D5"]


def test_the_bounds_of_a_rule_set_hold(tmp_path: Path) -> None:
    rules = own(values={"coefficient_least": Decimal("0.8"), "coefficient_most": 2})
    (problem,) = problems(written(tmp_path), bounds=[rules])
    assert (problem.kind, problem.value) == ("range", "400")
    assert problem.allowed == "≥ 0,8, ≤ 2: XA-2022"


def test_what_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path, D3="Điểm"))
    assert problem.kind == "no_sheet" and "Hệ số quy đổi" in problem.allowed
    (problem,) = problems(written(tmp_path, ()))
    assert problem.kind == "no_products"
