"""Plans as offices write them: each loads right, or is refused at its cell."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from dondoc.i18n import translator
from dondoc.services.plan.check.check import Checked, check
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.workbook.problem import problem_text

OPTIONS = CheckOptions(year=2026, unit="A", unit_name="Phòng A")


def checked_sheet(tmp_path: Path, *rows: Any, options: CheckOptions = OPTIONS) -> Checked:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = tmp_path / "plan.xlsx"
    workbook.save(path)
    return check(path, options)


def errors(checked: Checked) -> list[tuple[str | None, str]]:
    return [(p.cell, p.key.removeprefix("plan.error.")) for p in checked.errors]


def warned(checked: Checked, key: str) -> list[str | None]:
    return [p.cell for p in checked.warnings if p.key == f"plan.warn.{key}"]


def test_a_task_with_a_deadline_and_a_person_but_no_target_is_no_heading(tmp_path):
    checked = checked_sheet(
        tmp_path,
        ["KẾ HOẠCH CÔNG TÁC NĂM 2026 - PHÒNG A"],
        ["TT", "Nhiệm vụ", "Kế hoạch năm", "Thời hạn", "Người phụ trách"],
        ["I", "CÔNG TÁC CÁN BỘ"],
        [1, "Tổ chức lớp tập huấn cho cán bộ xã", "Lớp học", "31/10/2026", "CB-A1"],
        [2, "Trình đề án sắp xếp trụ sở", None, "30/06/2026", "CB-A2"],
        [3, "Báo cáo tổng kết", None, "31/12/2026", None],
        [4, "Rà soát quy chế", None, None, "CB-A2"],
    )

    assert errors(checked) == []
    assert checked.draft is not None
    assert [i.name for i in checked.draft.indicators][1] == "Trình đề án sắp xếp trụ sở"
    assert {i.category for i in checked.draft.indicators} == {"CÔNG TÁC CÁN BỘ"}
    assert {i.kind for i in checked.draft.indicators} == {"product"}
    assert [a.deadline for a in checked.draft.assignments] == [
        date(2026, 10, 31),
        date(2026, 6, 30),
        date(2026, 12, 31),
        date(2026, 12, 31),
    ]
    assert warned(checked, "task_without_number") == ["B5", "B6", "B7"]
    assert warned(checked, "heading_row") == ["B3"]


def test_a_task_measured_in_something_but_without_a_number_is_asked_about(tmp_path):
    checked = checked_sheet(
        tmp_path,
        ["TT", "Nhiệm vụ", "Đơn vị tính", "Kế hoạch năm", "Thời hạn"],
        [1, "Số lớp tập huấn", "lớp", None, "31/10/2026"],
    )

    assert errors(checked) == [("B2", "kind_unclear")]


DATES = ["TT", "Nhiệm vụ", "Kế hoạch năm", "Thời hạn"]


@pytest.mark.parametrize(
    ("written", "deadline"),
    [
        ("2026", date(2026, 12, 31)),
        (2026, date(2026, 12, 31)),
        ("Năm 2026", date(2026, 12, 31)),
        ("6/9/2026'", date(2026, 9, 6)),
        ("trước 30/6/2026", date(2026, 6, 30)),
        ("Quý II", date(2026, 6, 30)),
        ("15/8", date(2026, 8, 15)),
        ("30/6/26", date(2026, 6, 30)),
        ("30-6-26", date(2026, 6, 30)),
        ("31 - 12 - 2026", date(2026, 12, 31)),
        ("trước ngày 15/12", date(2026, 12, 15)),
        ("Quý IV/2026", date(2026, 12, 31)),
        ("Tháng 11", date(2026, 11, 30)),
        ("tháng mười một", date(2026, 11, 30)),
        ("Quý III-IV/2026", date(2026, 12, 31)),
        ("từ tháng 3 đến tháng 5/2026", date(2026, 5, 31)),
        ("6 tháng đầu năm", date(2026, 6, 30)),
        ("cuối năm", date(2026, 12, 31)),
        ("II/2026", date(2026, 6, 30)),
        ("Jun-26", date(2026, 6, 30)),
    ],
)
def test_years_quarters_and_months_are_of_the_programmes_year(tmp_path, written, deadline):
    checked = checked_sheet(tmp_path, DATES, [1, "Đề án A", "Đề án", written])

    assert errors(checked) == []
    assert checked.draft is not None
    assert checked.draft.assignments[0].deadline == deadline


def test_work_of_the_whole_year_is_due_at_its_end_and_that_is_said(tmp_path):
    rows = [[i, f"Đề án {i}", "Đề án", text] for i, text in enumerate(("Hằng năm", "Thường xuyên"))]
    checked = checked_sheet(tmp_path, DATES, *rows)

    assert checked.draft is not None
    assert {a.deadline for a in checked.draft.assignments} == {date(2026, 12, 31)}
    assert warned(checked, "all_year") == ["D2", "D3"]


@pytest.mark.parametrize(
    "written", ["31/6/2026", "Quý V", "Tháng 13", "trước tháng 11", "hằng quý", "sớm", "1/31/2026"]
)
def test_what_names_no_day_is_refused_at_its_cell(tmp_path, written):
    checked = checked_sheet(tmp_path, DATES, [1, "Đề án A", "Đề án", written])

    assert errors(checked) == [("D2", "bad_date")]
    (problem,) = checked.errors
    assert "31/12/2026" in problem_text(problem, translator("vi"))


def test_another_year_than_the_programmes_is_refused(tmp_path):
    assert errors(checked_sheet(tmp_path, DATES, [1, "Đề án A", "Đề án", "2027"])) == [
        ("D2", "outside_year")
    ]


def test_a_column_written_month_first_is_asked_about_cell_by_cell(tmp_path):
    dates = ["1/31/2026", "2/10/2026", "4/5/2026", "11/30/2026"]
    rows = [[i, f"Báo cáo {i}", "Báo cáo", text] for i, text in enumerate(dates)]

    assert errors(checked_sheet(tmp_path, DATES, *rows)) == [
        ("D2", "bad_date"),
        ("D3", "date_order"),
        ("D4", "date_order"),
        ("D5", "bad_date"),
    ]


def test_texts_and_dates_mixed_as_an_english_spreadsheet_swaps_them_are_asked_about(tmp_path):
    dates = ["31/01/2026", date(2026, 10, 2), "15/4/2026", date(2026, 5, 5)]
    rows = [[i, f"Báo cáo {i}", "Báo cáo", cell] for i, cell in enumerate(dates)]

    assert errors(checked_sheet(tmp_path, DATES, *rows)) == [("D3", "date_order")]


def test_true_dates_alone_are_believed(tmp_path):
    dates = [date(2026, 1, 31), date(2026, 10, 2), "Quý II"]
    rows = [[i, f"Báo cáo {i}", "Báo cáo", cell] for i, cell in enumerate(dates)]

    assert errors(checked_sheet(tmp_path, DATES, *rows)) == []


NUMBERS = ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm", "Thời hạn"]


@pytest.mark.parametrize(
    ("unit", "written", "target", "direction"),
    [
        ("Doanh nghiệp", "≥ 5", "5", "higher"),
        ("Doanh nghiệp", ">= 5", "5", "higher"),
        ("Doanh nghiệp", "tối thiểu 5", "5", "higher"),
        ("xã", "từ 10 trở lên", "10", "higher"),
        ("vụ", "không quá 30", "30", "lower"),
        ("vụ", "≤ 30", "30", "lower"),
        ("%", "< 1,5", "1.5", "lower"),
        ("km", "2,5 km", "2.5", "higher"),
        ("tỷ đồng", "1.250 tỷ đồng", "1250", "higher"),
    ],
)
def test_a_number_with_a_bound_or_its_unit_is_understood(
    tmp_path, unit, written, target, direction
):
    options = CheckOptions(year=2026, unit="A", unit_name="Phòng A", kind="last_value")
    row = [1, "Số việc", unit, written, "31/12/2026"]
    checked = checked_sheet(tmp_path, NUMBERS, row, options=options)

    assert errors(checked) == []
    assert checked.draft is not None
    assert checked.draft.assignments[0].target == Decimal(target)
    assert checked.draft.indicators[0].direction == direction


@pytest.mark.parametrize(
    ("unit", "written", "wrong"),
    [
        ("lớp", "10-12", "number_range"),
        ("%", "90 - 95", "number_range"),
        ("xã", "khoảng 5", "number_range"),
        ("tỷ đồng", "1.250 triệu đồng", "unit"),
        (None, "2,5 km", "number_with_words"),
        ("ha", "0.123456789", "too_many_decimals"),
    ],
)
def test_a_number_that_cannot_be_read_is_an_error_and_no_product(tmp_path, unit, written, wrong):
    checked = checked_sheet(tmp_path, NUMBERS, [1, "Số việc", unit, written, "31/12/2026"])

    assert errors(checked) == [("D2", wrong)]


def test_above_25_per_cent_is_a_percentage(tmp_path):
    checked = checked_sheet(tmp_path, NUMBERS, [1, "Che phủ", None, "trên 25%", "31/12/2026"])

    assert checked.draft is not None
    assert checked.draft.indicators[0].kind == "percentage"
    assert warned(checked, "bound") == ["D2"]


def test_a_bound_against_the_stated_direction_is_refused(tmp_path):
    head = ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm", "Chiều"]
    row = [1, "Tỷ lệ hộ nghèo", "%", "≤ 3", "Càng cao càng tốt"]

    assert errors(checked_sheet(tmp_path, head, row)) == [("D2", "bound_differs")]


def test_long_decimals_of_a_text_table_are_an_error(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text("TT;Chỉ tiêu;ĐVT;Kế hoạch năm\n1;Diện tích;ha;0.333333333\n", encoding="utf-8")

    assert errors(check(path, OPTIONS)) == [("D2", "too_many_decimals")]


def test_one_kind_for_all_numbers_makes_no_number_of_a_bare_task(tmp_path):
    options = CheckOptions(year=2026, unit="A", kind="last_value")
    rows = [[1, "Số xã có điểm", 12, "31/12/2026"], [2, "Trình đề án", None, "30/6/2026"]]
    checked = checked_sheet(tmp_path, DATES, *rows, options=options)

    assert checked.draft is not None
    assert [i.kind for i in checked.draft.indicators] == ["last_value", "product"]
