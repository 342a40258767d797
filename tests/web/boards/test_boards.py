"""Boards of units: figures that reconcile, the worst first, and urging by hand."""

import re
from html import unescape

import page_grounds
from counting import statements
from filed_reports import report
from programmes import current_programme
from sites import Site

from dondoc.services.figures.status import status
from dondoc.store.database import reading

LAP_THACH = 4


def figures(text: str) -> list[int]:
    """The numbers of the five due states at the head of a board."""
    head = text.partition('<ul class="figures lean">')[2].partition("</ul>")[0]
    return [int(found) for found in re.findall(r"<strong>(\d+)</strong>", head)]


def rows(text: str) -> list[list[str]]:
    """The cells of the first table's rows, as text."""
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    plain = [re.sub(r"<[^>]+>", " ", row) for row in body.split("</tr>")]
    return [unescape(one).split() for one in plain if one.strip()]


def test_the_units_add_up_to_the_programme(shown: Site) -> None:
    text = shown.client("CB-TTTU1").get("/boards").text
    with reading(shown.workplace.engine) as session:
        found = status(session, current_programme(session), shown.workplace.clock().now())
    counts = found.checkpoints
    # Due soon is a part of what is in time, as in the digest and on the overview.
    assert figures(text) == [
        counts.overdue, counts.open_in_time, counts.due_soon, counts.done_late,
        counts.done_in_time,
    ]  # fmt: skip
    totals = [int(cells[-2]) for cells in rows(text)]
    assert sum(totals) == counts.total
    assert sum(int(cells[-1]) for cells in rows(text)) == found.assignments


def test_the_line_below_the_figures_says_which_of_them_add_up(shown: Site) -> None:
    client = shown.client("CB-TTTU1")
    for address in ("/boards", "/boards/3"):
        text = unescape(client.get(address).text)
        overdue, in_time, _, late, done = figures(text)
        assert f"{overdue + in_time + late + done} mốc" in text
        assert re.search("sắp đến hạn là một phần của trong hạn", text, re.IGNORECASE)
    assert "năm cột" not in text


def test_the_worst_unit_comes_first(shown: Site) -> None:
    text = shown.client("CB-TTTU1").get("/boards").text
    overdue = [int(cells[-7]) for cells in rows(text)]
    assert overdue == sorted(overdue, reverse=True)
    assert overdue[0] > 0


def test_a_group_is_counted_by_itself(shown: Site) -> None:
    client = shown.client("CB-TTTU1")
    groups = re.findall(r'href="/boards\?group=([^"]+)"', client.get("/boards").text)
    parts = [figures(client.get(f"/boards?group={group}").text) for group in groups]
    whole = figures(client.get("/boards").text)
    assert [sum(each) for each in zip(*parts, strict=True)] == whole


def test_a_committee_sees_its_own_unit_only(shown: Site) -> None:
    client = shown.client("CB-LT4")
    text = client.get("/boards").text
    assert "Huyện Lập Thạch" in text
    assert "Huyện Yên Lạc" not in text
    assert client.get("/boards/1").status_code == 404
    assert client.get("/boards/99999").status_code == 404


def test_a_board_shows_work_people_and_reminders(shown: Site) -> None:
    text = unescape(shown.client("CB-LT4").get(f"/boards/{LAP_THACH}").text)
    assert "<title>Huyện Lập Thạch" in text
    assert sum(figures(text)) == len(rows(text)) == 22
    assert 'class="spark"' in text
    assert "Chỉ đạo chung; chịu trách nhiệm trước Ban Thường vụ Tỉnh ủy" in text  # a member's task
    told = text.partition("Sổ đôn đốc của đơn vị")[2]
    assert re.search(r"Q\d</span> · Tỷ lệ [^<]+<br>", told)  # not the label alone


def test_a_state_shows_as_many_rows_as_its_figure(shown: Site) -> None:
    client = shown.client("CB-LT4")
    counted = figures(client.get(f"/boards/{LAP_THACH}").text)
    for state, size in zip(
        ("overdue", "in_time", "due_soon", "done_late", "done_in_time"), counted, strict=True
    ):
        text = client.get(f"/boards/{LAP_THACH}?state={state}").text
        assert figures(text) == counted
        listed = text.partition('id="courses"')[0]
        assert (len(rows(listed)) if "<tbody>" in listed else 0) == size


def test_a_unit_without_a_committee_says_so(shown: Site) -> None:
    client = shown.client("CB-VPTU3")
    listed = client.get("/boards").text
    row = next(one for one in listed.split("</tr>") if "chưa có ban chỉ đạo" in one)
    address = re.search(r'href="(/boards/\d+)"', row)
    assert address is not None
    text = client.get(address[1]).text
    assert "Đơn vị này chưa có ban chỉ đạo." in text


def test_what_was_just_recorded_counts_on_the_board(site: Site) -> None:
    report(site, "DV01@LT/Q2", "CB-LT2", "70")
    text = site.client("CB-LT4").get(f"/boards/{LAP_THACH}").text
    assert "1 mốc đã báo cáo, chờ thẩm định." in text
    assert "50 / 240" in text  # verified
    assert "kể cả số chờ thẩm định: 120" in text


def test_the_number_of_questions_does_not_grow_with_the_unit(shown: Site) -> None:
    client, counted = shown.client("CB-VPTU3"), []
    for address in ("/boards/4", "/boards/6", "/boards?page=2"):
        client.get(address)
        with statements(shown.workplace.engine) as asked:
            client.get(address)
        counted.append(len(asked))
    assert counted[0] == counted[1]
    assert max(counted) <= 25


def test_it_shows_whom_urging_would_reach(shown: Site) -> None:
    text = shown.client("CB-VPTU3").get("/nudge/2022/GPMB01@YL/B2").text
    assert "Trần Duy Long (Bí thư Huyện ủy Yên Lạc)" in text
    assert "Dương Đức Tuấn (Chánh Văn phòng Huyện ủy Yên Lạc)" in text


def test_one_urges_an_item_once_a_day_in_ones_own_words(site: Site) -> None:
    client, address = site.client("CB-YL4"), "/nudge/2022/GPMB01@YL/B2"
    said = {"to": "lead", "words": "Đề nghị báo cáo trước thứ Hai."}
    said |= page_grounds.looked(client.get(address).text)
    sent = client.post(address, data=said)
    assert (sent.status_code, sent.headers["location"]) == (
        303, "/items/2022/GPMB01@YL/B2?done=nudged",
    )  # fmt: skip
    item = unescape(client.get(sent.headers["location"]).text)
    assert "Đã ghi nhận lời đôn đốc" in item
    assert "đôn đốc trực tiếp" in item
    again = client.post(address, data=said)
    assert again.status_code == 422
    assert "Đề nghị báo cáo trước thứ Hai." in again.text
    assert "Hôm nay đồng chí đã đôn đốc mốc này." in client.get(address).text


def test_what_is_reported_needs_no_urging(shown: Site) -> None:
    text = shown.client("CB-VPTU3").get("/nudge/2022/DV01@LT/Q1").text
    assert "Mốc này không cần đôn đốc." in text
    assert "<textarea" not in text
