"""The page of open difficulties: who sees what, and saying that one is removed."""

import re

from sites import Site


def _numbers(page: str) -> list[str]:
    return re.findall(r'<li class="sheet" id="difficulty-(\d+)"', page)


def test_the_overviews_number_opens_exactly_its_difficulties(shown: Site) -> None:
    client = shown.client("CB-TTTU1")
    said = re.search(r'href="/difficulties">[^<(]*\((\d+)\)', client.get("/overview").text)
    assert said is not None
    page = client.get("/difficulties").text
    assert len(_numbers(page)) == int(said[1]) > 0
    assert 'action="/difficulties/' not in page  # the Standing Committee removes none


def test_the_secretariat_says_that_one_is_removed_and_history_shows_it(site: Site) -> None:
    client = site.client("CB-VPTU3")
    first = _numbers(client.get("/difficulties").text)[0]
    empty = client.post(f"/difficulties/{first}", data={f"words-{first}": " "})
    assert empty.status_code == 422
    assert "Đề nghị ghi khó khăn đã được tháo gỡ thế nào." in empty.text
    words = "Đã bố trí thêm 2 tỷ đồng"
    done = client.post(f"/difficulties/{first}", data={f"words-{first}": words})
    assert (done.status_code, done.headers["location"]) == (303, "/difficulties?done=removed")
    page = client.get("/difficulties").text
    assert first not in _numbers(page)
    again = client.post(f"/difficulties/{first}", data={f"words-{first}": words})
    assert again.status_code == 404
    item = client.get("/items/2022/KP02@VT").text
    assert "đã tháo gỡ khó khăn: " in item
    assert words in item


def test_the_unit_that_can_remove_it_finds_it_among_its_own(shown: Site) -> None:
    page = shown.client("CB-LT1").get("/difficulties").text
    refs = set(re.findall(r'href="/items/2022/([^"]+)"', page))
    assert {"DTC01%40LT/Q2", "DON01%40LT/Q2"} <= refs
    assert all("%40LT/" in ref for ref in refs)


def test_the_report_form_says_which_end_unless_they_are_named_again(shown: Site) -> None:
    page = shown.client("CB-LT1").get("/report/2022/DON01@LT/Q2").text
    assert "1 khó khăn đang mở" in page
    assert "không nêu lại là coi như đã hết" in page
    assert "khó khăn đang mở" not in shown.client("CB-LT2").get("/report/2022/DV01@LT/Q2").text
