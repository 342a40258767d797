"""Pages on which a meeting is moved or called off, and a conclusion taken back or corrected."""

import re
from html import unescape
from io import BytesIO

import docx
import pytest
from httpx import Response
from meeting_pages import HEAD, STANDING_COMMITTEE, Secretariat, seen_on
from sites import Site

MATTER, WORDS, WHY = "Giải phóng mặt bằng", "báo cáo kết quả", "Ghi nhầm đơn vị"


@pytest.fixture
def at(site: Site) -> Secretariat:
    made = Secretariat(site)
    made.send("/items", subject=MATTER)
    return made


def concluded(at: Secretariat, **more: object) -> str:
    """The key of a conclusion that was recorded."""
    assert at.conclude(at.items()[0], **more).status_code == 303
    return re.findall(r'id="concluded-(\d+)"', at.page())[-1]


def seen_of(at: Secretariat, key: str) -> str:
    """What the form that takes it back carries."""
    return seen_on(at.page().partition(f'action="{at_path(at, key)}')[2])


def at_path(at: Secretariat, key: str) -> str:
    return f"{at.address}/conclusions/{key}"


def takes_back(at: Secretariat, key: str, act: str = "take_back", **more: str) -> Response:
    data = {"act": act, f"why-{key}": WHY, "seen": seen_of(at, key), **more}
    return at.client.post(at_path(at, key), data=data)


def words_in(at: Secretariat, which: str) -> str:
    word = docx.Document(BytesIO(at.client.get(f"{at.address}/{which}/party.docx").content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(line.text for line in word.paragraphs)])


def main(page: str) -> str:
    return unescape(page.partition("<main")[2])


def test_a_meeting_is_moved_and_its_list_and_papers_follow(at: Secretariat) -> None:
    data = {"act": "reschedule", "title": "Phiên họp tháng 6", "held_on": "2022-06-02"}
    assert at.send("", **data).status_code == 303
    assert "Phiên họp tháng 6" in at.page() and "Từ ngày họp 02/06/2022" in at.page()
    listed = main(at.client.get("/meetings").text)
    assert "2/6" in listed and "chưa đến ngày họp" in listed
    assert "02/06/2022" in words_in(at, "pack")
    again = at.send("", **data, seen=None)
    assert again.status_code == 303  # nothing is changed, and nothing is refused


def test_what_is_wrong_with_a_day_or_a_title_is_said_and_kept(at: Secretariat) -> None:
    for wrong, said in (
        ({"held_on": "2022-05-19"}, "ngày 19/05/2022 đã qua"), ({"held_on": ""}, "held_on"),
        ({"title": ""}, "title"), ({"held_on": "31/31"}, "31/31"),
    ):  # fmt: skip
        data = {"act": "reschedule", "title": "Phiên họp riêng", "held_on": "2022-06-02", **wrong}
        refused = at.send("", **data)
        assert refused.status_code == 422 and said in refused.text
        assert data["title"] in refused.text
    assert at.send("", act="other").status_code == 400


def test_an_old_page_neither_moves_nor_calls_off(at: Secretariat) -> None:
    old = seen_on(at.page())
    at.send("", act="reschedule", title="Phiên họp tháng 5", held_on="2022-05-24")
    for data in (
        {"act": "reschedule", "title": "Phiên của tôi", "held_on": "2022-06-07"},
        {"act": "call_off", "why": "Lý do của tôi"},
    ):
        late = at.send("", seen=old, **data)
        assert late.status_code == 422 and "nay là" in late.text and "24/05/2022" in late.text
        assert data.get("why", data.get("title", "")) in late.text
    assert "Phiên của tôi" not in at.page() and "đã hủy" not in at.client.get("/meetings").text


def test_a_meeting_called_off_stays_readable_and_its_matters_come_back(
    at: Secretariat, site: Site
) -> None:
    assert at.send("", act="call_off", why="").status_code == 422
    assert at.send("", act="call_off", why="Trùng kỳ họp khác").status_code == 303
    page = main(at.page())
    assert "Trùng kỳ họp khác" in page and MATTER in page and "<form" not in page
    assert "/pack/" not in page
    assert at.client.get(f"{at.address}/pack/party.docx").status_code == 404
    assert "đã hủy" in at.client.get("/meetings").text
    assert "Trùng kỳ họp khác" in site.client(STANDING_COMMITTEE).get(at.address).text
    later = Secretariat(site, day="2022-06-02", title="Phiên họp tháng 6")
    (own,) = [key for key in later.proposed() if key.startswith("own:")]
    assert later.send("/proposals", matter=[own]).status_code == 303
    assert later.subjects() == [MATTER]


def test_what_is_typed_while_it_is_called_off_is_refused_and_not_lost(at: Secretariat) -> None:
    old, item = seen_on(at.page()), at.items()[0]
    at.send("", act="call_off", why="Trùng kỳ họp khác")
    refused = at.conclude(item, words="lời đã gõ", seen=old)
    assert refused.status_code == 422
    assert "đã hủy (Trùng kỳ họp khác)" in refused.text and "lời đã gõ" in refused.text
    handed = at.send("/handed-out", seen=old, paper="pack", form="party")
    assert handed.status_code == 422 and "đã hủy" in handed.text


