"""Uploading a plan: errors on the sheet's cells, differences first, whole or not at all."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import page_grounds
import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook
from sites import Site
from sqlmodel import col, func, select

from dondoc.clock import wall_clock
from dondoc.examples import SAMPLE_PLAN
from dondoc.store.database import reading, writing
from models.account import Account
from models.assignment import Assignment
from models.event import Event, EventKind
from models.person import Person

SECRETARIAT = "CB-VPTU3"
ASSIGNMENTS = "Giao chỉ tiêu"


def changed(change: Callable[[Workbook], None]) -> bytes:
    """The sample's plan with something changed in it."""
    book = load_workbook(SAMPLE_PLAN)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(client: TestClient, content: bytes, name: str = "Kế hoạch 2022.xlsx") -> str:
    """Uploads a file; gives the address of what was found in it."""
    answer = client.post("/plan", files={"file": (name, content)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def break_a_target(book: Workbook) -> None:
    sheet = book[ASSIGNMENTS]
    sheet.cell(5, _column(sheet, "Kế hoạch"), "nhiều")


def _column(sheet: object, start: str) -> int:
    for row in sheet.iter_rows(max_row=4):  # type: ignore[attr-defined]
        for cell in row:
            if str(cell.value or "").startswith(start):
                return int(cell.column)
    raise AssertionError(start)


def assignments(site: Site) -> int:
    with reading(site.workplace.engine) as session:
        return session.exec(select(func.count()).select_from(Assignment)).one()


def test_it_shows_an_error_at_its_cell_and_loads_nothing(site: Site) -> None:
    client = site.client(SECRETARIAT)
    where = send(client, changed(break_a_target))
    shown = client.get(where)
    assert shown.status_code == 200
    assert 'class="cell-error"' in shown.text
    assert "nhiều" in shown.text
    anchor = shown.text.split('class="cell-error" id="')[1].split('"')[0]
    assert f'href="#{anchor}"' in shown.text
    assert "Nạp kế hoạch</button>" not in shown.text
    before = assignments(site)
    assert page_grounds.press(client, where).status_code == 409
    assert assignments(site) == before


def test_the_marked_copy_opens_and_names_the_cell(site: Site) -> None:
    client = site.client(SECRETARIAT)
    where = send(client, changed(break_a_target))
    copy = client.get(f"{where}/marked.xlsx")
    assert copy.status_code == 200
    assert quote("Kế hoạch 2022-loi.xlsx") in copy.headers["content-disposition"]
    book = load_workbook(io.BytesIO(copy.content))
    comments = [c for sheet in book for row in sheet.iter_rows() for c in row if c.comment]
    assert comments


def test_the_same_plan_has_nothing_to_load(site: Site) -> None:
    client = site.client(SECRETARIAT)
    where = send(client, client.get("/plan/export.xlsx").content)
    assert "giống hệt kế hoạch đang áp dụng" in client.get(where).text


def test_it_shows_what_changes_and_loads_it_when_told(site: Site) -> None:
    client = site.client(SECRETARIAT)

    exported = client.get("/plan/export.xlsx").content
    book = load_workbook(io.BytesIO(exported))
    sheet = book[ASSIGNMENTS]
    sheet.cell(5, _column(sheet, "Trọng số"), 7)
    out = io.BytesIO()
    book.save(out)
    where = send(client, out.getvalue())
    page = client.get(where).text
    assert "Những gì đã có sẽ thay đổi" in page
    assert "→" in page
    done = page_grounds.press(client, where)
    assert done.headers["location"] == "/plan?done=loaded"
    assert "Đã nạp kế hoạch" in client.get("/plan?done=loaded").text
    with reading(site.workplace.engine) as session:
        events = session.exec(select(Event).where(Event.kind == EventKind.PLAN_LOADED)).all()
        actor = session.get_one(Person, events[-1].actor_id)
    assert actor.code == SECRETARIAT
    assert "Tệp này đã được nạp rồi" in client.get(where).text
    again = client.post(where, data={})
    assert again.headers["location"] == "/plan?done=loaded_before"


def test_a_file_is_its_senders_alone(site: Site) -> None:
    where = send(site.client(SECRETARIAT), SAMPLE_PLAN.read_bytes())
    assert site.client("CB-VPTU4").get(where).status_code == 404
    assert site.client("CB-LT4").get(where).status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("virus.exe", b"MZ", "không phải là bảng tính"),
        ("trống.xlsx", b"", "Tệp kế hoạch trống"),
    ],
)
def test_it_refuses_what_is_no_plan_at_the_field(
    site: Site, name: str, content: bytes, said: str
) -> None:
    answer = site.client(SECRETARIAT).post("/plan", files={"file": (name, content)})
    assert answer.status_code == 422
    assert said in answer.text
    assert not list((site.workplace.settings.root / "uploads").glob("*/plan*"))


