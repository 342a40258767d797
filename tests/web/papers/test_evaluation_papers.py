"""Papers of an evaluation as files: what stands in them, what adds up, and who may make them."""

import re
from io import BytesIO

import docx
import pytest
from evaluation_papers import (
    BODY,
    DECIDED,
    OFFICE,
    Held,
    evaluation_paper_as,
    held,
    made,
)
from openpyxl import load_workbook
from pypdf import PdfReader

from dondoc.rendering.table_sums import faults_across, faults_of, sums_of
from dondoc.rendering.written_number import WrittenNumber
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_evaluation.request import OF_PERSON, ONLY
from dondoc.services.papers.paper import PaperSignatures
from dondoc.services.papers.write import FileFormat, written
from models.rules.evaluation_course.papers import EvaluationPaperKind

Kind = EvaluationPaperKind
__all__ = ["held"]


def words_of(content: bytes) -> str:
    reader = PdfReader(BytesIO(content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def text_of(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(each.text for each in document.paragraphs), *cells]).split())


def in_this_order(text: str, *wanted: str) -> None:
    places = [text.index(each) for each in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", Kind)
def test_word_and_pdf_say_the_same_numbers(held: Held, kind: Kind) -> None:
    paper = made(held, kind)
    number = re.compile(r"\d[\d.,]*\d|\d")
    in_word = text_of(written(paper, FileFormat.DOCX))
    in_pdf = words_of(written(paper, FileFormat.PDF))
    for block in context_of(paper)["blocks"]:
        for cell in (cell for row in block.get("rows", ()) for cell in row):
            assert all(found in in_pdf for found in number.findall(cell))
            assert cell in in_word


@pytest.mark.parametrize("kind", Kind)
def test_parts_add_up_down_and_across(held: Held, kind: Kind) -> None:
    for table in made(held, kind).tables:
        assert [*faults_of(table), *faults_across(table)] == []


def test_the_form_of_the_decree_has_its_fields_in_order(
    held: Held,
) -> None:
    text = words_of(written(made(held, Kind.FORM_335), FileFormat.PDF))
    in_this_order(
        text, "CỘNG HÒA XÃ HỘI", "PHIẾU ĐÁNH GIÁ", "kỳ đánh giá: quý I/2022", "Họ và tên: Phùng",
        "Chức vụ", "Đơn vị công tác", "I. Tiêu chí chung", "Tự chấm", "Cấp trên chấm",
        "II. Kết quả", "III. Tổng hợp", "Xếp loại theo quyết định", "Ưu điểm", "Hạn chế",
        "Ý kiến của cấp", "NGƯỜI TỰ ĐÁNH GIÁ", "CẤP CÓ THẨM QUYỀN",
    )  # fmt: skip


def test_the_form_of_the_party_has_its_fields_in_order(
    held: Held,
) -> None:
    text = words_of(written(made(held, Kind.FORM_366), FileFormat.PDF))
    in_this_order(
        text, "ĐẢNG CỘNG SẢN VIỆT NAM", "BẢN TỰ ĐÁNH GIÁ", "Họ và tên", "Ngày sinh: ……",
        "Chức vụ Đảng: ……", "A. Tiêu chí chung", "Không đạt", "B. Kết quả", "Tự đề xuất",
        "NGƯỜI TỰ ĐÁNH GIÁ", "C. Nhận xét", "Mục tiêu trọng tâm", "XÁC NHẬN",
    )  # fmt: skip


@pytest.mark.parametrize("kind", [Kind.FORM_335, Kind.WORK, Kind.SUMMARY, Kind.APPROVAL])
def test_a_form_has_no_number_and_no_receivers_and_leaves_who_signs_open(
    held: Held, kind: Kind
) -> None:
    paper = made(held, kind)
    text = text_of(written(paper, FileFormat.DOCX))
    assert "Số:" not in text and "Nơi nhận" not in text and "(họ và tên)" in text
    assert "ngày …… tháng …… năm ……" in text
    assert "number" not in paper.open_places and "date" in paper.open_places


def test_what_is_not_decided_is_said_and_never_made_up(held: Held) -> None:
    code = held[2][DECIDED]
    text = text_of(written(made(held, Kind.FORM_335, code=code), FileFormat.DOCX))
    assert "Xếp loại theo quyết định: Chưa quyết định." in text
    table = made(held, Kind.SUMMARY).tables[0]
    decided = [row.cells[9] for row in table.rows]
    assert decided.count("Chưa quyết định") == len(decided) - DECIDED


def test_the_list_of_work_adds_up_to_the_result(held: Held) -> None:
    (table,) = made(held, Kind.WORK).tables
    *lines, total = table.rows
    for column in range(5, 11):
        cells = [row.cells[column] for row in lines]
        added = sum(cell.value for cell in cells if isinstance(cell, WrittenNumber))
        assert isinstance(total.cells[column], WrittenNumber)
        assert total.cells[column].value == added
    assert len(lines) >= 4


def test_the_summary_counts_everybody_once(held: Held) -> None:
    people, counts = made(held, Kind.SUMMARY).tables
    assert [row.cells[0] for row in counts.rows][:4] == [
        "Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ",
        "Không hoàn thành nhiệm vụ",
    ]  # fmt: skip
    for column in (1, 3, 5):
        assert counts.rows[-1].cells[column] == str(len(people.rows))


def test_the_workbook_of_the_summary_calculates(held: Held) -> None:
    content = written(made(held, Kind.SUMMARY), FileFormat.XLSX)
    book = load_workbook(BytesIO(content))
    formulas = [cell.value for row in book.worksheets[0] for cell in row if cell.data_type == "f"]
    assert len(formulas) == 2 * DECIDED
    assert all(re.fullmatch(r"=ROUND\(SUM\(E\d+,F\d+\),2\)", each) for each in formulas)
    sums = [cell.value for row in book.worksheets[1] for cell in row if cell.data_type == "f"]
    assert len(sums) == len(list(sums_of(made(held, Kind.SUMMARY).tables[1]))) >= 3


def test_the_minutes_give_each_vote_and_whoever_cast_none(
    held: Held,
) -> None:
    paper = made(held, Kind.MINUTES)
    votes = paper.tables[0]
    assert [row.cells[2:9] for row in votes.rows] == [("3", "11", "0", "0", "0", "1", "15")] * 4
    assert paper.issuer.name == BODY and not paper.number
    (places,) = (block for block in paper.blocks if isinstance(block, PaperSignatures))
    assert [place.name for place in places.places] == ["Trần Thị Thư", "Nguyễn Văn Chủ"]


def test_papers_name_people_in_the_order_of_the_plan(held: Held) -> None:
    cells = [row.cells for row in made(held, Kind.APPROVAL).tables[0].rows if row.kind == "line"]
    units = [row[2].rpartition(", ")[2] for row in cells]
    assert units[0] == "Thành phố Vĩnh Yên"
    assert units.index("Huyện Yên Lạc") < units.index("Ban Tổ chức Tỉnh ủy")
    assert units.index("Ủy ban Kiểm tra Tỉnh ủy") < units.index("Sở Y tế")


def test_a_decision_counts_the_decided_alone_and_its_list_has_no_points(
    held: Held,
) -> None:
    text = text_of(written(made(held, Kind.DECISION), FileFormat.DOCX))
    assert "đối với 4 người, gồm: 1 người hoàn thành xuất sắc nhiệm vụ; 3 người hoàn" in text
    assert "Kết quả của 38 người chưa quyết định" in text
    (table,) = made(held, Kind.DECISION_LIST).tables
    assert len(table.rows) == DECIDED
    assert not any("điểm" in column.heading.lower() for column in table.columns)


def test_points_go_to_whoever_may_see_them_alone(held: Held) -> None:
    site, round_id, codes = held
    own, other = codes[0], codes[1]

    def may(by: str, kind: Kind, **which: object) -> bool:
        form = ONLY.get(kind, PaperForm.STATE)
        return evaluation_paper_as(site.workplace, round_id, kind, form, by, **which) is not None

    for kind in OF_PERSON:
        assert may(own, kind, code=own) and may(OFFICE, kind, code=own)
        assert not may(other, kind, code=own)
    assert not may("CB-LT2", Kind.FORM_335, code=own)
    for kind in set(Kind) - OF_PERSON:
        assert may(OFFICE, kind) and not may(own, kind)


def test_whoever_proposes_for_a_unit_makes_its_summary(held: Held) -> None:
    site, round_id, _ = held
    paper = evaluation_paper_as(
        site.workplace, round_id, Kind.SUMMARY, PaperForm.STATE, "CB-YL4", unit_id=9
    )
    assert paper is not None and paper.whose is not None and len(paper.whose) == 1
    other = evaluation_paper_as(
        site.workplace, round_id, Kind.SUMMARY, PaperForm.STATE, "CB-YL4", unit_id=4
    )
    assert other is None


def test_the_decree_s_form_is_the_state_s_and_the_regulation_s_the_party_s(
    held: Held,
) -> None:
    site, round_id, codes = held
    for kind, form in ((Kind.FORM_335, PaperForm.PARTY), (Kind.FORM_366, PaperForm.STATE)):
        assert evaluation_paper_as(site.workplace, round_id, kind, form, code=codes[0]) is None


def test_what_the_rule_does_not_say_stands_below_the_figures(
    held: Held,
) -> None:
    for kind in (Kind.FORM_335, Kind.WORK, Kind.SUMMARY, Kind.SUBMISSION):
        below = " ".join(table.after for table in made(held, kind).tables)
        assert "chưa thấy nguyên văn quy định" in below and "(chưa rõ)" in below


def test_a_prescribed_form_is_never_on_the_own_template(held: Held) -> None:
    paper = made(held, Kind.WORK)
    assert written(paper, FileFormat.PDF, b"no Word file").startswith(b"%PDF")
    page = docx.Document(BytesIO(written(paper, FileFormat.DOCX, b"no Word file"))).sections[0]
    assert page.page_width is not None and page.page_height is not None
    assert round(page.page_width.mm) == 297 and round(page.page_height.mm) == 210


def test_the_party_s_form_has_d_and_e_of_the_self_assessment_alone(held: Held) -> None:
    """The level above entered d, đ and e of this head, the head themself did not."""

    def parts(kind: Kind) -> list[str]:
        tables = made(held, kind).tables
        (results,) = (each for each in tables if each.title == "Kết quả thực hiện nhiệm vụ")
        return [row.cells[0][:2] for row in results.rows if row.kind == "line"]

    assert parts(Kind.FORM_335) == ["a.", "b.", "c.", "d.", "đ.", "e."]
    assert parts(Kind.FORM_366) == ["a.", "b.", "c."]
