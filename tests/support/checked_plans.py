"""Small plans as sheets, good but for what a test changes, and what checking them says."""

from dondoc.i18n import translator
from dondoc.services.plan.check.check import check_workbook
from dondoc.services.plan.check.options import CheckOptions
from dondoc.services.workbook.grid import Grid
from dondoc.services.workbook.open import Workbook
from dondoc.services.workbook.problem import render_problem

UNIT_HEAD = [
    "Mã đơn vị",
    "Tên đơn vị",
    "Nhóm",
    "Trực thuộc",
    "Từ ngày",
    "Đến ngày",
    "Quyết định lập BCĐ",
]
PEOPLE_HEAD = [
    "Mã chức vụ",
    "Chức vụ",
    "Mã đơn vị",
    "Mã cán bộ",
    "Họ và tên",
    "Thư điện tử",
    "Từ ngày",
    "Đến ngày",
]
IND_HEAD = ["Mã chỉ tiêu", "Tên chỉ tiêu", "Loại", "ĐVT", "Chiều", "Khó", "Thuộc chỉ tiêu"]
GIVE_HEAD = [
    "Mã chỉ tiêu",
    "Mã đơn vị",
    "Người chịu trách nhiệm",
    "Kết quả năm trước",
    "Kế hoạch năm",
    "Trọng số",
    "Thời hạn",
    "Quý I",
    "Quý II",
    "Quý III",
    "Quý IV",
]
ROAD_HEAD = [
    "Mã chỉ tiêu",
    "Mã đơn vị",
    "Bước",
    "Nội dung",
    "Mở từ ngày",
    "Hạn",
    "Giá trị kế hoạch",
    "Sản phẩm",
]
COMMITTEE_HEAD = ["Mã đơn vị", "Mã chức vụ", "Vai trò trong BCĐ"]
UNIT = ["LT", "Huyện Lập Thạch", "Huyện, thành phố", None, None, None, "12-QĐ/HU"]
PERSON = ["LT-BT", "Bí thư", "LT", "CB1", "Nguyễn Văn A", "a@lt.vn"]
INDICATOR = ["DV", "Đảng viên mới", "Tăng thêm theo quý", "người"]
GIVEN = ["DV", "LT", "LT-BT", 90, 100, None, "31/12/2022", 10, 20, 30, 40]


def given(**change):
    """The good row of the assignment sheet with some cells changed: target=5, q1=None."""
    keys = (
        "code",
        "unit",
        "who",
        "baseline",
        "target",
        "weight",
        "deadline",
        "q1",
        "q2",
        "q3",
        "q4",
    )
    row = dict(zip(keys, GIVEN, strict=True)) | change
    return list(row.values())


def sheet(name, head, *rows):
    lines = [head, *rows]
    return Grid(
        name, 0, tuple((i, tuple(r)) for i, r in enumerate(lines) if any(c is not None for c in r))
    )


def plan(units=(UNIT,), people=(PERSON,), indicators=(INDICATOR,), assigned=(GIVEN,), **more):
    sheets = [
        sheet("Đơn vị", UNIT_HEAD, *units),
        sheet("Cán bộ", PEOPLE_HEAD, *people),
        sheet("Chỉ tiêu", IND_HEAD, *indicators),
        sheet("Giao", GIVE_HEAD, *assigned),
    ]
    if "roadmap" in more:
        sheets.append(sheet("Lộ trình", ROAD_HEAD, *more["roadmap"]))
    if "committee" in more:
        sheets.append(sheet("BCĐ", COMMITTEE_HEAD, *more["committee"]))
    sheets += more.get("sheets", [])
    return run(sheets, CheckOptions(year=2022))


def run(sheets, options):
    checked = check_workbook(Workbook("xlsx", tuple(sheets)), options)
    for problem in checked.problems:
        for lang in ("vi", "en"):
            said = render_problem(problem, translator(lang))
            assert problem.key not in said and (problem.params or "{" not in said)
    assert (checked.draft is None) == bool(checked.errors)
    return checked


def errors(checked):
    return [(p.sheet, p.cell, p.key.removeprefix("plan.error.")) for p in checked.errors]


def warnings(checked):
    return [(p.cell, p.key.removeprefix("plan.warn.")) for p in checked.warnings]
