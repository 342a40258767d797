"""The page of open difficulties: who sees what, and saying that one is removed."""

import re
from decimal import Decimal

import pytest
from api_client import open_ref, program, send
from sites import Site

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.store.database import writing
from models.rules.checkpoints import Act


def _numbers(page: str) -> list[str]:
    return re.findall(r'<li class="sheet" id="difficulty-(\d+)"', page)


def test_the_overviews_number_opens_exactly_its_difficulties(shown: Site) -> None:
    client = shown.client("CB-TTTU1")
    said = re.search(r'href="/difficulties">[^<(]*\((\d+)\)', client.get("/overview").text)
    assert said is not None
    page = client.get("/difficulties").text
    assert len(_numbers(page)) == int(said[1]) > 0
    assert 'action="/difficulties/' not in page  # the Standing Committee removes none


def test_each_names_the_work_and_not_its_code_alone(shown: Site) -> None:
    client = shown.client("CB-TTTU1")
    assert "Huyện Lập Thạch: Tỷ lệ giải ngân vốn đầu tư công" in client.get("/difficulties").text
    assert "Huyện Lập Thạch, Tỷ lệ giải ngân vốn đầu tư công</a>" in client.get("/overview").text


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
    assert again.status_code == 422  # an older page: it says who did, and keeps what was typed
    assert "đã được Nguyễn Hữu Long ghi nhận là tháo gỡ ngày 20/05/2022" in again.text
    assert f"Nội dung đồng chí đã nhập: «{words}»" in again.text
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
    assert "1 khó khăn chưa được tháo gỡ" in page
    assert "không nêu lại là coi như đã hết" in page
    assert (
        "khó khăn chưa được tháo gỡ"
        not in shown.client("CB-LT2").get("/report/2022/DV01@LT/Q2").text
    )


def _open_on(site: Site, ref: str) -> list[str]:
    """What the page of difficulties names of an assignment."""
    page = site.client("CB-VPTU3").get("/difficulties").text
    shown = re.findall(r'href="/items/2022/([^"]+)">.*?<p class="said">([^<]*)', page, re.DOTALL)
    return [words.strip() for at, words in shown if at.startswith(ref.replace("@", "%40"))]


def _telephone_note(site: Site, door: str, ref: str) -> None:
    note = {"act": "update", "value": "1", "narrative": "Nghe qua điện thoại"}
    if door == "api":
        client = program(site, "CB-VPTU3")
        status, said = send(client, ref, **note, on_behalf_of="CB-LT2", request_key="telephone-1")
        assert status == 201, said
        return
    with writing(site.workplace.engine) as session:
        desk = Recorder(session, site.workplace.clock().now(), site.workplace.evidence, 2022)
        desk.record(ActInput(Act.UPDATE, ref, "CB-VPTU3", on_behalf_of="CB-LT2", value=Decimal(1)))


@pytest.mark.parametrize("door", ["api", "desk"])
def test_a_note_by_telephone_ends_no_difficulty_of_the_unit(site: Site, door: str) -> None:
    ref = open_ref(program(site, "CB-LT2"))
    unit = program(site, "CB-LT2")
    said = {"hindrances": [{"difficulty": "Thiếu vốn đối ứng"}], "value": "1"}
    assert send(unit, ref, act="update", **said, request_key="own-words-1")[0] == 201
    assignment = ref.partition("/")[0]
    assert "Thiếu vốn đối ứng" in _open_on(site, assignment)
    _telephone_note(site, door, ref)
    assert "Thiếu vốn đối ứng" in _open_on(site, assignment)
    # The unit itself leaves it out: it is over, and the item says with whose report.
    own = send(unit, ref, act="update", value="2", request_key="own-words-2")
    assert own[0] == 201
    assert "Thiếu vốn đối ứng" not in _open_on(site, assignment)
    item = site.client("CB-VPTU3").get(f"/items/2022/{assignment}").text
    label = ref.partition("/")[2]
    assert re.search(rf"đã hết: báo cáo mốc {label} ngày [\d/]+ của [^<]+ không nêu lại", item)


def test_the_form_warns_of_what_its_silence_would_end_and_of_nothing_else(site: Site) -> None:
    ref = open_ref(program(site, "CB-LT2"))
    unit = program(site, "CB-LT2")
    said = {"hindrances": [{"difficulty": "Thiếu vốn đối ứng"}], "value": "1"}
    assert send(unit, ref, act="update", **said, request_key="own-words-1")[0] == 201
    warning = "không nêu lại là coi như đã hết"
    assert warning in site.client("CB-LT2").get(f"/report/2022/{ref}").text
    assert warning not in site.client("CB-VPTU3").get(f"/report/2022/{ref}").text


def test_an_old_page_is_narrative_that_a_difficulty_was_said_anew(site: Site) -> None:
    client = site.client("CB-VPTU3")
    page = client.get("/difficulties").text
    found = re.search(r'id="difficulty-(\d+)">\s*<h3><a href="[^"]*DON01%40LT/Q2"', page)
    assert found is not None
    said = "Kinh phí chưa được bố trí đủ."
    given = {
        "act": "update", "narrative": "Vẫn vướng", "rows": "1", "difficulty-0": said,
        "proposal-0": "Đề nghị bổ sung kinh phí trong quý.",
    }  # fmt: skip
    sent = site.client("CB-LT1").post("/report/2022/DON01@LT/Q2", data=given)
    assert sent.status_code == 303
    answer = client.post(f"/difficulties/{found[1]}", data={f"words-{found[1]}": "Đã xong"})
    assert answer.status_code == 422
    assert "đã được nêu lại trong một báo cáo mới hơn" in answer.text
    assert "«Đã xong»" in answer.text


def test_it_links_only_to_items_that_the_reader_may_open(shown: Site) -> None:
    client = shown.client("CB-STC1")
    page = client.get("/difficulties").text
    assert "DON01@LT/Q2</small>" in page  # theirs to remove, the item is not
    links = re.findall(r'href="(/items/2022/[^"]+)"', page)
    assert all(client.get(link).status_code == 200 for link in links)
