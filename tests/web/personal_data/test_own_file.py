"""My file: everything that is kept about somebody, for themselves alone, and to take along."""

import json
import re
import zipfile
from io import BytesIO

import openpyxl
import pytest
from own_file_pages import LEFT, OFFICIAL, SECRETARIAT, ask, seen_on
from sites import Site
from sqlmodel import select

from dondoc.services.personal_data.own_file.kinds import PersonalDataKind
from dondoc.store.database import reading
from models.file_request import FileRequest

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def test_every_kind_stands_there_with_its_count_and_how_long_it_is_kept(shown: Site) -> None:
    page = shown.client(OFFICIAL).get("/me/file").text
    table = page[page.index('id="kinds-title"') : page.index("</table>")]
    rows = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", table, re.DOTALL)
    assert len(rows) == len(PersonalDataKind)
    assert all("chưa quy định" in row for row in rows)
    numbers = re.findall(r'<td class="num"[^>]*>([\d.]+)</td>', table)
    assert len(numbers) == len(PersonalDataKind) and numbers[0] != "0"


def test_addresses_are_masked_and_no_secret_is_shown(shown: Site) -> None:
    client = shown.client(OFFICIAL)
    page = client.get("/me/file").text
    packed = zipfile.ZipFile(BytesIO(client.get("/me/file.zip").content))
    texts = [page, packed.read(next(n for n in packed.namelist() if n.endswith("json"))).decode()]
    for text in texts:
        assert re.search(r"\w?\*\*\*@", text)
        assert not re.search(r"argon2|token_digest|totp_secret", text)


def test_it_is_taken_along_as_json_and_as_a_workbook_that_say_the_same(shown: Site) -> None:
    answer = shown.client(OFFICIAL).get("/me/file.zip")
    assert answer.headers["content-type"] == "application/zip"
    packed = zipfile.ZipFile(BytesIO(answer.content))
    data, book = sorted(packed.namelist())
    said = json.loads(packed.read(data))
    assert said["person"] == OFFICIAL
    counts = {each["name"]: each["count"] for each in said["kinds"]}
    assert all(each["count"] == len(each["rows"]) for each in said["kinds"])
    sheets = openpyxl.load_workbook(BytesIO(packed.read(book)))
    assert len(sheets.sheetnames) == len(PersonalDataKind) + 1
    first = sheets.worksheets[0]
    listed = {row[0]: row[1] for row in first.iter_rows(min_row=4, values_only=True)}
    assert listed == counts
    for sheet, each in zip(sheets.worksheets[1:], said["kinds"], strict=True):
        rows = [row for row in sheet.iter_rows(min_row=4, values_only=True) if any(row)]
        assert len(rows) == each["count"], each["kind"]


def test_reports_verdicts_and_points_of_each_quarter_are_in_it(shown: Site) -> None:
    packed = zipfile.ZipFile(BytesIO(shown.client("CB-SL1").get("/me/file.zip").content))
    said = json.loads(packed.read(next(n for n in packed.namelist() if n.endswith("json"))))
    kinds = {each["kind"]: each["rows"] for each in said["kinds"]}
    assert kinds["reports"] and kinds["acts"] and kinds["letters"]
    verdicts = {row["verdict"] for row in kinds["verdicts"]}
    assert "accepted" in verdicts
    quarters = {row["period"]: row for row in kinds["evaluations"]}
    assert set(quarters) == {"Q1", "Q2", "Q3", "Q4"}
    assert quarters["Q1"]["points"] is not None


def test_who_looked_is_named_and_whose_one_looked_at_is_not(site: Site) -> None:
    site.client(SECRETARIAT).get(f"/evaluation/2022/Q1/{OFFICIAL}")
    mine = site.client(OFFICIAL).get("/me/file").text
    looks = mine[mine.index('id="kind-looks"') :]
    assert "xem đánh giá của đồng chí" in looks
    theirs = site.client(SECRETARIAT).get("/me/file").text
    looks = theirs[theirs.index('id="kind-looks"') :]
    assert "đồng chí xem đánh giá" in looks[: looks.index("</details>")]


def test_somebody_who_has_left_finds_their_file(shown: Site) -> None:
    answer = shown.client(LEFT).get("/me/file")
    assert answer.status_code == 200
    assert "Yêu cầu sửa dữ liệu" in answer.text


def test_a_request_has_its_clock_and_is_seen_by_the_person(site: Site) -> None:
    page = ask(site)
    assert "chờ trả lời" in page
    assert "Trả lời chậm nhất thứ Ba 24/5" in page  # 20/5/2022 is a Friday
    assert "Giữ chức từ 01/03/2022" in page


def test_what_was_typed_is_not_lost_where_something_lacks(site: Site) -> None:
    page = ask(site, why="")
    assert "Cần ghi vì sao" in page
    assert "Giữ chức từ 01/03/2022" in page


def test_the_words_are_sealed_and_stand_neither_in_history_nor_in_the_ledger(site: Site) -> None:
    ask(site, files={"files": ("quyet-dinh-12.png", PNG, "image/png")})
    with reading(site.workplace.engine) as session:
        connection = session.connection()
        row = connection.exec_driver_sql("SELECT wrong, why, evidence_name FROM file_request").one()
        ledger = connection.exec_driver_sql("SELECT change FROM ledger_line").scalars().all()
        events = connection.exec_driver_sql("SELECT data, reason FROM event").all()
    everything = "\n".join([*row, *ledger, *map(str, events)])
    for word in ("Giữ chức", "Quyết định 12", "quyet-dinh-12"):
        assert word not in everything
    assert any('"step": "asked"' in str(event) for event in events)
    assert any("words_mark" in change for change in ledger)


def test_a_form_that_is_sent_twice_asks_once(site: Site) -> None:
    client = site.client(OFFICIAL)
    data = {
        "seen": seen_on(client.get("/me/file").text, "/me/file"), "kind": "delete",
        "about": "notes", "wrong": "Bản nháp cũ", "why": "Không còn dùng",
    }  # fmt: skip
    assert client.post("/me/file", data=data).status_code == 303
    assert client.post("/me/file", data=data).status_code == 303
    with reading(site.workplace.engine) as session:
        assert len(session.exec(select(FileRequest)).all()) == 1
    other = client.post("/me/file", data={**data, "wrong": "Khác"})
    assert other.status_code == 422 and "Khác" in other.text


def test_it_is_taken_back_before_an_answer_by_its_author_alone(site: Site) -> None:
    page = ask(site)
    seen = seen_on(page, "/me/file/requests/1")
    assert site.client("CB-YL2").post("/me/file/requests/1", data={"seen": seen}).status_code == 404
    assert site.client(OFFICIAL).post("/me/file/requests/1", data={"seen": seen}).status_code == 303
    assert "người gửi đã rút" in site.client(OFFICIAL).get("/me/file").text


@pytest.mark.parametrize(("code", "status"), [(OFFICIAL, 200), (SECRETARIAT, 200), ("CB-YL2", 404)])
def test_its_file_is_for_the_author_and_whoever_answers(site: Site, code: str, status: int) -> None:
    ask(site, files={"files": ("quyet-dinh.png", PNG, "image/png")})
    assert site.client(code).get("/me/file/requests/1/evidence").status_code == status