def test_a_broken_workbook_is_said_to_be_one(site: Site) -> None:
    client = site.client(SECRETARIAT)
    shown = client.get(send(client, b"PK\x03\x04 not a workbook"))
    assert shown.status_code == 200
    assert 'role="alert"' in shown.text


def test_nobody_reaches_other_files_by_the_address(site: Site, tmp_path: Path) -> None:
    client = site.client(SECRETARIAT)
    send(client, SAMPLE_PLAN.read_bytes())
    for token in ("%2e%2e", "..%2Fevidence-sample", "%00"):
        assert client.get(f"/plan/uploaded/{token}").status_code == 404


def test_the_first_administrator_loads_the_first_plan(bare_site: Site) -> None:
    with writing(bare_site.workplace.engine) as session:
        person = Person(code="QT", full_name="Quản trị")
        session.add(person)
        session.flush()
        session.add(Account(person_id=person.key, made_at=wall_clock(), administrator=True))
    client = bare_site.client("QT")
    where = send(client, SAMPLE_PLAN.read_bytes())
    question = re.search(
        r'name="(sure-1)" value="(past-due:2022=[0-9a-f]+)"', client.get(where).text
    )
    assert question is not None  # the year has begun long ago: all that was due in it is said
    assert page_grounds.press(client, where).status_code == 409
    assert page_grounds.press(client, where, {question[1]: question[2]}).status_code == 303
    assert assignments(bare_site) > 100
    assert client.get("/plan").status_code == 403  # from now on there is a secretariat


def test_it_is_not_loaded_where_it_would_change_something_else_than_was_shown(site: Site) -> None:
    client = site.client(SECRETARIAT)

    def rename(book: Workbook) -> None:
        rows = {row[1].value: row for row in book["Cán bộ"].iter_rows()}
        rows["LT-CT"][7].value = "Tên của sổ kế hoạch"

    where = send(client, changed(rename))
    opened = page_grounds.looked(client.get(where).text)
    named = {"full_name": "Tên đặt trên trang", "language": "vi"}
    assert (
        page_grounds.press(site.client("CB-VPTU2"), "/people/CB-LT2", data=named).status_code == 303
    )
    refused = client.post(where, data=opened)
    assert refused.status_code == 409 and "Nội dung sẽ thay đổi: đồng chí đang xem" in refused.text
    with reading(site.workplace.engine) as session:
        query = select(Person.full_name).where(Person.code == "CB-LT2")
        assert session.exec(query).one() == named["full_name"]
    asked = page_grounds.press(client, where)
    assert asked.status_code == 409  # whose name it is, is asked about
    answer = re.search('value="(name:CB-LT2=[0-9a-f]+)"', asked.text)
    assert answer is not None
    sure = {"sure-1": answer[1]}
    assert page_grounds.press(client, where, data=sure).status_code == 303


def test_all_that_a_file_leaves_out_is_withdrawn_at_once(site: Site) -> None:
    def strike(book: Workbook) -> None:
        sheet = book[ASSIGNMENTS]
        rows = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
        for code in ("DTVH02", "DTVH01"):
            place = next(n for n, row in enumerate(rows, 1) if {code, "VY"} <= set(row))
            sheet.delete_rows(place)
            del rows[place - 1]

    client = site.client(SECRETARIAT)
    where = send(client, changed(strike))
    page = client.get(where).text
    rows = dict.fromkeys(re.findall('name="(sure-left/[^"]+)"', page), "")
    assert len(rows) > 1 and "Rút hết" in page
    sent = rows | {"seen": page_grounds.seen_on(page), "left-all": "yes"}
    assert client.post(where, data=sent).headers["location"] == "/plan?done=loaded"
    refs = [name.removeprefix("sure-left/") for name in rows]
    with reading(site.workplace.engine) as session:
        query = select(Assignment.standing).where(col(Assignment.ref).in_(refs))
        assert set(session.exec(query)) == {"withdrawn"}


def test_a_row_struck_off_the_file_is_kept_or_withdrawn_as_chosen(site: Site) -> None:
    def strike(book: Workbook) -> None:
        sheet = book[ASSIGNMENTS]
        rows = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
        sheet.delete_rows(next(n for n, row in enumerate(rows, 1) if {"DTVH02", "VY"} <= set(row)))

    client = site.client(SECRETARIAT)
    where = send(client, changed(strike))
    page = client.get(where).text
    assert 'name="sure-left/DTVH02@VY"' in page
    assert "muốn rút việc nào thì chọn «Rút» ở việc đó" in page  # one way, and it is on the page
    assert "1 việc của kế hoạch không có trong tệp" in page and "giống hệt" not in page
    sent = {"seen": page_grounds.seen_on(page), "sure-left/DTVH02@VY": "withdraw:DTVH02@VY"}
    assert client.post(where, data=sent).headers["location"] == "/plan?done=loaded"
    with reading(site.workplace.engine) as session:
        query = select(Assignment).where(Assignment.ref == "DTVH02@VY")
        assert session.exec(query).one().standing == "withdrawn"
