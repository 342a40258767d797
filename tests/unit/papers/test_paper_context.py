"""What a paper says as plain values: what was given, and where a person has to write."""

from dataclasses import replace
from datetime import date

import pytest
from example_paper import GIVEN, counts_table, example_paper

from dondoc.errors import BadInput
from dondoc.rendering.table_sums import sums_of
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.paper import PaperTable
from dondoc.services.papers.sums import check_sums
from dondoc.services.papers.text_width import column_widths, width_mm
from dondoc.services.papers.write import FileFormat, written


def number_and_symbol(said: dict[str, str]) -> str:
    parts = ("number_label", "number", "number_open", "symbol", "symbol_open")
    return "".join(said[part] for part in parts)


def test_nothing_that_nobody_gave_is_printed() -> None:
    paper = example_paper()
    said = context_of(paper)
    assert (said["number"], said["dated"], said["place"], said["name"]) == ("", "", "", "")
    assert said["dated_open"] == "ngày …… tháng …… năm ……"
    assert number_and_symbol(said) == "Số: ……/BC-……"
    assert set(paper.open_places) == {
        "issuer", "symbol", "number", "place", "date", "receivers", "position", "name",
    }  # fmt: skip


def test_what_was_given_is_written_as_the_rule_writes_it() -> None:
    state, party = (context_of(example_paper(form, **GIVEN)) for form in PaperForm)
    assert number_and_symbol(state) == "Số: 07/BC-VPTU"
    assert number_and_symbol(party) == "Số 07-BC/VPTU"
    assert state["dated"] == "ngày 05 tháng 02 năm 2022" and state["dated_open"] == ""
    assert state["receivers"] == ["- Thường trực Tỉnh ủy;", "- Các ban đảng;", "- Lưu: VT."]
    assert party["receivers"] == ["- Thường trực Tỉnh ủy,", "- Các ban đảng."]
    assert example_paper(**GIVEN).open_places == ()


def test_days_from_ten_on_and_months_from_march_on_have_no_zero() -> None:
    said = context_of(example_paper(dated=date(2022, 3, 10)))
    assert said["dated"] == "ngày 10 tháng 3 năm 2022"


def test_own_words_are_spelled_as_the_rule_of_the_day_does() -> None:
    new = context_of(
        example_paper(PaperForm.PARTY, day=date(2026, 6, 1), **{**GIVEN, "dated": None})
    )
    assert new["receivers"][-1] == "- Lưu Đảng uỷ."
    assert new["receivers"][0] == "- Thường trực Tỉnh ủy;"  # a name, as it was given
    assert "HÒA" in context_of(example_paper())["nation"]


def test_lines_are_as_long_as_the_rule_says() -> None:
    said = context_of(example_paper(**GIVEN))
    assert said["head_line"] == pytest.approx(width_mm(said["motto"], 14, bold=True), abs=0.1)
    issuer = width_mm(said["issuer"], 13, bold=True)
    assert issuer / 3 <= said["issuer_line"] <= issuer / 2


def test_headings_are_counted() -> None:
    texts = [block["text"] for block in context_of(example_paper())["blocks"] if "text" in block]
    assert texts[0] == "I. Tóm tắt" and texts[-1] == "II. Theo đơn vị"


def test_columns_fill_the_body_and_no_number_is_broken() -> None:
    table = context_of(example_paper())["blocks"][-1]
    assert sum(table["widths"]) == pytest.approx(165, abs=0.1)
    needed = max(width_mm(row[2], 11, bold=True) for row in table["rows"])
    assert table["widths"][2] - 2 * 1.2 >= needed


def lines_of(text: str, width: float, *, bold: bool) -> int:
    """In how many lines a text stands."""
    lines, left = 1, width
    for word in text.split():
        needed = width_mm(word, 11, bold=bold)
        if needed > left and left < width:
            lines, left = lines + 1, width
        left -= needed + width_mm(" ", 11, bold=bold)
    return lines


def test_what_room_there_is_is_shared_before_words_stand_one_on_the_other() -> None:
    heads = ["TT", "Chỉ tiêu, sản phẩm (mốc)", "Hạn", "Quá hạn (ngày làm việc)",
             "Cán bộ phụ trách", "Số lần đã nhắc", "Mức cao nhất", "Lần gần nhất"]  # fmt: skip
    work = "Diện tích đất đã bồi thường và bàn giao mặt bằng cho dự án trọng điểm: đợt 1"
    row = ["1", work, "03/05/2022", "12", "Trần Duy Long; Trần Trọng Hải", "1",
           "báo cáo cấp trên", "20/05/2022"]  # fmt: skip
    numbers = [head in ("TT", "Quá hạn (ngày làm việc)", "Số lần đã nhắc") for head in heads]
    widths = column_widths(heads, [row], numbers, 146, 11)
    told = [lines_of(head, width, bold=True) for head, width in zip(heads, widths, strict=True)]
    assert max(told) <= 4 and told[5] <= 3, told
    assert lines_of(row[6], widths[6], bold=False) <= 2


def test_words_that_are_held_together_stand_in_one_line_and_take_no_more_room() -> None:
    state = "▼\u00a0dưới\u00a0kế\u00a0hoạch"
    rows = [["Số hộ tồn đọng về đất đai đã được giải quyết " * 3, state]]
    _, narrow = column_widths(["Chỉ tiêu", "Tình trạng"], rows, [False, False], 120, 11)
    line = width_mm(state, 11)
    assert line <= narrow < line + 5
    assert line == width_mm(state.replace("\u00a0", " "), 11)


def test_a_column_of_names_has_more_than_a_word_a_line_beside_a_long_one() -> None:
    rows = [["Kế hoạch vận động viện trợ phi chính phủ nước ngoài " * 4, "Sở Ngoại vụ"]]
    _, unit = column_widths(["Mốc", "Đơn vị"], rows, [False, False], 120, 11)
    assert unit >= width_mm("Sở Ngoại", 11)


def test_a_sentence_in_a_column_of_numbers_is_no_tower_of_words() -> None:
    """What was used of a limit, beside the percentages of other indicators."""
    said = "đã dùng 100% mức cho phép đến nay (13)"
    rows = [["Số đơn khiếu nại tồn đọng quá hạn " * 3, said], ["Kết nạp đảng viên mới", "20,4%"]]
    _, percent = column_widths(["Chỉ tiêu", "% năm"], rows, [False, True], 120, 11)
    assert percent >= width_mm("100% mức", 11)


def test_a_heading_of_many_words_is_not_a_tower_where_there_is_room() -> None:
    heading = "Đúng hạn, trong hạn"
    first, number, _ = column_widths(
        ["Số mốc", heading, "Cộng"], [["Đã hoàn thành", "72", "79"]], [False, True, True], 160, 11
    )
    assert number >= width_mm(heading, 11, bold=True) * 0.4
    assert first >= width_mm("Đã hoàn thành", 11)


def test_a_total_that_is_not_the_sum_of_its_parts_is_named() -> None:
    paper = example_paper()
    check_sums(paper)
    *others, table = paper.blocks
    assert isinstance(table, PaperTable)
    (total,) = sums_of(table)
    assert (total.row, total.column, total.parts) == (2, 2, (0, 1))
    wrong = replace(paper, blocks=(*others, counts_table(["a", "b"], total=2002)))
    for file_format in FileFormat:
        with pytest.raises(BadInput) as refused:
            written(wrong, file_format)
    params = refused.value.params
    assert (params["total"], params["parts"], params["column"]) == (2002, 2001, "Số mốc")
