"""The course of an evaluation on pages: opened, assessed on a phone, commented, proposed, shown."""

import html
import re
from decimal import Decimal

import pytest
from evaluation_round import NAME, OFFICIAL, PAGE, ROUND, form_of, opened, send
from sites import Site
from sqlmodel import col, select

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.store.database import reading, writing
from models.drafts_and_views import EvaluationDraft
from models.evaluation_round import EvaluationDossier, EvaluationDossierStep, EvaluationRound
from models.person import Person
from models.rules.checkpoints import Act

SECRETARIAT, STANDING = "CB-VPTU3", "CB-TTTU1"
FULL = {f"criterion-{number}": "7,5" for number in range(1, 5)}
OWN = FULL | {"grade": "good", "words": "Đường sạt lở sau mưa"}


def steps(site: Site) -> list[EvaluationDossierStep]:
    with reading(site.workplace.engine) as session:
        found = list(session.scalars(select(EvaluationDossierStep)))
        session.expunge_all()
        return found


def test_the_secretariat_opens_a_round_with_what_is_proposed(site: Site) -> None:
    client = site.client(SECRETARIAT)
    page = client.get("/evaluation/rounds?period=Q1&official=ND-335-2025&leader=ND-335-2025").text
    assert 'value="2022-05-26"' in page and "Chính trị tư tưởng" in page
    assert "Kỳ này sẽ có 42 hồ sơ" in page
    carried = form_of(page, "/evaluation/rounds")
    wrong = client.post("/evaluation/rounds", data=carried | {"most-0": "8"})
    assert wrong.status_code == 422
    assert "cộng lại được 30,5 điểm; bộ quy tắc cần đúng 30 điểm" in wrong.text
    assert 'value="8"' in wrong.text  # what was typed stays
    answer = client.post("/evaluation/rounds", data=carried)
    assert answer.headers["location"].startswith("/evaluation/2022/Q1?done=opened")
    assert "lập 42 hồ sơ" in client.get(answer.headers["location"]).text
    again = client.post("/evaluation/rounds", data=carried)
    assert again.status_code == 422 and "Đã mở đánh giá quý I/2022 rồi" in again.text
    with reading(site.workplace.engine) as session:
        assert session.scalars(select(EvaluationRound)).one().request_days == 7


@pytest.mark.parametrize(("period", "words"), [("Q2", "mới kết thúc"), ("2022", "hết quý III")])
def test_what_cannot_be_opened_is_said(shown: Site, period: str, words: str) -> None:
    page = shown.client(SECRETARIAT).get(f"/evaluation/rounds?period={period}").text
    assert words in page and "Traceback" not in page


def test_the_round_says_where_everybody_stands_and_counts_add_up(site: Site) -> None:
    opened(site)
    page = site.client(STANDING).get(ROUND).text
    counts = [int(number) for number in re.findall(r"(?:Tất cả|Chưa tự đánh giá) (\d+)</a>", page)]
    rows = page.count('<th scope="row">')
    assert counts == [rows, rows] and rows > 10
    one = re.search(r'<option value="(\d+)">Huyện Sông Lô', page)
    assert one
    cut = site.client(STANDING).get(f"{ROUND}?unit={one[1]}").text
    assert 0 < cut.count('<th scope="row">') < rows


def test_one_assesses_oneself_and_nothing_typed_is_lost(site: Site) -> None:
    opened(site)
    client = site.client(OFFICIAL)
    page = client.get(f"{ROUND}/mine").text
    assert "31 / 30 đảng viên" in page
    assert not re.search(r'name="criterion-1"[^>]*value="[^"]', page)  # full marks are not preset
    assert "checked" not in page
    wrong = send(client, f"{ROUND}/mine", OWN | {"criterion-2": "9"})
    assert wrong.status_code == 422 and "Điểm phải từ 0 đến 7,5." in wrong.text
    for kept in ('value="9"', "Đường sạt lở sau mưa"):
        assert kept in wrong.text
    later = site.client(OFFICIAL).get(f"{ROUND}/mine").text
    assert 'value="9"' in later and "Đường sạt lở sau mưa" in later
    done = send(client, f"{ROUND}/mine", OWN)
    assert done.status_code == 303 and done.headers["location"].startswith(PAGE)
    shown_page = client.get(done.headers["location"]).text
    assert "Đã ghi nhận." in shown_page and "Ba lần chấm" in shown_page
    assert "Đường sạt lở sau mưa" in shown_page
    (step,) = steps(site)
    assert step.general == 30 and step.grade == "good"
    with reading(site.workplace.engine) as session:
        assert session.scalars(select(EvaluationDraft)).all() == []