def test_a_conclusion_taken_back_is_on_no_paper_and_on_nobodys_list(
    at: Secretariat, site: Site
) -> None:
    key = concluded(at)
    head = site.client(HEAD)
    assert "Cuộc họp giao đồng chí 1 việc" in head.get("/work").text
    assert takes_back(at, key, **{f"why-{key}": ""}).status_code == 422
    assert takes_back(at, key).headers["location"].endswith("?done=taken_back")
    page = main(at.page())
    assert WORDS in page and WHY in page and "đã thu hồi" in page
    assert WORDS not in words_in(at, "notice") + words_in(at, "minutes")
    assert "Cuộc họp giao" not in head.get("/work").text
    listed = main(head.get("/conclusions").text)
    assert WHY in listed and 'value="answer"' not in listed
    later = Secretariat(site, day="2022-06-02", title="Phiên họp tháng 6")
    assert WORDS not in later.page()


def test_to_correct_one_is_to_record_it_anew_in_its_old_words(at: Secretariat) -> None:
    key, (item,) = concluded(at, words="hoàn thành tờ trình"), at.items()
    answer = takes_back(at, key, "correct")
    page = at.client.get(answer.headers["location"].partition("#")[0]).text
    form = page.partition(f'id="anew-{item}" open')[2].partition("</form>")[0]
    assert ">hoàn thành tờ trình</textarea>" in form and 'value="2022-05-25"' in form
    assert re.search(r'value="LT-BT"( selected|")', form)
    assert re.search(r'value="task" checked', form)
    assert concluded(at, words="hoàn thành đề án") != key
    assert "hoàn thành đề án" in words_in(at, "notice")


def test_what_cannot_be_taken_back_says_what_to_do_instead(at: Secretariat) -> None:
    key = concluded(at, kind="assignment")
    assert "đề nghị rút nhiệm vụ" in main(at.page())
    refused = takes_back(at, key, seen="")
    assert refused.status_code == 422
    assert "đề nghị rút nhiệm vụ" in refused.text and WHY in refused.text
    assert "không đổi ngày, đổi tên hay hủy được" in main(at.page())


def test_an_answer_that_came_meanwhile_is_not_taken_back_unread(
    at: Secretariat, site: Site
) -> None:
    key = concluded(at)
    old, head = seen_of(at, key), site.client(HEAD)
    answered = {"act": "answer", f"answer-{key}": "Đã có báo cáo 12",
                "seen": seen_on(head.get("/conclusions").text)}  # fmt: skip
    assert head.post(f"/conclusions/{key}", data=answered).status_code == 303
    refused = takes_back(at, key, seen=old)
    assert refused.status_code == 422
    assert "nay là" in refused.text and "Đã có báo cáo 12" in refused.text and WHY in refused.text


def test_an_old_page_answers_nothing_that_was_taken_back(at: Secretariat, site: Site) -> None:
    key, head = concluded(at), site.client(HEAD)
    seen = seen_on(head.get("/conclusions").text)
    takes_back(at, key)
    answer = {"act": "answer", f"answer-{key}": "Lời đã gõ", "seen": seen}
    refused = head.post(f"/conclusions/{key}", data=answer)
    assert refused.status_code == 422 and WHY in refused.text


def test_pressed_twice_it_is_done_once(at: Secretariat) -> None:
    key = concluded(at)
    seen = seen_of(at, key)
    assert takes_back(at, key, seen=seen).status_code == 303
    assert takes_back(at, key, seen=seen).status_code == 303
    assert main(at.page()).count(WHY) == 1


def test_from_the_list_of_conclusions_one_comes_to_the_meeting_that_took_it(
    at: Secretariat, site: Site
) -> None:
    concluded(at)
    link = f'href="{at.address}?year=2022#matter-{at.items()[0]}"'
    assert link in at.client.get("/conclusions").text
    assert "/meetings/" not in main(site.client(HEAD).get("/conclusions").text)


def test_only_the_secretariat_changes_a_meeting_and_takes_back(at: Secretariat, site: Site) -> None:
    key = concluded(at)
    for code in (STANDING_COMMITTEE, HEAD):
        client = site.client(code)
        assert client.post(at.address, data={"act": "call_off"}).status_code == 403
        assert client.post(at_path(at, key), data={}).status_code == 403
    assert "Thu hồi" not in site.client(STANDING_COMMITTEE).get(at.address).text
    other = Secretariat(site, title="Phiên khác")
    assert takes_back(other, key).status_code == 422  # it is of another meeting


def test_history_says_who_moved_called_off_and_took_back_and_why(at: Secretariat) -> None:
    takes_back(at, concluded(at))
    at.send("", act="reschedule", title="Phiên họp tháng 6", held_on="2022-06-02")
    at.send("", act="call_off", why="Trùng kỳ họp khác")
    page = main(at.client.get("/audit").text)
    assert f"thu hồi kết luận cuộc họp ngày 20/05/2022 về {MATTER}" in page and WHY in page
    moved = "chuyển Phiên họp tháng 5 ngày 20/05/2022 thành Phiên họp tháng 6 ngày 02/06/2022"
    assert moved in page
    assert "hủy Phiên họp tháng 6 ngày 02/06/2022" in page and "Trùng kỳ họp khác" in page
