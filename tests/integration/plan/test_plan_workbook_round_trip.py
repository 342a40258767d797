"""A plan that is written to a workbook and read back is the same plan."""

import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from dondoc.i18n import translator
from dondoc.services.plan.check.check import check
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.plan.write.workbook import write_plan
from dondoc.services.workbook.plan import (
    AssignmentDraft,
    CalendarDayDraft,
    CheckpointDraft,
    CommitteeMemberDraft,
    HoldingDraft,
    IndicatorDraft,
    LadderStepDraft,
    PlanDraft,
    ProgrammeDraft,
    UnitDraft,
)
from dondoc.services.workbook.problem import render_problem

QUARTER_DAYS = {
    "Q1": (date(2022, 1, 1), date(2022, 3, 31), "Quý I/2022"),
    "Q2": (date(2022, 4, 1), date(2022, 6, 30), "Quý II/2022"),
    "Q3": (date(2022, 7, 1), date(2022, 9, 30), "Quý III/2022"),
    "Q4": (date(2022, 10, 1), date(2022, 12, 31), "Quý IV/2022"),
}


def quarter(label, expected=None, product=None):
    opens_on, due_on, title = QUARTER_DAYS[label]
    number = None if expected is None else Decimal(expected)
    return CheckpointDraft(label, title, opens_on, due_on, number, product)


def year_point(expected=None, product=None, due_on=date(2022, 12, 31)):
    number = None if expected is None else Decimal(expected)
    return CheckpointDraft("Y", "Cả năm 2022", date(2022, 1, 1), due_on, number, product)


def given(code, unit, *checkpoints, **rest):
    rest.setdefault("deadline", date(2022, 12, 31))
    return AssignmentDraft(code, unit, checkpoints=checkpoints, **rest)


UNITS = (
    UnitDraft(
        "LT",
        "Huyện Lập Thạch",
        "localities",
        committee_paper="12-QĐ/HU",
        committee_date=date(2022, 1, 20),
    ),
    UnitDraft("BDV", "Ban Dân vận Tỉnh ủy", "party_bodies"),
    UnitDraft("HND", "Hội Nông dân", "party_bodies", parent_code="BDV"),
    UnitDraft("SXD", "=Sở Xây dựng", "departments", valid_from=date(2000, 1, 1)),
)
HOLDINGS = (
    HoldingDraft(
        "LT-BT", "Bí thư Huyện ủy", "LT", "CB01", "Nguyễn Văn A", True, email="a@lt.vn",
        valid_to=date(2022, 6, 30),
    ),
    HoldingDraft(
        "LT-BT", "Bí thư Huyện ủy", "LT", "CB02", "Trần Thị B", True, email="b@lt.vn",
        valid_from=date(2022, 7, 1), language="en",
    ),
    HoldingDraft("LT-CT", "Chủ tịch UBND huyện", "LT", "CB03", "Lê C", email="c@lt.vn"),
    HoldingDraft(
        "TT", "Chánh Văn phòng", "BDV", "CB04", "Phạm D", email="d@vp.vn",
        roles=("secretariat", "auditor"),
    ),
)  # fmt: skip
INDICATORS = (
    IndicatorDraft(
        "DV-01", "Kết nạp đảng viên mới", "increment", "đảng viên", category="Xây dựng Đảng",
        data_source="Ban Tổ chức", formula="Đếm quyết định", cut_off="Ngày 25", cut_off_days=5,
        roll_up="sum", is_hard=True, is_new=True, repairs="Kết nạp chậm", note="-- ghi chú",
    ),
    IndicatorDraft("GN-02", "Tỷ lệ hộ nghèo", "percentage", "%", direction="lower"),
    IndicatorDraft("NQ-03", "Nghị quyết về văn hóa", "product"),
    IndicatorDraft("MB-04", "Đền bù, giải phóng mặt bằng", "running_total", "ha", roll_up="sum"),
    IndicatorDraft("TH-05", "Nông thôn mới nâng cao", "composite"),
    IndicatorDraft("TH-05a", "Số xã đạt chuẩn", "last_value", "xã", parent_code="TH-05"),
)  # fmt: skip
ROADMAP = (
    CheckpointDraft(
        "B1", "Kiểm đếm", date(2022, 1, 15), date(2022, 4, 30), Decimal("2.5"), "Biên bản"
    ),
    CheckpointDraft("B2", "Chi trả", date(2022, 5, 1), date(2022, 10, 31), Decimal("10.1234")),
)
ASSIGNMENTS = (
    given(
        "DV-01", "LT", quarter("Q1", 300), quarter("Q2", 0), quarter("Q4", 1700),
        responsible=("LT-BT", "LT-CT"), coordinating=("BDV", "HND"), watching=("BDV",),
        baseline=Decimal(1900), target=Decimal(2000), weight=Decimal("2.5"), note="@ghi chú",
    ),
    given("GN-02", "LT", year_point("0.55"), target=Decimal("0.55"), baseline=Decimal("0.7")),
    given("NQ-03", "SXD", quarter("Q2", product="Dự thảo"), quarter("Q3", product="Nghị quyết")),
    given(
        "NQ-03", "BDV", year_point(product="Văn bản", due_on=date(2022, 9, 30)),
        deadline=date(2022, 9, 30), target_product="Văn bản",
    ),
    given("MB-04", "LT", *ROADMAP, target=Decimal("10.1234"), responsible=("LT-CT",)),
    given("TH-05", "LT", year_point()),
    given("TH-05a", "LT", year_point(18713), target=Decimal(18713)),
)  # fmt: skip