def test_a_number_that_cannot_be_read_hides_no_other_fault(site: Site) -> None:
    opened(site)
    client = site.client(OFFICIAL)
    typed = OWN | {"criterion-1": "bảy", "criterion-2": "9", "words": "", "grade": ""}
    wrong = send(client, f"{ROUND}/mine", typed)
    assert wrong.status_code == 422 and 'value="bảy"' in wrong.text and 'value="9"' in wrong.text
    for name in ("criterion-1", "criterion-2", "words", "grade"):
        assert f'href="#{name}"' in wrong.text, name
    read = send(client, f"{ROUND}/mine", typed | {"criterion-1": "8"})
    for name in ("criterion-1", "criterion-2", "words", "grade"):
        assert f'href="#{name}"' in read.text, name


def test_what_is_typed_is_reckoned_before_it_is_handed_in(site: Site) -> None:
    opened(site)
    client = site.client(OFFICIAL)
    answer = send(client, f"{ROUND}/mine", FULL, act="draft")
    page = client.get(answer.headers["location"]).text
    assert "Đã lưu." in page
    assert re.search(r"Tiêu chí chung</span><strong>30,00", page)
    assert steps(site) == []


def test_a_script_keeps_what_is_typed_and_an_older_window_overwrites_nothing(site: Site) -> None:
    opened(site)
    client = site.client(OFFICIAL)
    first, second = (form_of(client.get(f"{ROUND}/mine").text, f"{ROUND}/mine") for _ in range(2))
    saved = client.post(f"{ROUND}/mine/draft", data=first | FULL)
    assert saved.json()["failed"] is False
    refused = client.post(f"{ROUND}/mine/draft", data=second | {"criterion-1": "1"})
    assert refused.json()["failed"] is True and "nay là" in refused.json()["saved"]
    assert 'value="7,5"' in client.get(f"{ROUND}/mine").text


def test_more_than_can_be_kept_is_said_and_not_cut_off(site: Site) -> None:
    opened(site)
    client, long = site.client(OFFICIAL), "chữ " * 3000 + "hết"
    for act in ("draft", "report"):
        answer = send(client, f"{ROUND}/mine", OWN | {"words": long}, act=act)
        assert answer.status_code == 422 and "hết</textarea>" in answer.text
        assert "5000" in answer.text or "5.000" in answer.text
    form = form_of(client.get(f"{ROUND}/mine").text, f"{ROUND}/mine")
    saved = client.post(f"{ROUND}/mine/draft", data=form | {"words": long}).json()
    assert saved["failed"] is True and "5" in saved["saved"]
    assert steps(site) == []


def test_pressing_twice_takes_one_step(site: Site) -> None:
    opened(site)
    client = site.client(OFFICIAL)
    carried = form_of(client.get(f"{ROUND}/mine").text, f"{ROUND}/mine") | OWN | {"act": "report"}
    assert client.post(f"{ROUND}/mine", data=carried).status_code == 303
    assert client.post(f"{ROUND}/mine", data=carried).status_code == 303
    assert len(steps(site)) == 1


def test_the_level_above_sees_the_self_assessment_and_gives_a_reason(site: Site) -> None:
    opened(site)
    send(site.client(OFFICIAL), f"{ROUND}/mine", OWN)
    above = site.client(STANDING)
    page = above.get(f"{PAGE}/comment").text
    assert "tự chấm 7,5" in page and "Đường sạt lở sau mưa" in page
    parts = {"subordinates": "yes", "organising": "no", "uniting": "yes"}
    said = FULL | parts | {"criterion-4": "6,5", "grade": "good"}
    wrong = send(above, f"{PAGE}/comment", said)
    assert wrong.status_code == 422 and "Điểm khác điểm tự chấm" in wrong.text
    assert 'value="6,5"' in wrong.text
    done = send(above, f"{PAGE}/comment", said | {"reason": "Chậm gửi số liệu đối chiếu"})
    assert done.status_code == 303, html.unescape(done.text)
    own = site.client(OFFICIAL).get(PAGE).text
    assert "Chậm gửi số liệu đối chiếu" in own and "29,00" in own and "30,00" in own
    closed = site.client(OFFICIAL).get(f"{ROUND}/mine").text
    assert "Hiện không tự đánh giá được" in closed


