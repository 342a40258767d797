"""Meetings on what is behind: an agenda, its papers, conclusions and what became of them."""

import re
from io import BytesIO

import docx
import pytest
from docx.document import Document
from meeting_pages import HEAD, STANDING_COMMITTEE, Secretariat, seen_on
from pypdf import PdfReader
from sites import Site


def conclusion_of(page: str) -> str:
    return re.findall(r'id="conclusion-(\d+)"', page)[-1]


def test_what_is_behind_is_proposed_and_goes_on_the_agenda_once(site: Site) -> None:
    at = Secretariat(site)
    keys = at.proposed()
    reasons = {key.partition(":")[0] for key in keys}
    assert {"overdue", "below_plan"} <= reasons
    at.pick(3)
    assert len(at.items()) == 3
    assert at.send("/proposals", matter=keys[:3]).status_code == 303
    assert len(at.items()) == 3


def test_it_is_put_in_order_worded_and_taken_off(site: Site) -> None:
    at = Secretariat(site)
    at.pick(2)
    at.send("/items", subject="Việc khác", requested="Cho ý kiến")
    first, second, own = at.items()
    assert at.send(f"/items/{own}", act="up").status_code == 303
    assert at.items() == [first, own, second]
    assert at.send(f"/items/{first}", act="off").status_code == 303
    assert at.items() == [own, second]
    data = {"act": "word", f"requested-{own}": "Quyết định ngay"}
    assert at.send(f"/items/{own}", **data).status_code == 303
    assert "Quyết định ngay" in at.page()


def test_an_old_page_changes_no_agenda(site: Site) -> None:
    at = Secretariat(site)
    before = seen_on(at.page())
    at.send("/items", subject="Việc một")
    late = at.send("/items", seen=before, subject="Việc hai")
    assert late.status_code == 422
    assert "Chương trình cuộc họp" in late.text and "Việc hai" in late.text
    assert at.subjects() == ["Việc một"]


@pytest.mark.parametrize("form", ["party", "state"])
def test_every_paper_is_there_in_word_and_pdf(site: Site, form: str) -> None:
    at = Secretariat(site)
    at.pick(2)
    for which in ("pack", "minutes", "notice"):
        word = at.client.get(f"{at.address}/{which}/{form}.docx")
        assert word.status_code == 200
        docx.Document(BytesIO(word.content))
        pdf = at.client.get(f"{at.address}/{which}/{form}.pdf")
        assert pdf.content.startswith(b"%PDF")
    assert at.client.get(f"{at.address}/pack/{form}.xlsx").status_code == 404


@pytest.mark.parametrize("form", ["party", "state"])
def test_minutes_are_signed_by_whoever_kept_them_and_the_chair(site: Site, form: str) -> None:
    at = Secretariat(site)
    at.pick(1)
    content = at.client.get(f"{at.address}/minutes/{form}.docx").content
    document = docx.Document(BytesIO(content))
    positions, names = ([cell.text for cell in row.cells] for row in document.tables[-1].rows)
    assert (positions, names) == (["THƯ KÝ", "CHỦ TRÌ"], ["(họ và tên)"] * 2)
    texts = [each.text for each in document.paragraphs]
    assert texts[texts.index("Nơi nhận:") + 1].startswith("- (nơi nhận)")
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    words = "\n".join([*texts, *cells])
    assert "chức vụ người ký" not in words and words.count("Nơi nhận:") == 1
    pdf = at.client.get(f"{at.address}/minutes/{form}.pdf").content
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert text.index("THƯ KÝ") < text.index("CHỦ TRÌ") < text.index("Nơi nhận:")


