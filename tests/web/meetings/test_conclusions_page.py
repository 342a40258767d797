"""The page of conclusions: two who answer at once, and an answer that was sent back."""

import re
from io import BytesIO

import docx
from meeting_pages import HEAD, STANDING_COMMITTEE, Secretariat, seen_on
from sites import Site


def given(site: Site) -> tuple[Secretariat, str]:
    """A task for a district, and the address to answer at."""
    at = Secretariat(site)
    at.send("/items", subject="Giải phóng mặt bằng")
    assert at.conclude(at.items()[0]).status_code == 303
    page = site.client(HEAD).get("/conclusions").text
    return at, re.findall(r'id="conclusion-(\d+)"', page)[-1]


def test_an_answer_on_an_old_page_is_refused_with_what_stands_and_kept(site: Site) -> None:
    at, key = given(site)
    head, address, name = site.client(HEAD), f"/conclusions/{key}", f"answer-{key}"
    old = seen_on(head.get("/conclusions").text)
    first = {"act": "answer", name: "Đã bàn giao 32 ha.", "seen": old}
    assert head.post(address, data=first).status_code == 303
    second = {**first, name: "Đã bàn giao 31 ha, còn 3 hộ"}
    refused = head.post(address, data=second)
    assert refused.status_code == 422
    assert "Không rõ đồng chí đã xem gì" not in refused.text
    assert refused.text.count("Đã bàn giao 32 ha") > 1  # as it stands, and as what was not seen
    assert "Đã bàn giao 31 ha, còn 3 hộ" in refused.text
    accepting = {"act": "accept", "seen": seen_on(at.client.get("/conclusions").text)}
    assert at.client.post(address, data=accepting).status_code == 303
    assert "Đã bàn giao 31 ha, còn 3 hộ" in head.post(address, data=second).text


def test_what_was_answered_before_it_was_sent_back_is_not_lost(site: Site) -> None:
    at, key = given(site)
    head, address, name = site.client(HEAD), f"/conclusions/{key}", f"answer-{key}"
    seen = seen_on(head.get("/conclusions").text)
    head.post(address, data={"act": "answer", name: "Đã bàn giao 32 ha.", "seen": seen})
    seen = seen_on(at.client.get("/conclusions").text)
    back = {"act": "send_back", name: "Chưa rõ ngày xong", "seen": seen}
    assert at.client.post(address, data=back).status_code == 303
    page = head.get("/conclusions").text
    assert re.search(rf'<textarea[^>]*name="{name}"[^>]*>Đã bàn giao 32 ha\.</textarea>', page)
    # The Standing Committee reads who said what, on the page and in the next pack.
    later = Secretariat(site, day="2022-06-10", title="Phiên họp tháng 6")
    shown = site.client(STANDING_COMMITTEE).get(later.address).text
    assert "<strong>Báo cáo trước đó:</strong> Đã bàn giao 32 ha." in shown
    pack = docx.Document(BytesIO(later.client.get(f"{later.address}/pack/party.docx").content))
    cells = {cell.text for table in pack.tables for row in table.rows for cell in row.cells}
    told = "Báo cáo trước đó: Đã bàn giao 32 ha. Bị trả lại: Chưa rõ ngày xong"
    assert f"đang thực hiện. {told}" in cells


def test_the_day_of_a_meeting_and_what_is_due_after_it_are_said_with_their_year(site: Site) -> None:
    at = Secretariat(site)
    at.pick(1)
    (item,) = at.items()
    at.conclude(item, **{f"due-{item}": "2023-01-06"})
    for page in (at.page(), at.client.get("/meetings").text):
        assert "thứ Sáu 20/5/2022" in page
    for page in (at.page(), at.client.get("/conclusions").text):
        assert "thứ Sáu 6/1/2023" in page