@pytest.fixture(scope="module")
def plan():
    return PlanDraft(
        ProgrammeDraft(
            2022, "Chương trình 2022", "01-NQ/TU", date(2022, 1, 7), "VP-2022", "dòng 1\ndòng 2"
        ),
        UNITS,
        HOLDINGS,
        (
            CommitteeMemberDraft("LT", "LT-BT", "head", "Chỉ đạo chung", date(2022, 1, 20)),
            CommitteeMemberDraft("LT", "LT-CT", "secretary"),
        ),
        INDICATORS,
        ASSIGNMENTS,
        (
            CalendarDayDraft(date(2022, 2, 1), False, "Tết"),
            CalendarDayDraft(date(2022, 2, 12), True),
        ),
        (
            LadderStepDraft(-15, "lead"),
            LadderStepDraft(3, "committee_head", "escalate", 5, "Xây dựng Đảng", "LT"),
        ),
    )


def texts(checked, lang="en"):
    return [render_problem(p, translator(lang)) for p in checked.problems]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_reads_back_what_it_wrote(plan, tmp_path: Path, lang):
    write_plan(plan, tmp_path / "plan.xlsx", lang)

    checked = check(tmp_path / "plan.xlsx")

    assert checked.errors == (), texts(checked)
    assert checked.draft == plan


@pytest.mark.usefixtures("libreoffice")
def test_it_reads_back_what_libreoffice_saved_in_another_format(plan, tmp_path: Path):
    write_plan(plan, tmp_path / "plan.xlsx")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "ods", "--outdir", str(tmp_path), str(tmp_path / "plan.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    checked = check(tmp_path / "plan.ods")

    assert checked.errors == (), texts(checked)
    assert checked.draft == plan


def test_it_writes_text_that_looks_like_a_formula_as_text(plan, tmp_path: Path):
    write_plan(plan, tmp_path / "plan.xlsx")

    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")

    cell = next(c for row in book["Đơn vị"] for c in row if c.value == "=Sở Xây dựng")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_blank_template_asks_for_its_year_and_its_assignments(tmp_path: Path):
    write_plan(None, tmp_path / "blank.xlsx")

    unfilled = check(tmp_path / "blank.xlsx")
    with_year = check(tmp_path / "blank.xlsx", CheckOptions(year=2022))

    assert [p.key for p in unfilled.errors] == ["plan.error.no_year"]
    assert [p.key for p in with_year.errors] == ["plan.error.no_assignment"]
    assert with_year.warnings == ()


def test_the_template_guides_and_offers_lists(tmp_path: Path):
    write_plan(None, tmp_path / "blank.xlsx")

    book = openpyxl.load_workbook(tmp_path / "blank.xlsx")

    sheet = book["Chỉ tiêu"]
    assert book.sheetnames[0] == "Hướng dẫn"
    assert sheet.freeze_panes == "A3"
    kinds = next(v for v in sheet.data_validations.dataValidation if "C3" in v.cells)
    sheet_name, cells = kinds.formula1.split("!")
    words = [row[0].value for row in book[sheet_name.strip("'")][cells.replace("$", "")]]
    assert words[0] == "Tăng thêm theo quý" and len(words) == 6
