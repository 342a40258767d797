"""Papers of discipline on pages: who records, who reads, and where it is shown before deciding."""

import html
from datetime import date

import pytest
from evaluation_papers import evaluation_paper_as
from evaluation_round import NAME, OFFICIAL, PAGE, ROUND, form_of, opened, send
from session_on_pages import DECISIONS, STANDING, finished
from sites import Site
from sqlmodel import col, select

from dondoc.i18n import translator
from dondoc.services.history.setting_words import setting_words
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_evaluation.request import ONLY
from dondoc.services.papers.paper import Paragraph
from dondoc.store.database import reading
from models.discipline import DisciplineRecord
from models.evaluation_round import EvaluationRound
from models.evaluation_viewing import EvaluationViewing
from models.event import Event
from models.person import Person
from models.rules.evaluation_course.papers import EvaluationPaperKind

OFFICE, COLLEAGUE, BODY, HEAD = "CB-VPTU3", "CB-VPTU1", "CB-TTTU1", "CB-LT1"
AT = "/evaluation/discipline"
TYPED = {
    "person": OFFICIAL, "unit": "", "kind": "discipline", "number": "12-QĐ/UBKT",
    "signed": "2022-03-08", "body": "Ủy ban kiểm tra", "effective": "2022-03-10",
}  # fmt: skip
REMARK = "Bị kỷ luật theo văn bản số 12-QĐ/UBKT ngày 08/03/2022 của Ủy ban kiểm tra"


def record(site: Site, by: str = OFFICE, **typed: str) -> tuple[int, str]:
    client = site.client(by)
    answer = client.post(AT, data=TYPED | typed)
    if answer.status_code == 303:
        return 303, html.unescape(client.get(answer.headers["location"]).text)
    return answer.status_code, html.unescape(answer.text)


def stored(site: Site) -> list[DisciplineRecord]:
    with reading(site.workplace.engine) as session:
        found = list(session.scalars(select(DisciplineRecord)))
        session.expunge_all()
    return found


def test_the_self_assessment_says_that_it_is_discipline_that_holds_the_grade(site: Site) -> None:
    opened(site)
    record(site)
    client, at = site.client(OFFICIAL), f"{ROUND}/mine"
    full = {f"criterion-{number}": "7" for number in range(1, 5)}
    parts = dict.fromkeys(("subordinates", "organising", "uniting"), "yes")
    assert send(client, at, full | parts, act="draft").status_code == 303
    page = html.unescape(client.get(at).text)
    assert "Bị kỷ luật hoặc có kết luận suy thoái: không hoàn thành nhiệm vụ." in page


def test_the_secretariat_records_and_whoever_decides_sees_it_before(site: Site) -> None:
    opened(site)
    status, page = record(site)
    assert status == 303 and "Đã ghi văn bản." in page and "12-QĐ/UBKT" in page
    for code in (OFFICE, BODY, OFFICIAL):
        of = html.unescape(site.client(code).get(PAGE).text)
        assert REMARK in of, code
    assert "12-QĐ/UBKT" in html.unescape(site.client(BODY).get(AT).text)
    assert f'action="{AT}' not in site.client(BODY).get(AT).text


def test_a_step_that_was_opened_before_is_told_which_paper_came(site: Site) -> None:
    opened(site)
    client, at = site.client(OFFICIAL), f"{ROUND}/mine"
    page = client.get(at).text
    record(site)
    sent = client.post(at, data=form_of(page, at) | {"act": "report", "words": "Đã làm"})
    said = html.unescape(sent.text)
    assert sent.status_code == 422
    assert "Văn bản kỷ luật: đồng chí đang xem «chưa có», nay là «12-QĐ/UBKT»" in said
    assert "Kết quả công việc làm căn cứ đã thay đổi" not in said and REMARK in said


@pytest.mark.parametrize("kind", [EvaluationPaperKind.FORM_335, EvaluationPaperKind.FORM_366])
def test_the_form_says_the_discipline_on_which_the_grade_rests(
    site: Site, kind: EvaluationPaperKind
) -> None:
    opened(site)
    record(site)
    with reading(site.workplace.engine) as session:
        round_id = session.scalars(select(col(EvaluationRound.id))).one()
    form = ONLY.get(kind, PaperForm.STATE)
    made = evaluation_paper_as(site.workplace, round_id, kind, form, code=OFFICIAL)
    assert made is not None
    said = [block.text for block in made.paper.blocks if isinstance(block, Paragraph)]
    assert any(each.startswith(REMARK) for each in said)
    assert any("thì không hoàn thành nhiệm vụ" in each for each in said)