def test_minutes_that_come_back_are_compared(site: Site) -> None:
    at = Secretariat(site)
    at.pick(1)
    assert at.conclude(at.items()[0]).status_code == 303
    content = at.client.get(f"{at.address}/minutes/party.docx").content
    document = docx.Document(BytesIO(content))
    line = next(each for each in document.paragraphs if "25/05/2022" in each.text)
    line.runs[0].text = line.text.replace("25/05/2022", "26/05/2022")
    file = BytesIO()
    document.save(file)
    answer = at.client.post("/papers/check", files={"file": ("bb.docx", file.getvalue())})
    assert answer.status_code == 200
    assert "26/05/2022" in answer.text and "26 trong văn bản, 25 trong số liệu" in answer.text


def test_a_result_that_nobody_knows_is_a_dash_without_a_unit(site: Site) -> None:
    at = Secretariat(site)
    at.pick(30)
    document = docx.Document(BytesIO(at.client.get(f"{at.address}/pack/state.docx").content))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert "–" in cells and not [each for each in cells if each.startswith("–") and len(each) > 1]
    styles = _styles_of_amounts(document)
    assert set(styles.values()) == {"Bảng - số"} and len(styles) > 4, styles


def _styles_of_amounts(document: Document) -> dict[str, str]:
    """How each amount of a roadmap is set: numbers stand at the right, below each other."""
    found = {}
    for table in document.tables:
        heads = [cell.text for cell in table.rows[0].cells]
        for name in {"Yêu cầu", "Kết quả"} & set(heads):
            for cell in table.columns[heads.index(name)].cells:
                if re.match(r"[\d.,]+( |%|$)", cell.text):
                    found[cell.text] = cell.paragraphs[0].style.name
    return found


def test_papers_of_a_meeting_read_as_sentences_without_codes(site: Site) -> None:
    at = Secretariat(site, title="Họp Ban Thường vụ về việc chậm.")
    at.pick(2)
    assert at.conclude(at.items()[0], "Hoàn thành đề cương").status_code == 303
    notice, pack = (
        "\n".join(line.text for line in docx.Document(BytesIO(word.content)).paragraphs)
        for word in (at.client.get(f"{at.address}/{n}/party.docx") for n in ("notice", "pack"))
    )
    assert "tại cuộc họp Ban Thường vụ về việc chậm, sau khi nghe" in notice
    assert ": Hoàn thành đề cương; hoàn thành trước ngày 25/05/2022." in notice
    assert "@" not in notice + pack and "Mốc B" not in pack
    assert not [subject for subject in at.subjects() if "@" in subject]


def test_a_task_is_answered_by_its_position_and_accepted_by_the_secretariat(site: Site) -> None:
    at = Secretariat(site)
    at.send("/items", subject="Giải phóng mặt bằng")
    (item,) = at.items()
    assert at.conclude(item).status_code == 303
    head = site.client(HEAD)
    page = head.get("/conclusions").text
    key = conclusion_of(page)
    answer = {"act": "answer", f"answer-{key}": "Đã có báo cáo 12-BC/HU", "seen": seen_on(page)}
    others = site.client("CB-YL2").post(f"/conclusions/{key}", data=answer)
    assert others.status_code == 404
    assert at.client.post(f"/conclusions/{key}", data=answer).status_code == 403
    assert head.post(f"/conclusions/{key}", data=answer).status_code == 303
    page = at.client.get("/conclusions").text
    assert "Đã có báo cáo 12-BC/HU" in page
    accepted = at.client.post(f"/conclusions/{key}", data={"act": "accept", "seen": seen_on(page)})
    assert accepted.status_code == 303
    assert "đã thực hiện đúng hạn" in at.page()


def test_a_task_is_given_first_to_the_positions_of_the_matters_own_unit(site: Site) -> None:
    at = Secretariat(site)
    at.pick(1)
    unit = at.subjects()[0].partition(":")[0]
    chosen = at.page().partition(f'name="position-{at.items()[0]}"')[2]
    options = re.findall(r"<option[^>]*>([^<]*)</option>", chosen)
    assert options[1].startswith(f"{unit}: ")


