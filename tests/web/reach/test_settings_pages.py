"""How one is reminded, decided on a page."""

import re

import page_grounds
import pytest
from accounts_world import changes, kept, letters
from fastapi.testclient import TestClient
from httpx2 import Response
from sites import Site
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.services.reach.preferences import PreferenceShown
from dondoc.services.reach.preferences import show as preferences_of
from dondoc.store.database import reading, writing
from models.person import Contact, Person

CODE = "CB-LT4"


def wishes(site: Site, code: str = CODE) -> PreferenceShown:
    with reading(site.workplace.engine) as session:
        person = session.exec(select(Person).where(Person.code == code)).one()
        return preferences_of(session, person)


def contacts(site: Site, code: str = CODE) -> list[Contact]:
    with reading(site.workplace.engine) as session:
        query = select(Contact).join(Person).where(Person.code == code)
        return list(session.exec(query.order_by(Contact.rank)))  # type: ignore[arg-type]


@pytest.fixture
def mine(site: Site) -> TestClient:
    return site.client(CODE)


def add(site: Site, client: TestClient, address: str) -> tuple[Response, str]:
    """The answer, and the code that was sent."""
    before = kept(site)
    answer = client.post("/settings/contacts", data={"address": address})
    (letter,) = letters(site, before)
    found = re.search(r"\d{3} \d{3}", letter)
    assert found is not None
    return answer, found[0]


def test_an_address_is_used_once_its_code_came_back(site: Site, mine: TestClient) -> None:
    answer, code = add(site, mine, "my.own@mail.example")
    assert answer.headers["location"] == "/settings?done=code_in_mailbox"
    page = mine.get("/settings").text
    assert "m***@mail.example" in page and "my.own@mail.example" not in page
    assert "chờ mã xác nhận" in page
    assert ">thư điện tử</span>" in page and ">mail<" not in page and "(mail)" not in page
    wrong = mine.post("/settings/contacts/confirm", data={"code": "000 000"})
    assert wrong.status_code == 422 and 'id="code-error"' in wrong.text
    right = mine.post("/settings/contacts/confirm", data={"code": code})
    assert right.headers["location"] == "/settings?done=confirmed"
    first, second = contacts(site)
    assert second.address == "my.own@mail.example" and second.confirmed_at is not None
    page_grounds.press(mine, "/settings/contacts/order", data={"which": "2"})
    assert [contact.id for contact in contacts(site)] == [second.id, first.id]
    page_grounds.press(mine, "/settings/contacts/remove", data={"which": "1"})
    assert "m***@mail.example" not in mine.get("/settings").text.partition("<details>")[0]


def test_wrong_codes_are_counted(site: Site, mine: TestClient) -> None:
    _, code = add(site, mine, "my.own@mail.example")
    for _ in range(5):
        mine.post("/settings/contacts/confirm", data={"code": "000000"})
    late = mine.post("/settings/contacts/confirm", data={"code": code})
    assert late.status_code == 422


def test_a_bad_address_is_narrative_at_its_field_and_stays_as_typed(mine: TestClient) -> None:
    refused = mine.post("/settings/contacts", data={"address": "no<address>"})
    assert refused.status_code == 422
    assert 'id="address-error"' in refused.text
    assert 'value="no&lt;address&gt;"' in refused.text


def test_quiet_hours_are_own_ones_or_the_offices(site: Site, mine: TestClient) -> None:
    page_grounds.press(mine, "/settings/quiet", data={"quiet": "own", "hours": "21h-5h30"})
    assert (wishes(site).quiet, wishes(site).own_quiet) == ("21:00-05:30", True)
    bad = page_grounds.press(mine, "/settings/quiet", data={"quiet": "own", "hours": "sáng"})
    assert bad.status_code == 422 and 'id="hours-error"' in bad.text
    page_grounds.press(mine, "/settings/quiet", data={"quiet": "office", "hours": "21h-5h30"})
    assert wishes(site).own_quiet is False


def test_days_and_optional_kinds_are_chosen(site: Site, mine: TestClient) -> None:
    page_grounds.press(mine, "/settings/weekly", data={"weekday": "1"})
    page_grounds.press(mine, "/settings/mute", data={"optional": "no"})
    assert (wishes(site).weekly_on, wishes(site).muted) == (1, True)
    page = mine.get("/settings").text
    assert '<option value="1" selected>thứ Ba</option>' in page
    page_grounds.press(mine, "/settings/weekly", data={"weekday": "daily"})
    page_grounds.press(mine, "/settings/mute", data={"optional": "yes"})
    assert (wishes(site).weekly_on, wishes(site).muted) == (None, False)
    assert page_grounds.press(mine, "/settings/weekly", data={"weekday": "5"}).status_code == 422