def test_the_session_and_the_page_before_publishing_say_who_is_decided_beside_it(
    site: Site,
) -> None:
    record(site)
    at = finished(site)  # everybody is decided "good"
    name = f"{NAME} bị kỷ luật hoặc có kết luận suy thoái"
    before = html.unescape(site.client(OFFICE).get(DECISIONS).text)
    assert name in before and "nhưng đã quyết định hoàn thành tốt nhiệm vụ" in before
    session = html.unescape(site.client(STANDING).get(at).text)
    first = session[session.index('id="first-title"') :].partition("</section>")[0]
    assert "Bị kỷ luật hoặc có kết luận suy thoái, theo bộ quy tắc" in first and NAME in first
    caps = html.unescape(site.client(STANDING).get(f"{ROUND}/caps").text)
    assert "không hoàn thành nhiệm vụ; đã quyết định hoàn thành tốt nhiệm vụ" in caps


def test_without_a_round_it_stands_on_the_persons_page(site: Site) -> None:
    record(site)
    assert REMARK in html.unescape(site.client(OFFICIAL).get(PAGE).text)
    assert REMARK not in html.unescape(site.client(OFFICIAL).get(PAGE.replace("Q1", "Q2")).text)


def test_nobody_else_finds_the_page_and_every_look_is_kept(site: Site) -> None:
    record(site)
    for code in (OFFICIAL, HEAD):
        assert site.client(code).get(AT).status_code == 404, code
        assert site.client(code).post(AT, data=TYPED).status_code == 403, code
    site.client(BODY).get(AT)
    with reading(site.workplace.engine) as session:
        who = {each.code: each.key for each in session.scalars(select(Person))}
        looks = session.scalars(
            select(EvaluationViewing).where(
                col(EvaluationViewing.person_id) == who[OFFICIAL],
                col(EvaluationViewing.viewed_by_id) == who[BODY],
            )
        ).all()
    assert [each.period for each in looks] == ["2022"]


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(site: Site) -> None:
    status, page = record(site, effective="2022-03-07", body="Ban Thường vụ")
    assert status == 422 and "Ngày có hiệu lực trước ngày ký." in page
    assert 'value="Ban Thường vụ"' in page and 'value="2022-03-07"' in page
    status, page = record(site, person="", signed="hôm qua", kind="?", number="")
    assert status == 422 and stored(site) == []
    for said in ("hôm qua", "Chọn nội dung văn bản.", "Cần ghi số văn bản"):
        assert said in page
    page = site.client(OFFICE).get(f"{AT}?person={OFFICIAL}").text
    assert f'value="{OFFICIAL}"' in page


def test_it_is_taken_back_with_a_reason_and_history_names_nobody(site: Site) -> None:
    record(site)
    key = stored(site)[0].key
    client = site.client(COLLEAGUE)
    answer = client.post(f"{AT}/{key}", data={f"why-{key}": ""})
    assert answer.status_code == 422 and "Cần ghi lý do rút" in html.unescape(answer.text)
    answer = client.post(f"{AT}/{key}", data={f"why-{key}": "Hủy theo QĐ 20"})
    assert answer.status_code == 303
    page = html.unescape(client.get(answer.headers["location"]).text)
    assert "Hủy theo QĐ 20" in page and "Đã rút, không tính nữa" in page
    assert client.post(f"{AT}/{key}", data={f"why-{key}": "Lần nữa"}).status_code == 422
    with reading(site.workplace.engine) as session:
        notes = [each.data for each in session.scalars(select(Event)) if "record" in each.data]
    words = [setting_words(each["what"], each, translator("vi")) for each in notes]
    assert words == [f"ghi văn bản kỷ luật thứ {key}", f"rút văn bản kỷ luật thứ {key}"]
    assert stored(site)[0].taken_back_at is not None
    assert stored(site)[0].effective_on == date(2022, 3, 10)
