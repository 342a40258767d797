"""Fields led on a page: who records and reads them, and what is wrong at its field."""

import html

from sites import Site
from sqlmodel import col, select

from dondoc.i18n import translator
from dondoc.services.history.setting_words import setting_words
from dondoc.store.database import reading
from models.event import Event
from models.led_field import LedField

OFFICE, BODY, HEAD = "CB-VPTU3", "CB-TTTU1", "CB-LT1"
AT = "/evaluation/fields"
TYPED = {
    "person": HEAD, "unit": "LT", "category": "", "first": "2022-01-10", "last": "",
    "paper": "Thông báo 15-TB/HU ngày 10/01/2022",
}  # fmt: skip


def test_it_is_recorded_read_and_taken_back(site: Site) -> None:
    client = site.client(OFFICE)
    answer = client.post(AT, data=TYPED | {"last": "2022-01-09"})
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert "Ngày cuối trước ngày đầu." in page and TYPED["paper"] in page
    assert client.post(AT, data=TYPED | {"paper": "", "first": "?"}).status_code == 422
    answer = client.post(AT, data=TYPED)
    assert answer.status_code == 303
    page = html.unescape(client.get(answer.headers["location"]).text)
    assert "Đã ghi lĩnh vực phụ trách." in page and "toàn bộ công việc</strong>, từ 10/01" in page
    page = html.unescape(site.client(BODY).get(AT).text)
    assert TYPED["paper"] in page and f'action="{AT}' not in page
    assert site.client(HEAD).get(AT).status_code == 404
    assert site.client(HEAD).post(AT, data=TYPED).status_code == 403
    with reading(site.workplace.engine) as session:
        key = session.scalars(select(col(LedField.id))).one()
    assert client.post(f"{AT}/{key}", data={f"why-{key}": ""}).status_code == 422
    answer = client.post(f"{AT}/{key}", data={f"why-{key}": "Phân công lại"})
    assert "Phân công lại" in html.unescape(client.get(answer.headers["location"]).text)
    with reading(site.workplace.engine) as session:
        notes = [each.data for each in session.scalars(select(Event)) if "record" in each.data]
    words = [setting_words(each["what"], each, translator("vi")) for each in notes]
    assert words == [f"{what} lĩnh vực phụ trách thứ {key}" for what in ("ghi", "rút")]


def test_the_leaders_own_page_names_the_fields_that_they_lead(site: Site) -> None:
    assert site.client(OFFICE).post(AT, data=TYPED).status_code == 303
    page = html.unescape(site.client(HEAD).get(f"/evaluation/2022/Q1/{HEAD}").text)
    assert "Lĩnh vực phụ trách: Huyện Lập Thạch: toàn bộ công việc, từ 10/01/2022." in page


def test_people_and_units_are_understood_by_name(site: Site) -> None:
    client = site.client(OFFICE)
    page = html.unescape(client.get(AT).text)
    assert '<option value="CB-LT1">Dương Ngọc Long, Bí thư Huyện ủy Lập Thạch</option>' in page
    several = client.post(AT, data=TYPED | {"person": "Long", "unit": "Huyện Lập Thạch"})
    assert several.status_code == 422 and "CB-LT1" in several.text
    named = TYPED | {"person": "duong ngoc long", "unit": "Huyện Lập Thạch"}
    assert client.post(AT, data=named).status_code == 303
    with reading(site.workplace.engine) as session:
        assert session.scalars(select(LedField)).one().unit_id is not None