def test_the_points_of_the_self_assessment_are_taken_over_by_a_button(site: Site) -> None:
    opened(site)
    send(site.client(OFFICIAL), f"{ROUND}/mine", OWN | {"criterion-3": "6,25"})
    above = site.client(STANDING)
    answer = send(above, f"{PAGE}/comment", {"strengths": "Chủ động"}, act="as_self")
    page = above.get(answer.headers["location"]).text
    assert re.search(r'name="criterion-3"[^>]*value="6,25"', page) and "Chủ động" in page
    assert not re.search(r'name="uniting"[^>]*checked', page)


def test_e_is_never_preset_and_d_only_where_it_is_known(site: Site) -> None:
    opened(site)
    send(site.client(OFFICIAL), f"{ROUND}/mine", OWN)
    page = site.client(STANDING).get(f"{PAGE}/comment").text
    assert not re.search(r'name="uniting"[^>]*checked', page)
    assert "Không có giá trị mặc định" in page


def test_nobody_else_opens_these_forms(site: Site) -> None:
    opened(site)
    for code in ("CB-LT2", "CB-SL2", SECRETARIAT):
        assert site.client(code).get(f"{PAGE}/comment").status_code == 404, code
    assert site.client("CB-UBKT4").get(f"{ROUND}/mine").status_code == 404
    assert site.client("CB-BTG2").get(ROUND).status_code == 404


def test_the_look_of_whoever_comments_is_seen_by_the_person(site: Site) -> None:
    opened(site)
    site.client(STANDING).get(f"{PAGE}/comment")
    page = site.client(OFFICIAL).get(PAGE).text
    assert "Ai đã xem: 1" in page or re.search(r"looks-title\">[^<]*1", page)
    assert NAME in page


def test_a_unit_proposes_on_one_page_and_what_changed_meanwhile_is_refused(site: Site) -> None:
    opened(site)
    above = site.client(STANDING)
    with reading(site.workplace.engine) as session:
        query = select(EvaluationDossier).join(
            Person, col(Person.id) == EvaluationDossier.person_id
        )
        row = session.scalars(query.where(col(Person.code) == OFFICIAL)).one()
        key, unit = row.key, row.unit_id
    address = f"{ROUND}/units/{unit}"
    assert (
        "Chưa đề nghị được lúc này." in above.get(address).text
    )  # they may still assess themselves
    send(site.client(OFFICIAL), f"{ROUND}/mine", OWN)
    parts = {"subordinates": "yes", "organising": "yes", "uniting": "yes"}
    send(above, f"{PAGE}/comment", FULL | parts | {"grade": "good", "reason": "Chênh ít"})
    carried = form_of(above.get(address).text, address)
    wrong = above.post(address, data=carried | {f"grade-{key}": "completed"})
    assert wrong.status_code == 422 and "Mức khác mức tính theo bộ quy tắc" in wrong.text
    assert re.search(r'value="completed" selected', wrong.text)
    again = send(above, f"{PAGE}/comment", FULL | parts | {"criterion-1": "5", "reason": "Sai sót"})
    assert again.status_code == 303
    said = {f"grade-{key}": "completed", f"reason-{key}": "Tập thể nhận xét"}
    stale = above.post(address, data=carried | said)
    assert stale.status_code == 422 and "nay là" in html.unescape(stale.text)
    assert "Tập thể nhận xét" in stale.text
    fresh = form_of(above.get(address).text, address)
    done = above.post(address, data=fresh | said)
    assert done.status_code == 303 and "done=1" in done.headers["location"]
    assert [step.kind for step in steps(site)][-1] == "proposed"
    assert "Đã ghi đề nghị cho 1 người." in above.get(done.headers["location"]).text


def test_a_result_that_changed_since_the_form_was_opened_refuses_and_keeps_every_word(
    site: Site,
) -> None:
    opened(site)
    client = site.client(OFFICIAL)
    carried = form_of(client.get(f"{ROUND}/mine").text, f"{ROUND}/mine")
    act = ActInput(Act.CORRECT, "DV01@SL/Q1", SECRETARIAT, value=Decimal(15), reason="Đếm lại")
    with writing(site.workplace.engine) as session:
        Recorder(session, site.workplace.clock().now(), site.workplace.evidence).record(act)
    answer = client.post(f"{ROUND}/mine", data=carried | OWN | {"act": "report"})
    said = html.unescape(answer.text)
    assert answer.status_code == 422 and "59,5" in said and "nay là" in said
    assert "Đường sạt lở sau mưa" in said and 'value="7,5"' in said
    assert steps(site) == []
