"""Papers of a unit: each from what its pages show, and only for whoever may make it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from openpyxl import load_workbook
from sites import Site
from sqlalchemy import delete
from sqlmodel import col, select
from unit_papers_of_sample import LATE, NOT_LATE, SECRETARIAT, SECRETARY, paper_as

from dondoc.clock import at
from dondoc.rendering.written_number import WrittenNumber
from dondoc.services.delivery.remind import deliver_due, remind
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.unit_papers import unit_paper
from dondoc.services.papers.unit_request import UnitPaperKind, UnitPaperRequest
from dondoc.services.papers.word import paper_docx
from dondoc.services.sample.fill import SAMPLE_DAY
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge
from models.person import Person
from models.programme import Programme
from models.rules.roles import Audience
from models.unit import Unit

WORD = re.compile(r"\d[\d.,]*\d|\d")


def texts(value: object) -> Iterator[str]:
    """Every text of a context."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each)


def document_text(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.mark.parametrize("kind", UnitPaperKind)
def test_every_number_of_a_paper_is_in_its_context(shown: Site, kind: UnitPaperKind) -> None:
    paper = paper_as(shown, SECRETARIAT, kind)
    assert paper is not None
    known = {number for text in texts(context_of(paper)) for number in WORD.findall(text)}
    found = WORD.findall(document_text(paper_docx(paper)))
    assert found and set(found) <= known


def test_a_letter_counts_what_its_table_lists(shown: Site) -> None:
    paper = paper_as(shown, SECRETARIAT, UnitPaperKind.LETTER)
    assert paper is not None and paper.addressees == ("Huyện Yên Lạc",)
    (table,) = paper.tables
    lines = [row for row in table.rows if row.kind == "line"]
    assert f"còn {len(lines)} mốc quá hạn" in context_of(paper)["blocks"][0]["text"]
    headings = [column.heading for column in table.columns]
    assert "Số lần đã nhắc" in headings and "Lần gần nhất" in headings
    times = headings.index("Số lần đã nhắc")
    written = [row.cells[times] for row in lines]
    assert all(isinstance(cell, WrittenNumber) for cell in written)
    assert context_of(paper)["letter_subject"].startswith("V/v đôn đốc")


def test_a_letter_tells_of_reminders_that_were_sent(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        for message in session.exec(select(Message)):
            message.state = MessageState.SENT
    paper = paper_as(site, SECRETARIAT, UnitPaperKind.LETTER)
    assert paper is not None
    cells = paper.tables[0].rows[0].cells
    times, firmest, last = cells[5:8]
    assert isinstance(times, WrittenNumber) and times.value >= 1
    assert (firmest, last) == ("báo cáo cấp trên", "20/05/2022")
    assert f"đôn đốc {times} lần" in context_of(paper)["blocks"][0]["text"]


def test_that_only_superiors_were_told_is_not_called_nobody(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        for message in session.exec(select(Message)):
            message.state = MessageState.SENT
        beside = select(Nudge.id).where(Nudge.audience != Audience.LEAD)
        session.execute(delete(MessageLine).where(col(MessageLine.nudge_id).not_in(beside)))
    paper = paper_as(site, SECRETARIAT, UnitPaperKind.LETTER)
    assert paper is not None
    assert str(paper.tables[0].rows[0].cells[5]) == "0"
    said = context_of(paper)["blocks"][0]["text"]
    assert "Chưa có lần nhắc việc" not in said and "gửi đến cấp trên" in said


def test_a_decision_counts_what_its_annex_lists(shown: Site) -> None:
    decision = paper_as(shown, SECRETARIAT, UnitPaperKind.DECISION)
    annex = paper_as(shown, SECRETARIAT, UnitPaperKind.ANNEX)
    assert decision is not None and annex is not None
    articles = [block["text"] for block in context_of(decision)["blocks"]]
    assert f"thực hiện {len(annex.tables[0].rows)} chỉ tiêu" in articles[0]
    assert annex.open_places == () and "number" in decision.open_places
    said = context_of(annex)
    assert said["annex_label"] == "Phụ lục" and not said["has_head"]


def test_a_secretary_makes_the_report_of_their_own_unit_alone(shown: Site) -> None:
    assert paper_as(shown, SECRETARY, UnitPaperKind.REPORT) is not None
    assert paper_as(shown, SECRETARY, UnitPaperKind.REPORT, NOT_LATE) is None
    assert paper_as(shown, SECRETARY, UnitPaperKind.DECISION) is None
    assert paper_as(shown, "CB-LT5", UnitPaperKind.REPORT, NOT_LATE) is None  # a plain member
    client = shown.client(SECRETARY)
    assert client.get(f"/papers/units/{NOT_LATE}/report.party.docx").status_code == 404
    assert client.get(f"/papers/units/{LATE}/report.party.docx").status_code == 200


def test_each_format_is_taken_along(shown: Site) -> None:
    client = shown.client(SECRETARIAT)
    for kind in ("annex", "letter", "report"):
        for form, ending, start in (
            ("state", "docx", b"PK"),
            ("party", "pdf", b"%PDF-"),
            ("party", "xlsx", b"PK"),
            ("party", "png", b"\x89PNG"),
        ):
            answer = client.get(f"/papers/units/{LATE}/{kind}.{form}.{ending}")
            assert answer.status_code == 200 and answer.content.startswith(start), (kind, ending)
    assert client.get(f"/papers/units/{LATE}/decision.party.xlsx").status_code == 404
    assert client.get(f"/papers/units/{LATE}/poem.party.docx").status_code == 404


def test_the_workbook_of_a_letter_sums_its_reminders(shown: Site) -> None:
    content = shown.client(SECRETARIAT).get(f"/papers/units/{LATE}/letter.party.xlsx").content
    cells = [cell.value for row in load_workbook(BytesIO(content)).worksheets[0] for cell in row]
    assert any(str(value).startswith("=SUM(") for value in cells)


def test_where_nothing_is_overdue_there_is_no_letter(shown: Site) -> None:
    answer = shown.client(SECRETARIAT).get(f"/papers/units/{NOT_LATE}/letter.party.docx")
    assert answer.status_code in {400, 409, 422} and "chưa cần công văn đôn đốc" in answer.text


def test_the_catalogue_shows_each_paper_and_whose_it_is(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get(f"/papers?unit={LATE}").text
    for kind in UnitPaperKind:
        assert f"/papers/units/{LATE}/{kind}.party.png" in page
        assert f"/papers/units/{LATE}/{kind}.state.docx" in page
    own = shown.client(SECRETARY).get("/papers").text
    assert f"/papers/units/{LATE}/report.party.png" in own
    assert f"/papers/units/{LATE}/decision" not in own
    assert shown.client(SECRETARY).get(f"/papers?unit={NOT_LATE}").status_code == 404


def test_pages_lead_to_the_paper_that_is_needed_there(shown: Site) -> None:
    client = shown.client(SECRETARIAT)
    assert f"/papers?unit={LATE}" in client.get(f"/overdue?unit={LATE}").text
    assert f"/papers?unit={LATE}" in client.get(f"/boards/{LATE}").text
    assert 'href="/papers' in client.get("/plan").text


def test_whoever_never_answered_is_urged_by_a_letter_too(site: Site) -> None:
    """Recorded silence ends the reporting and leaves the work undone."""
    with writing(site.workplace.engine) as session:
        silent = session.exec(select(Checkpoint).where(col(Checkpoint.missing))).first()
        assert silent is not None
        unit_id = session.get_one(Assignment, silent.assignment_id).unit_id
    paper = paper_as(site, SECRETARIAT, UnitPaperKind.LETTER, unit_id)
    assert paper is not None
    assert any("đã ghi nhận không báo cáo" in row.cells[1] for row in paper.tables[0].rows)


def test_a_units_report_is_of_the_quarter_that_is_reported_now(site: Site) -> None:
    """On the first days of a quarter that is the one before."""
    with reading(site.workplace.engine) as session:
        programme = session.exec(select(Programme)).one()
        person = session.exec(select(Person).where(Person.code == SECRETARY)).one()
        viewer = open_viewer(session, person, programme, date(2022, 4, 5))
        order = PaperOrder(PaperForm.STATE, date(2022, 4, 5))
        wanted = UnitPaperRequest(UnitPaperKind.REPORT, LATE)
        paper = unit_paper(session, programme, viewer, wanted, order)
    assert paper is not None and "quý I năm 2022" in paper.subject


def test_a_unit_is_chosen_by_its_name_a_part_of_it_or_its_code(shown: Site) -> None:
    client = shown.client(SECRETARIAT)
    offered = re.findall(r'<option value="([^"]+)">([^<]+)</option>', client.get("/papers").text)
    code, name = next(each for each in offered if "Yên Lạc" in each[1])
    for typed in (name, name.upper(), "yen lac", code):
        page = client.get("/papers", params={"unit": typed})
        assert page.status_code == 200
        assert f"/papers/units/{LATE}/annex.party.png" in page.text
        assert f'value="{name}"' in page.text
    for typed in ("không có xã này", "huyện"):
        wrong = client.get("/papers", params={"unit": typed})
        assert wrong.status_code == 422
        assert f'value="{typed}"' in wrong.text and "/annex.party.png" not in wrong.text


def test_nobody_learns_by_a_name_of_units_that_are_not_theirs(shown: Site) -> None:
    for typed in ("Lập Thạch", "LT"):
        assert shown.client(SECRETARY).get("/papers", params={"unit": typed}).status_code == 422


def test_a_unit_reports_on_half_a_year_and_a_year_too(shown: Site) -> None:
    client = shown.client(SECRETARY)
    page = client.get("/papers?period=2022-H1").text
    offered = re.findall(r'<option value="(2022[^"]*)"', page)
    assert offered == ["2022-Q1", "2022-Q2", "2022-H1", "2022"]
    assert '<option value="2022-H1" selected>Sáu tháng đầu năm 2022' in page
    assert f"/papers/units/{LATE}/report.party.docx?period=2022-H1" in page
    for period, named in (("2022-H1", "sáu tháng đầu năm 2022"), ("2022", "năm 2022")):
        answer = client.get(f"/papers/units/{LATE}/report.party.docx?period={period}")
        assert answer.status_code == 200
        assert f"được giao {named}" in document_text(answer.content)


def test_a_letter_that_comes_back_later_counts_what_had_been_sent_on_its_day(site: Site) -> None:
    """Else its register would be called wrong by the next morning."""
    before = paper_as(site, SECRETARIAT, UnitPaperKind.LETTER)
    next_day = at(SAMPLE_DAY + timedelta(days=3), 9)
    remind(site.workplace, next_day)
    deliver_due(site.workplace, next_day)
    assert before is not None
    assert paper_as(site, SECRETARIAT, UnitPaperKind.LETTER) == before


def test_a_unit_without_work_is_told_so_and_gets_no_empty_paper(shown: Site) -> None:
    """Its report had headings, and under each that there was nothing."""
    with reading(shown.workplace.engine) as session:
        working = select(col(Assignment.unit_id))
        idle = session.exec(select(Unit.id).where(col(Unit.id).not_in(working))).first()
    assert idle is not None
    said = "chưa được giao chỉ tiêu, sản phẩm nào năm 2022"
    client = shown.client(SECRETARIAT)
    page = client.get("/papers", params={"unit": idle}).text
    for kind in (UnitPaperKind.REPORT, UnitPaperKind.ANNEX, UnitPaperKind.DECISION):
        refused = client.get(f"/papers/units/{idle}/{kind}.state.docx")
        assert refused.status_code == 409 and said in refused.text
        assert f"/papers/units/{idle}/{kind}" not in page
    assert page.count(said) == 3
