"""«Việc của tôi»: in order of urgency, a page at a time, and what can be done from it."""

import re
from datetime import date, timedelta

import pytest
import sample_acts
from counting import statements
from fastapi.testclient import TestClient
from programmes import current_programme
from sites import Site
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.services.acts.act_input import ActInput
from dondoc.services.boards.my_work.my_work import PAGE_SIZE
from dondoc.services.organisation.directory import find_person
from dondoc.services.work.assignment_view import work_of
from dondoc.store.database import reading, writing
from models.assignment import Assignment, Checkpoint
from models.rules.checkpoints import Act

BY, TODAY = "CB-YL2", date(2022, 5, 20)
NEW = "DV01@YL/Q3"


def order(page: str) -> list[str]:
    """The checkpoints of a page from top to bottom."""
    return re.findall(r'<li class="duty" id="([^"]+)"', page)


def whole(client: TestClient) -> list[str]:
    """The checkpoints of all pages, in their order."""
    found: list[str] = []
    for number in range(1, 99):
        page = client.get(f"/work?p={number}").text
        found += order(page)
        if 'rel="next"' not in page:
            break
    return found


def section(page: str, name: str) -> list[str]:
    """The checkpoints of one section."""
    start = page.index(f' id="{name}"')
    ends = [at.start() for at in re.finditer(r"</section>|</details>", page) if at.start() > start]
    return order(page[start : ends[0]])


def shift(site: Site, ref: str, days: int) -> None:
    """Makes a checkpoint due so many days from today."""
    key = sample_acts.checkpoint_id(site, ref)
    with writing(site.workplace.engine) as session:
        session.get_one(Checkpoint, key).due_on = TODAY + timedelta(days=days)


def test_it_lists_what_is_due_in_order_of_urgency(site: Site) -> None:
    shift(site, "DV02@YL/Q2", 3)
    shift(site, "KP02@YL/Q2", -3)
    sample_acts.report(site, "DV01@YL/Q2", BY)
    sample_acts.report(site, "NTM01@YL/Q2", BY)
    sample_acts.send_back(site, "NTM01@YL/Q2", "Chưa có quyết định công nhận")
    page = site.client(BY).get("/work").text
    assert section(page, "returned") == ["NTM01@YL/Q2"]
    assert "Chưa có quyết định công nhận" in page
    assert section(page, "overdue") == ["GPMB01@YL/B2", "KP02@YL/Q2"]
    assert section(page, "due_soon") == ["DV02@YL/Q2"]
    assert section(page, "waiting") == ["DV01@YL/Q2"]
    words = re.sub(r"<[^>]+>", "", page)
    assert "Quá hạn 12 ngày làm việc" in words and "còn 1 ngày làm việc (thứ Hai 23/5)" in words
    assert order(page)[0] == "NTM01@YL/Q2"


def test_it_lists_exactly_what_the_command_line_lists_and_what_is_settled(site: Site) -> None:
    client = site.client(BY)
    page, listed = client.get("/work").text, whole(client)
    with reading(site.workplace.engine) as session:
        person = find_person(session, BY).key
        open_ones = {one.ref for one in work_of(session, current_programme(session), person, TODAY)}
    counts = dict(re.findall(r'section=(\w+)"><strong>(\d+)<', page))
    done = int(counts.get("done", 0))
    assert set(listed[: len(listed) - done]) == open_ones  # what is settled comes last
    assert sum(map(int, counts.values())) == len(listed) == len(set(listed))


def test_what_is_recorded_and_not_drained_counts(site: Site) -> None:
    ref = "DV02@YL/Q2"
    sample_acts.report(site, ref, BY)
    before = site.client(BY).get("/work").text
    site.advance()
    assert section(before, "waiting") == [ref]
    assert order(site.client(BY).get("/work").text) == order(before)
    moved = ActInput(Act.CHANGE_DUE, "KP02@YL/Q2", sample_acts.SECRETARY_OF_THE_OFFICE,
                     reason="Mưa lũ", new_due_on=TODAY)  # fmt: skip
    sample_acts.record(site, moved)
    assert section(site.client(BY).get("/work").text, "due_soon") == ["KP02@YL/Q2"]


def more_work(site: Site, count: int) -> None:
    """Gives the official's first assignment so many more checkpoints."""
    with writing(site.workplace.engine) as session:
        found = session.exec(select(Assignment).where(Assignment.ref == "DV01@YL")).one()
        for n in range(count):
            due = TODAY + timedelta(days=n)
            session.add(
                Checkpoint(assignment_id=found.key, label=f"X{n:03}", opens_on=TODAY, due_on=due,
                           original_due_on=due, stage_since=wall_clock())
            )  # fmt: skip