def test_an_answer_sent_back_says_why_and_is_awaited_again(site: Site) -> None:
    at = Secretariat(site)
    at.send("/items", subject="Giải phóng mặt bằng")
    at.conclude(at.items()[0])
    head = site.client(HEAD)
    page = head.get("/conclusions").text
    key = conclusion_of(page)
    head.post(
        f"/conclusions/{key}",
        data={"act": "answer", f"answer-{key}": "Đã làm", "seen": seen_on(page)},
    )
    old = seen_on(page)
    page = at.client.get("/conclusions").text
    sent = {"act": "send_back", f"answer-{key}": "Chưa có văn bản", "seen": seen_on(page)}
    assert (
        at.client.post(f"/conclusions/{key}", data={**sent, f"answer-{key}": ""}).status_code == 422
    )
    assert at.client.post(f"/conclusions/{key}", data=sent).status_code == 303
    page = head.get("/conclusions").text
    assert "Chưa có văn bản" in page and 'value="answer"' in page
    stale = head.post(
        f"/conclusions/{key}",
        data={"act": "answer", f"answer-{key}": "Đã làm", "seen": old},
    )
    assert stale.status_code == 422


def test_a_conclusion_is_refused_before_the_day_and_without_what_it_needs(site: Site) -> None:
    ahead = Secretariat(site, day="2022-06-02")
    ahead.send("/items", subject="Việc")
    assert "kind" not in ahead.page()
    assert "Từ ngày họp 02/06/2022" in ahead.conclude(ahead.items()[0]).text
    at = Secretariat(site)
    at.send("/items", subject="Việc")
    (item,) = at.items()
    for lacking in (f"words-{item}", f"position-{item}", f"due-{item}"):
        assert at.conclude(item, **{lacking: ""}).status_code == 422
    assert at.conclude(item, kind="urge").status_code == 422  # it is about no checkpoint


def test_the_next_meeting_begins_with_what_became_of_the_last_conclusions(site: Site) -> None:
    at = Secretariat(site)
    at.send("/items", subject="Giải phóng mặt bằng")
    at.conclude(at.items()[0], words="hoàn thành giải phóng mặt bằng")
    later = Secretariat(site, day="2022-06-02", title="Phiên họp tháng 6")
    assert "hoàn thành giải phóng mặt bằng" in later.page()
    word = docx.Document(BytesIO(later.client.get(f"{later.address}/pack/party.docx").content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "hoàn thành giải phóng mặt bằng" in cells


def test_only_who_sees_all_sees_a_meeting_and_only_the_secretariat_changes_it(site: Site) -> None:
    at = Secretariat(site)
    at.send("/items", subject="Việc")
    member, head = site.client(STANDING_COMMITTEE), site.client(HEAD)
    page = member.get(at.address)
    assert page.status_code == 200 and "<form" not in page.text.partition("<main")[2]
    assert head.get(at.address).status_code == 403
    assert head.get(f"{at.address}/pack/party.pdf").status_code == 403
    for path in ("/items", "/proposals", "/items/1", "/items/1/conclusions"):
        assert member.post(f"{at.address}{path}", data={}).status_code == 403
    assert member.get(f"{at.address}/proposals").status_code == 403


def test_another_date_is_refused_where_the_rules_of_the_checkpoint_refuse_it(site: Site) -> None:
    at = Secretariat(site)
    key = next(each for each in at.proposed() if each.startswith("overdue:"))
    at.send("/proposals", matter=[key])
    (item,) = at.items()
    refused = at.conclude(item, kind="new_date", words="chờ mặt bằng")  # it is evaluated
    assert refused.status_code == 422
    assert "Không thể thực hiện việc «thay đổi thời hạn»" in refused.text
    assert "chờ mặt bằng" not in at.page()


def test_my_work_says_what_a_meeting_gave(site: Site) -> None:
    at = Secretariat(site)
    at.send("/items", subject="Giải phóng mặt bằng")
    assert "Cuộc họp giao" not in site.client(HEAD).get("/work").text
    at.conclude(at.items()[0])
    assert "Cuộc họp giao đồng chí 1 việc chưa trả lời" in site.client(HEAD).get("/work").text
