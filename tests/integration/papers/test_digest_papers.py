"""The digest as a paper: for all units, a group, a unit; the same figures as on its page."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from digest_plan import two_districts
from digest_plan_work import Q1_END
from openpyxl import load_workbook
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.clock import at
from dondoc.errors import BadInput
from dondoc.rendering.written_number import WrittenNumber
from dondoc.services.digest.publish import DigestOrder, PublishedDigest, publish
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.papers.digest_papers import paper_of
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder, digest_paper
from dondoc.services.papers.paper import IssuingBody, Paper
from dondoc.services.papers.publish import write_digest_papers
from dondoc.services.papers.write import FileFormat, written
from dondoc.store.database import reading, writing
from models.unit import Unit, UnitName

AS_OF = date(2022, 4, 8)
ORDER = PaperOrder(PaperForm.PARTY, AS_OF)


@pytest.fixture
def office(engine: Engine) -> Engine:
    with writing(engine) as session:
        plan = two_districts(session)
        plan.done("KND@LT/Q1", Q1_END, 60)
    return engine


def compiled(office: Engine, folder: Path, unit: str | None = None) -> PublishedDigest:
    return publish(office, DigestOrder("2022-Q1", AS_OF, unit), at(AS_OF, 18), folder)


def as_paper(office: Engine, folder: Path, order: PaperOrder = ORDER, group: str = "") -> Paper:
    figures = compiled(office, folder).figures
    with reading(office) as session:
        return paper_of(session, figures, order, group)


def column(paper: Paper, title: str, heading: str) -> list[str]:
    table = next(table for table in paper.tables if table.title == title)
    index = [each.heading for each in table.columns].index(heading)
    return [row.cells[index] for row in table.rows]


def test_it_has_the_tables_of_the_page_and_they_add_up(office: Engine, tmp_path: Path):
    made = compiled(office, tmp_path)
    paper = as_paper(office, tmp_path)
    titles = [table.title for table in paper.tables]
    assert titles[:4] == [
        "Mười việc cần quan tâm", "Tình trạng các mốc của quý", "Mốc quá hạn trong quý",
        "Theo nhóm đơn vị",
    ]  # fmt: skip
    totals = column(paper, "Theo đơn vị", "Tổng số mốc")
    assert totals[-1] == str(made.figures.counts.total) and isinstance(totals[0], WrittenNumber)
    book = load_workbook(BytesIO(written(paper, FileFormat.XLSX)))
    cells = [cell.value for row in book["Theo đơn vị"].iter_rows() for cell in row]
    assert any(str(value).startswith("=SUM(") for value in cells)


CODE = re.compile(r"\w+@\w+")


def test_a_paper_names_work_without_codes_and_its_workbook_with_them(
    office: Engine, tmp_path: Path
):
    paper = as_paper(office, tmp_path)
    cells = [cell for table in paper.tables for row in table.rows for cell in row.cells]
    assert not [cell for cell in cells if CODE.search(cell)]
    made = compiled(office, tmp_path)
    page = tmp_path / "made" / "page.html"
    page.parent.mkdir()
    with_all = (FileFormat.DOCX, FileFormat.XLSX)
    (word, workbook), _ = write_digest_papers(office, made.figures, ORDER, with_all, page)
    assert not CODE.search("".join(cell_texts(word)))
    sheet = load_workbook(workbook)["Mốc quá hạn trong quý"]
    assert any(CODE.search(str(cell.value)) for row in sheet.iter_rows() for cell in row)


def cell_texts(word: Path) -> list[str]:
    tables = docx.Document(str(word)).tables
    return [cell.text for table in tables for row in table.rows for cell in row.cells]


def test_a_digest_of_one_unit_does_not_name_it_in_each_row(office: Engine, tmp_path: Path):
    paper = digest_paper(compiled(office, tmp_path, "LT").figures, ORDER)
    headings = {column.heading for table in paper.tables for column in table.columns[1:]}
    assert headings.isdisjoint({"Đơn vị", "Đơn vị đủ số liệu", "Đơn vị có số"}), headings


def test_of_a_group_it_says_what_is_of_that_group_alone(office: Engine, tmp_path: Path):
    whole, part = as_paper(office, tmp_path), as_paper(office, tmp_path, group="G0")
    assert "của Các huyện" in part.subject
    units = column(part, "Theo đơn vị", "Đơn vị")
    assert "huyện Lập Thạch" in units and "Sở Văn hóa" not in units
    assert "Sở Văn hóa" in column(whole, "Mốc quá hạn trong quý", "Đơn vị")
    assert "Sở Văn hóa" not in column(part, "Mốc quá hạn trong quý", "Đơn vị")
    assert "Chỉ tiêu KND" in column(part, "Theo chỉ tiêu", "Chỉ tiêu")[1]
    written(part, FileFormat.XLSX)


def test_of_a_digest_kept_before_groups_had_their_own_the_group_is_cut_out(
    office: Engine, tmp_path: Path
):
    kept = compiled(office, tmp_path).figures.as_json()
    old = {name: kept[name] for name in kept if name not in {"group", "report", "of_groups"}}
    with reading(office) as session:
        part = paper_of(session, DigestFigures.from_json(old), ORDER, "G0")
    assert "Sở Văn hóa" not in column(part, "Mốc quá hạn trong quý", "Đơn vị")
    titles = [table.title for table in part.tables]
    assert titles[0] == "Theo đơn vị" and "Theo chỉ tiêu" not in titles
    assert any("cộng trên toàn tỉnh" in getattr(block, "text", "") for block in part.blocks)
    written(part, FileFormat.XLSX)


def test_a_unit_of_another_group_that_is_called_the_same_is_not_in_its_paper(
    office: Engine, tmp_path: Path
):
    with writing(office) as session:
        names = {name.code: name for name in session.exec(select(UnitName))}
        names["SVH"].name = names["LT"].name
    whole, part = as_paper(office, tmp_path), as_paper(office, tmp_path, group="G0")
    listed = column(whole, "Mốc quá hạn trong quý", "Đơn vị")
    assert "huyện Lập Thạch (SVH)" in listed
    assert not any("SVH" in name for name in column(part, "Mốc quá hạn trong quý", "Đơn vị"))


def test_a_group_that_is_not_there_and_a_group_of_one_unit_are_refused(
    office: Engine, tmp_path: Path
):
    with pytest.raises(BadInput, match="no_group"):
        as_paper(office, tmp_path, group="G9")
    figures = compiled(office, tmp_path, "LT").figures
    with reading(office) as session, pytest.raises(BadInput, match="no_group_in_unit"):
        paper_of(session, figures, ORDER, "G0")


def test_a_body_that_has_ended_is_not_named_as_issuing(office: Engine, tmp_path: Path):
    with writing(office) as session:
        name = session.exec(select(UnitName).where(UnitName.code == "LT")).one()
        unit = session.get(Unit, name.unit_id)
        assert unit is not None
        unit.ended_on = date(2022, 4, 1)
    order = PaperOrder(PaperForm.PARTY, AS_OF, IssuingBody("Huyện Lập Thạch"))
    with pytest.raises(BadInput, match="body_ended"):
        as_paper(office, tmp_path, order)
    before = PaperOrder(PaperForm.PARTY, date(2022, 4, 1), order.issuer)
    assert as_paper(office, tmp_path, before).issuer.name == "Huyện Lập Thạch"


def test_a_name_that_another_unit_bears_now_may_be_named(office: Engine, tmp_path: Path):
    with writing(office) as session:
        old, new = session.exec(select(UnitName).where(UnitName.code != "SVH")).all()
        old.valid_to = date(2022, 4, 1)
        new.name = old.name
    order = PaperOrder(PaperForm.PARTY, AS_OF, IssuingBody("HUYỆN LẬP THẠCH"))
    assert as_paper(office, tmp_path, order).issuer.name == "HUYỆN LẬP THẠCH"


def test_files_lie_beside_the_page_and_are_named_after_it(office: Engine, tmp_path: Path):
    made = compiled(office, tmp_path, "LT")
    papers, open_places = write_digest_papers(
        office, made.figures, ORDER, list(FileFormat), made.files[0]
    )
    assert [path.name for path in papers] == [
        f"2022-Q1-LT-20220408.party.{kind}" for kind in ("docx", "pdf", "xlsx")
    ]
    assert papers[1].read_bytes().startswith(b"%PDF-") and "number" in open_places
    assert write_digest_papers(office, made.figures, ORDER, [], made.files[0]) == ([], ())