def test_it_pages_with_the_same_number_of_queries_whatever_the_size(site: Site) -> None:
    client = site.client(BY)
    total = len(whole(client))  # whatever is kept between requests is kept now
    with statements(site.workplace.engine) as few:
        client.get("/work")
    more_work(site, 130)
    seen: list[str] = []
    for number in range(1, -(-(total + 130) // PAGE_SIZE) + 1):
        with statements(site.workplace.engine) as many:
            seen += order(client.get(f"/work?p={number}").text)
        assert len(many) <= len(few)
    assert len(seen) == len(set(seen)) == total + 130
    assert order(client.get("/work?p=99").text) == seen[-(len(seen) % PAGE_SIZE or PAGE_SIZE) :]


def test_new_work_is_taken_on_with_one_button(site: Site) -> None:
    client = site.client(BY)
    fields = {"act": "acknowledge", "back": "/work?year=2022&p=1"}
    answer = client.post(f"/act/2022/{NEW}", data=fields)
    assert answer.headers["location"] == "/work?year=2022&p=1&done=acknowledge"
    page = client.get(answer.headers["location"]).text
    assert "Đã ghi nhận đồng chí tiếp nhận nhiệm vụ" in page
    assert sample_acts.acts(site, NEW)[-1].act is Act.ACKNOWLEDGE
    again = client.post(f"/act/2022/{NEW}", data=fields)
    assert again.status_code == 422 and "đang thực hiện" in again.text


def test_all_new_work_is_taken_on_at_once(site: Site) -> None:
    client = site.client(BY)
    page = client.get("/work").text
    assert "Tiếp nhận cả 14 việc" in page and ">Tiếp nhận<" in page
    fields = {"act": "acknowledge", "ref": _new_on(page)}
    assert len(fields["ref"]) == 14
    for _ in range(2):
        assert client.post("/acknowledge", data=fields).status_code == 303
    assert ">Tiếp nhận<" not in client.get("/work").text
    assert [act.act for act in sample_acts.acts(site, NEW)] == [Act.ACKNOWLEDGE]


def _new_on(page: str) -> list[str]:
    form = page[page.index('action="/acknowledge') :]
    return re.findall(r'name="ref" value="([^"]*)"', form[: form.index("</form>")])


def test_what_came_after_the_page_was_opened_is_not_taken_on_unseen(site: Site) -> None:
    client = site.client(BY)
    seen = [ref for ref in _new_on(client.get("/work").text) if ref != NEW]
    assert client.post("/acknowledge", data={"act": "acknowledge", "ref": seen}).status_code == 303
    assert sample_acts.acts(site, seen[0])[-1].act is Act.ACKNOWLEDGE
    assert sample_acts.acts(site, NEW) == []
    assert client.post("/acknowledge", data={"act": "acknowledge"}).status_code == 303
    assert sample_acts.acts(site, NEW) == []


def test_an_extension_is_asked_for_with_a_reason_and_a_day(site: Site) -> None:
    client, address = site.client(BY), "/act/2022/DV01@YL/Q2"
    assert "Đề nghị gia hạn" in client.get(f"{address}?act=ask_extension").text
    fields = {"act": "ask_extension", "reason": "", "new_due_on": "31/02/2022"}
    refused = client.post(address, data=fields)
    assert refused.status_code == 422 and 'value="31/02/2022"' in refused.text
    earlier = client.post(address, data=fields | {"reason": "Mưa", "new_due_on": "2022-06-01"})
    assert earlier.status_code == 422 and "phải sau thời hạn hiện tại" in earlier.text
    good = fields | {"reason": "Mưa lũ kéo dài", "new_due_on": "15/07/2022", "back": "/work"}
    assert client.post(address, data=good).headers["location"] == "/work?done=ask_extension"
    page = client.get("/work?done=ask_extension").text
    assert "Đã đề nghị gia hạn đến 15/07/2022" in page and "Đã gửi đề nghị gia hạn" in page


def test_an_act_comes_back_to_our_own_pages_only(site: Site) -> None:
    fields = {"act": "acknowledge", "back": "//evil.example"}
    answer = site.client(BY).post(f"/act/2022/{NEW}", data=fields)
    assert answer.headers["location"] == "/?done=acknowledge"
    plain = site.client(BY).post("/act/2022/DV01@YL/Q4", data={"act": "acknowledge"})
    assert plain.headers["location"] == "/items/2022/DV01@YL/Q4?done=acknowledge"


@pytest.mark.parametrize("act", ["verify", "open", "report", "", "drop table"])
def test_only_small_acts_are_taken(site: Site, act: str) -> None:
    assert site.client(BY).post(f"/act/2022/{NEW}", data={"act": act}).status_code == 400
    assert sample_acts.acts(site, NEW) == []


def test_it_says_why_it_is_empty_and_what_to_do(site: Site) -> None:
    page = site.client("CB-LT5").get("/work").text
    assert "không phụ trách chỉ tiêu nào trong năm 2022" in page and "/boards" in page
    assert "Nhiệm vụ trong ban chỉ đạo" in page


def test_another_year_is_not_forgotten(site: Site) -> None:
    client = site.client(BY)
    assert "Năm 2021" not in client.get("/work").text
    with writing(site.workplace.engine) as session:
        programme = current_programme(session)
        old = type(programme)(**programme.model_dump(exclude={"id"}) | {"year": 2021})
        session.add(old)
        session.flush()
        moved = session.exec(select(Assignment).where(Assignment.ref == "DV01@YL")).one()
        moved.programme_id = old.key
    assert "Năm 2021 còn 1 mốc chưa báo cáo" in client.get("/work").text
    assert "DV01@YL/Q2" in client.get("/work?year=2021").text
