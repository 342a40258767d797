"""Sheets are known by their headings, however these are written."""

import unicodedata

import pytest

from dondoc.i18n import LANGUAGES
from dondoc.services.workbook.grid import Grid, a1
from dondoc.services.workbook.headings import find_table
from dondoc.services.workbook.layout import choices, heading_index, sheet_layouts
from dondoc.services.workbook.plan import GROUPS
from dondoc.services.workbook.text import fold_heading, split_list
from models.rules.folding import fold_words
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.ladder import Firmness
from models.rules.roles import Audience, Mandate, Seat

ASSIGNED = ["Mã chỉ tiêu", "Mã đơn vị", "Kế hoạch năm", "Quý I", "Quý II"]


def grid(*rows, first_row=0, first_column=0):
    cells = tuple((first_row + i, tuple(row)) for i, row in enumerate(rows) if any(row))
    return Grid("T", first_column, cells)


def test_it_finds_headings_below_titles_and_away_from_the_corner():
    table = find_table(
        grid(
            ["UBND TỈNH VĨNH PHÚC"],
            ["KẾ HOẠCH", None, "2022"],
            ASSIGNED,
            first_row=3,
            first_column=2,
        )
    )

    assert table.kind == "assignments"
    assert table.heading_row == 5
    assert a1(table.headings["target"].row, table.headings["target"].column) == "E6"


@pytest.mark.parametrize(
    "write",
    [
        str.upper,
        lambda h: unicodedata.normalize("NFD", h),
        lambda h: "  " + h.replace(" ", "\n ") + " ",
        lambda h: h + " *",
        lambda h: h + " (tỷ đồng)",
        lambda h: h + " 2022",
        fold_words,
    ],
)
def test_it_knows_a_heading_however_it_is_written(write):
    table = find_table(grid([write(h) for h in ASSIGNED]))

    assert table.kind == "assignments"
    assert list(table.headings) == ["indicator_code", "unit_code", "target", "q1", "q2"]
    assert table.unknown == ()


def test_it_reads_headings_over_two_rows():
    table = find_table(
        grid(
            ["Mã chỉ tiêu", "Mã đơn vị", "Kế hoạch năm", "Kế hoạch theo quý", None],
            [None, None, None, "Quý I", "Quý II"],
            ["CT1", "LT", 10, 5, 5],
        )
    )

    assert set(table.headings) == {"indicator_code", "unit_code", "target", "q1", "q2"}
    assert [row for row, _ in table.rows] == [2]


def test_it_reports_what_is_missing_twice_or_unknown():
    headings = ["Mã đơn vị", "Tên đơn vị", "Trực thuộc", "Từ ngày", "TỪ NGÀY", "Đen ngayy", "STT"]
    table = find_table(grid(headings))

    assert table.kind == "units"
    assert table.missing == ("group",)
    assert [second.column for _, second in table.repeated] == [4]
    assert [(h.text, meant) for h, meant in table.unknown] == [("Đen ngayy", "valid_to")]


def test_a_list_of_something_else_is_no_plan():
    assert find_table(grid(["Tên", "Giá", "Số lượng"], ["Bàn", 5, 6])) is None


def test_every_heading_means_one_column_of_its_sheet():
    for kind, layout in sheet_layouts().items():
        for column in layout.columns:
            for headings in column.headings.values():
                for heading in headings:
                    key = heading_index(kind)[fold_heading(heading)][0]
                    assert key == column.key, (kind, heading)


def test_the_words_cover_the_codes():
    expected = {
        "group": GROUPS,
        "person_role": tuple(Mandate),
        "committee_role": tuple(Seat),
        "kind": tuple(Kind),
        "direction": tuple(Direction),
        "roll_up": tuple(AddsUp),
        "audience": tuple(Audience),
        "level": tuple(Firmness),
        "language": LANGUAGES,
    }
    for vocabulary, codes in expected.items():
        assert tuple(choices(vocabulary)) == codes


def test_a_word_means_one_code():
    for vocabulary in ("group", "kind", "direction", "roll_up", "audience", "level", "flag"):
        words = [
            fold_words(w)
            for by_lang in choices(vocabulary).values()
            for ws in by_lang.values()
            for w in ws
        ]
        owners = {
            word: {
                code
                for code, by_lang in choices(vocabulary).items()
                if word in {fold_words(w) for ws in by_lang.values() for w in ws}
            }
            for word in words
        }
        assert all(len(codes) == 1 for codes in owners.values()), vocabulary


def test_a_cell_holds_a_list_by_semicolons_or_lines():
    assert split_list("LT-BT;  LT-CT\nLT-BT;;") == ("LT-BT", "LT-CT")
