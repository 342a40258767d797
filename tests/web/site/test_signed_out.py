"""A session that ends while somebody types: what was typed is given back, and the way back."""

import re
from html import unescape

import papers
import pytest
import sample_acts
from matrix_of_routes import ROWS
from matrix_rows import Row
from page_grounds import hidden
from report_form import BY, GOOD, HERE, REF
from shut_out import give_up_positions
from sites import Site
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.services.accounts.sign_in import sessions
from dondoc.store.database import writing
from models.account import WebSession

WORDS = "Câu chữ đã viết ra"


@pytest.mark.parametrize("files", [{}, {"files": ("ảnh.png", papers.photo())}])
def test_a_report_that_is_sent_without_a_session_comes_back_to_be_sent_again(
    site: Site, files: dict[str, tuple[str, bytes]]
) -> None:
    answer = site.visitor().post(
        HERE, data=GOOD, files=files, headers={"referer": f"http://testserver{HERE}"}
    )
    assert answer.status_code == 401 and "Phiên làm việc đã hết" in answer.text
    words = {name: GOOD[name] for name in ("narrative", "value")}
    assert all(f">{text}</textarea>" in answer.text for text in words.values())
    assert 'href="/sign-in?then=%2Freport%2F2022%2FDV01%40LT%2FQ2%23signed-in"' in answer.text
    carried = hidden(answer.text) | words
    assert sample_acts.sent(site, REF) is None
    assert site.client(BY).post(HERE, data=carried).status_code == 303
    assert sample_acts.sent(site, REF) is not None


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.method == "POST" and not row.public],
    ids=lambda row: row.address,
)  # fmt: skip
def test_no_form_loses_its_words_where_the_session_ended(shown: Site, row: Row) -> None:
    answer = shown.visitor().post(row.address, data={**row.data, "words": WORDS})
    if not row.address.startswith(("/api/", "/sign-in/")):
        assert answer.status_code == 401 and f">{WORDS}</textarea>" in answer.text


def test_every_field_that_comes_back_says_which_it_is(shown: Site) -> None:
    typed = GOOD | {
        "difficulty-0": "Thiếu vốn đầu tư", "difficulty-1": "Mưa lũ kéo dài",
        "proposal-1": "Lùi thời hạn", "words": "Một lời nhắn", "words2": "Một dòng khác",
        "words3": "Thêm một dòng",
    }  # fmt: skip
    answer = shown.visitor().post(HERE, data=typed)
    labels = re.findall(r"<label>([^<]*) <textarea", answer.text)
    assert len(labels) == 8 and len(set(labels)) == 8
    assert {"Kết quả thực hiện", "Việc đã làm", "Khó khăn, vướng mắc (2)"} <= set(labels)


def test_a_button_that_carries_no_word_leads_to_the_door_and_back(shown: Site) -> None:
    there = {"referer": "http://testserver/work?section=late"}
    answer = shown.visitor().post(f"/act/2022/{REF}", data={"act": "acknowledge"}, headers=there)
    assert answer.headers["location"] == "/sign-in?then=%2Fwork%3Fsection%3Dlate"
    foreign = {"referer": "https://elsewhere.example/work"}
    answer = shown.visitor().post(f"/act/2022/{REF}", data={"act": "acknowledge"}, headers=foreign)
    assert answer.headers["location"] == "/sign-in?then=%2F"


def test_whoever_may_no_more_gets_the_words_to_copy(shown: Site) -> None:
    answer = shown.client("CB-YL2").post(HERE, data=GOOD)
    assert answer.status_code in {403, 404} and f">{GOOD['narrative']}</textarea>" in answer.text
    assert "Gửi lại</button>" not in answer.text


def test_what_one_typed_is_not_sent_in_the_name_of_who_signed_in_since(site: Site) -> None:
    """Both sit at one computer; the session of the first ended while they typed."""
    theirs = {"from": "19:00", "to": "06:30", "words": WORDS}
    browser = site.client(BY)
    with writing(site.workplace.engine) as session:
        for each in session.scalars(select(WebSession)):
            each.seen_at = wall_clock() - sessions.IDLE
    page = browser.post(HERE, data=GOOD | theirs)
    assert page.status_code == 401
    again = unescape(re.findall(r'<form method="post" action="([^"]+)"', page.text)[-1])
    other = site.client("CB-LT4").post(again, data=GOOD | {"on_behalf_of": BY})
    assert other.status_code == 409 and "do người khác nhập" in other.text
    assert f">{GOOD['narrative']}</textarea>" in other.text
    assert "Gửi lại</button>" not in other.text
    assert sample_acts.sent(site, REF) is None
    assert site.client(BY).post(again, data=GOOD).status_code == 303


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        (HERE, GOOD),
        (f"/act/2022/{REF}", {"act": "ask_extension", "reason": WORDS}),
        (f"/comment/2022/{REF}", {"text": WORDS}),
        (f"/nudge/2022/{REF}", {"to": "lead", "words": WORDS}),
    ],
)
def test_whoever_left_the_position_while_typing_is_narrative_so_and_keeps_the_words(
    site: Site, address: str, typed: dict[str, str]
) -> None:
    client = site.client(BY)
    assert client.get(HERE).status_code == 200
    give_up_positions(site, BY)
    answer = client.post(address, data=typed)
    assert answer.status_code in {403, 404}
    words = typed.get("narrative", WORDS)
    assert f">{words}</textarea>" in answer.text and "19/05/2022" in answer.text
    assert sample_acts.sent(site, REF) is None