PAUSE = {"start": "2022-05-23", "end": "27/05/2022", "deputy": "CB-LT1"}


def test_a_deputy_stands_in_for_some_days(site: Site, mine: TestClient) -> None:
    done = page_grounds.press(mine, "/settings/pause", data=PAUSE)
    assert done.headers["location"] == "/settings?done=paused"
    assert wishes(site).deputy == "CB-LT1"
    page = mine.get("/settings").text
    assert "Vắng mặt 23/05/2022 đến 27/05/2022" in page
    page_grounds.press(mine, "/settings/resume")
    assert wishes(site).deputy == ""
    for deputy in (CODE, "CB-NOBODY", ""):
        refused = page_grounds.press(mine, "/settings/pause", data={**PAUSE, "deputy": deputy})
        assert refused.status_code == 422 and 'id="deputy-error"' in refused.text


def test_a_deputy_is_named_as_people_call_them(site: Site, mine: TestClient) -> None:
    done = page_grounds.press(mine, "/settings/pause", data={**PAUSE, "deputy": "duong ngoc long"})
    assert done.headers["location"] == "/settings?done=paused"
    assert wishes(site).deputy == "CB-LT1"


def test_the_secretariat_notes_an_absence_and_takes_an_address_up_again(site: Site) -> None:
    office = site.client("CB-VPTU3")
    with writing(site.workplace.engine) as session:
        query = select(Contact).join(Person).where(Person.code == CODE)
        session.exec(query).one().disabled_at = wall_clock()
    page = office.get("/settings", params={"person": CODE}).text
    assert "Cho dùng lại" in page and "/settings/quiet" not in page
    given = {"person": CODE, "which": "1"}
    assert page_grounds.press(office, "/settings/contacts/enable", data=given).status_code == 303
    assert contacts(site)[0].disabled_at is None
    done = page_grounds.press(office, "/settings/pause", data={**PAUSE, "person": CODE})
    assert done.headers["location"] == f"/settings?done=paused&person={CODE}"
    assert changes(site, CODE)[0].by
    # What is somebody's own choice stays theirs, whatever a form says.
    page_grounds.press(office, "/settings/mute", data={"optional": "no", "person": CODE})
    assert wishes(site).muted is False


def test_nobody_else_sees_or_changes_them(site: Site, mine: TestClient) -> None:
    for path in ("/settings/pause", "/settings/resume", "/settings/contacts/enable"):
        data = {**PAUSE, "person": "CB-LT5", "which": "1"}
        assert mine.post(path, data=data).status_code == 403
    assert mine.get("/settings?person=CB-LT5").status_code == 403
    assert site.client("CB-VPTU3").get("/settings?person=NOBODY").status_code == 404
    assert wishes(site, "CB-LT5").deputy == ""


def test_only_known_words_are_said_after_an_act(mine: TestClient) -> None:
    assert "Đã gửi mã" in mine.get("/settings?done=code_sent").text
    assert 'class="done no-print" role="status"' not in mine.get("/settings?done=web.x").text


def test_every_page_is_there_in_english(mine: TestClient) -> None:
    mine.cookies.set("dondoc_lang", "en")
    for path in ("/settings", "/account", "/account/totp", "/sign-in", "/forgot"):
        text = mine.get(path).text
        assert 'lang="en"' in text
        assert "Mật khẩu" not in text and "đồng chí" not in text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"deputy": CODE}, "deputy"), ({"deputy": "CB-YL2"}, "deputy"),
     ({"end": "2022-05-22"}, "end"), ({"start": "2022-05-01", "end": "2022-05-02"}, "end"),
     ({"end": "2023-05-02"}, "end")],
)  # fmt: skip
def test_a_refused_absence_is_said_at_its_field_and_without_the_words_of_the_command_line(
    shown: Site, wrong: dict[str, str], field: str
) -> None:
    refused = page_grounds.press(shown.client(CODE), "/settings/pause", data={**PAUSE, **wrong})
    said = refused.text.partition(f'id="{field}-error">')[2].partition("</p>")[0]
    assert refused.status_code == 422 and said and "--" not in said
