"""A plan that may not mean what it says is asked about on its page before it is loaded."""

import io
import re
from html import unescape

from openpyxl import load_workbook
from sites import Site
from sqlmodel import select

from dondoc.examples import SAMPLE_PLAN
from dondoc.store.database import reading, writing
from models.person import Person

SECRETARIAT, CODE = "CB-VPTU3", "CB-VY1"
BUTTON = "Nạp kế hoạch</button>"


def with_another_name() -> bytes:
    """The sample's plan with somebody else's name under a code."""
    book = load_workbook(SAMPLE_PLAN)
    for row in book["Cán bộ"].iter_rows(min_row=5):
        if row[6].value == CODE:
            row[7].value = "Trịnh Thị Khác Hẳn"
    for row in book["Ban chỉ đạo"].iter_rows(min_row=5):
        if row[3].value == "VY-BT":
            row[4].value = "Trịnh Thị Khác Hẳn"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def seen_on(page: str) -> dict[str, str]:
    """What the page showed, as its form sends it back."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found is not None
    return {"seen": unescape(found[1])}


def name_of(site: Site) -> str:
    with reading(site.workplace.engine) as session:
        return session.exec(select(Person.full_name).where(Person.code == CODE)).one()


def test_another_person_under_a_code_is_loaded_only_once_it_is_confirmed(site: Site) -> None:
    client = site.client(SECRETARIAT)
    where = client.post("/plan", files={"file": ("ke-hoach.xlsx", with_another_name())}).headers[
        "location"
    ]
    before, page = name_of(site), client.get(where).text
    assert f"Mã {CODE} đang là đồng chí {before}, trong sổ là Trịnh Thị Khác Hẳn" in page
    assert BUTTON in page
    field = re.search(rf'name="(sure-\d+)" value="(name:{CODE}=[0-9a-f]+)"', page)
    assert field is not None
    refused = client.post(where, data=seen_on(page))
    assert refused.status_code == 409
    assert name_of(site) == before
    other = client.post(where, data=seen_on(page) | {field[1]: field[2].replace(CODE, "CB-VY2")})
    assert other.status_code == 409
    assert "Chưa xác nhận việc này" in other.text
    sure = seen_on(other.text) | {field[1]: field[2]}
    assert client.post(where, data=sure).status_code == 303
    assert name_of(site) == "Trịnh Thị Khác Hẳn"


def upload(site: Site, content: bytes) -> str:
    files = {"file": ("ke-hoach.xlsx", content)}
    return site.client(SECRETARIAT).post("/plan", files=files).headers["location"]


def rename(site: Site, name: str) -> None:
    with writing(site.workplace.engine) as session:
        session.exec(select(Person).where(Person.code == CODE)).one().full_name = name


def test_an_answer_to_what_was_asked_of_somebody_else_loads_nothing(site: Site) -> None:
    """The page asked about one name, and another one stands under the code by now."""
    client, where = site.client(SECRETARIAT), upload(site, with_another_name())
    page = client.get(where).text
    field = re.search(rf'name="(sure-\d+)" value="(name:{CODE}=[0-9a-f]+)"', page)
    assert field is not None
    rename(site, "Lý Thị Thứ Ba")
    answer = client.post(where, data=seen_on(page) | {field[1]: field[2]})
    assert answer.status_code == 409
    assert "Lý Thị Thứ Ba" in answer.text
    assert name_of(site) == "Lý Thị Thứ Ba"


def test_who_does_not_confirm_changes_nothing(site: Site) -> None:
    client, where = site.client(SECRETARIAT), upload(site, with_another_name())
    before, seen = name_of(site), seen_on(client.get(where).text)
    assert client.post(where, data=seen).status_code == 409
    assert client.post(f"{where}/forget").status_code == 303
    assert client.get(where).status_code == 404
    assert name_of(site) == before
