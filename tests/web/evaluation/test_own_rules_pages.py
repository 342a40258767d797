"""A rule set of one's own on its pages: loaded, tried on everybody, put in force, ended."""

import html
import io
import re
from datetime import date
from pathlib import Path

import pytest
from api_client import program
from openpyxl import load_workbook
from own_rule_files import CODE, PAPER, file_of, own, typed
from page_grounds import hidden
from sites import Site
from sqlmodel import select

from dondoc.services.evaluation.people.officials_list import officials_list
from dondoc.services.evaluation.people.tried import tried_on
from dondoc.services.evaluation.rule_sets.load import own_rules
from dondoc.services.figures.quarter import Quarter
from dondoc.store.database import reading
from models.programme import Programme
from models.rules.grounds import as_text

SECRETARIAT, ADMINISTRATOR, STANDING, OFFICIAL = "CB-VPTU3", "CB-VPTU5", "CB-TTTU1", "CB-SL1"
PAGE, DRAFT = f"/rule-sets/{CODE}", f"/rule-sets/{CODE}/versions/1"


def load(site: Site, folder: Path, who: str = SECRETARIAT, **changes: object) -> str:
    path = file_of(folder, own(**changes))  # type: ignore[arg-type]
    answer = site.client(who).post(
        "/rule-sets", files={"file": (path.name, path.read_bytes())}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def decide(
    site: Site, day: str, about: str = "in_force", who: str = SECRETARIAT
) -> tuple[int, str]:
    client = site.client(who)
    shown = hidden(client.get(f"{PAGE}?version=1").text)
    seen = {"seen": shown.get("seen", as_text({f"own_rules:{CODE}": "-"}))}
    where = "end" if about == "ended" else "in-force"
    data = typed(day, about) | seen
    answer = client.post(f"{DRAFT}/{where}", data=data, follow_redirects=False)
    return answer.status_code, html.unescape(answer.text)


def test_a_workbook_from_the_page_comes_back_as_a_draft(site: Site) -> None:
    client = site.client(SECRETARIAT)
    book = load_workbook(io.BytesIO(client.get("/rule-sets/ND-335-2025.xlsx").content))
    book.worksheets[0]["C2"] = CODE
    out = io.BytesIO()
    book.save(out)
    sent = {"file": ("Bộ riêng.xlsx", out.getvalue())}
    answer = client.post("/rule-sets", files=sent, follow_redirects=True)
    assert "Đã nạp bản thảo" in answer.text
    assert "Bản thảo, chưa thử" in answer.text
    assert "Bộ riêng.xlsx" in answer.text
    assert f'href="/rule-sets/{CODE}' in client.get("/rule-sets").text
    again = client.post("/rule-sets", files=sent, follow_redirects=True)
    assert "không có phiên bản mới" in again.text


def test_toml_taken_along_is_the_same(site: Site, tmp_path: Path) -> None:
    load(site, tmp_path)
    path = tmp_path / "lai.toml"
    path.write_bytes(site.client(SECRETARIAT).get(f"{PAGE}.toml?version=1").content)
    assert own_rules(path) == own()
    assert site.client(SECRETARIAT).get(f"{PAGE}.pdf").status_code == 404


def test_every_error_is_told_with_its_cell_and_nothing_is_taken(site: Site) -> None:
    client = site.client(SECRETARIAT)
    book = load_workbook(io.BytesIO(client.get("/rule-sets/ND-335-2025.xlsx").content))
    sheet = book.worksheets[0]
    sheet["C2"], sheet["C9"], sheet["E10"] = CODE, "ba mươi", "chắc"
    out = io.BytesIO()
    book.save(out)
    answer = client.post("/rule-sets", files={"file": ("bo.xlsx", out.getvalue())})
    said = html.unescape(answer.text)
    assert answer.status_code == 422
    assert "có 2 chỗ cần sửa" in said
    assert "C9: Điểm tối đa của tiêu chí chung (formula.general_most.value): “ba mươi”" in said
    assert "Còn 1 chỗ cần sửa" not in said
    assert "ô Bộ quy tắc!E10" in said
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("name", ["bo.docx", "bo.toml", "bo.xlsx"])
def test_what_is_no_rule_set_is_refused_in_words(site: Site, name: str) -> None:
    client = site.client(SECRETARIAT)
    answer = client.post("/rule-sets", files={"file": (name, b"\xff\xfe\x00 khong")})
    assert answer.status_code == 422
    assert "evaluation." not in answer.text and "plan." not in answer.text
    assert client.post("/rule-sets", data={}).status_code == 422


def test_a_draft_is_the_offices_alone(site: Site, tmp_path: Path) -> None:
    load(site, tmp_path, ADMINISTRATOR)
    for who, status in ((SECRETARIAT, 200), (STANDING, 200), (OFFICIAL, 404)):
        assert site.client(who).get(PAGE).status_code == status
        assert site.client(who).get(f"{PAGE}.xlsx").status_code == status
    assert CODE not in site.client(OFFICIAL).get("/rule-sets").text
    for who, status in ((STANDING, 200), (ADMINISTRATOR, 404), (OFFICIAL, 404)):
        assert site.client(who).get(f"{DRAFT}/trial").status_code == status


@pytest.mark.parametrize("who", [STANDING, OFFICIAL])
def test_others_decide_nothing(site: Site, tmp_path: Path, who: str) -> None:
    path = file_of(tmp_path, own())
    files = {"file": (path.name, path.read_bytes())}
    assert site.client(who).post("/rule-sets", files=files).status_code == 403
    load(site, tmp_path)
    for where in ("in-force", "end"):
        assert site.client(who).post(f"{DRAFT}/{where}").status_code == 403


def test_a_trial_sets_everybody_side_by_side_and_marks_who_crosses(
    site: Site, tmp_path: Path
) -> None:
    load(site, tmp_path, base="ND-335-2025", values={"denominator": "completed"})
    said = html.unescape(site.client(STANDING).get(f"{DRAFT}/trial").text)
    assert "phiên bản 1 trên quý I/2022" in said
    assert "MINH-HOA-2021-2022" in said
    assert "qua một mốc" in said or "xuống mức" in said
    counted = [int(each) for each in re.findall(r"<strong>(\d+)</strong>", said)[:4]]
    assert said.count("▲") + said.count("▼") + said.count("◆") == counted[0]
    assert counted[1] == said.count("▲") and counted[2] == said.count("▼")
    assert "Không làm gì trong số được giao vẫn đạt" in said
    crossing = html.unescape(site.client(STANDING).get(f"{DRAFT}/trial?crossing=1").text)
    assert crossing.count('<th scope="row">') == counted[0]
    looks = site.client(OFFICIAL).get(f"/evaluation/2022/Q1/{OFFICIAL}").text
    assert "danh sách cả quý I/2022" in looks
    shown = site.client(SECRETARIAT).get(PAGE).text
    assert "thử trên quý I/2022" in shown


def test_a_trial_says_what_the_list_of_officials_says_by_either_rule_set(shown: Site) -> None:
    draft = own(values={"denominator": "completed", "deduction": 20})
    day = date(2022, 5, 20)
    with reading(shown.workplace.engine) as session:
        programme = session.scalars(select(Programme)).one()
        found = tried_on(session, programme, draft, Quarter(2022, 1), day)
        now = officials_list(session, programme, day).officials
        by_draft = officials_list(session, programme, day, draft).officials
    first = {each.code: each.so_far.quarters[0].results for each in now}
    second = {each.code: each.so_far.quarters[0].results for each in by_draft}
    assert found.officials and found.differing
    for each in found.officials:
        code = each.place.code
        assert (each.now.results, each.draft.results) == (first[code], second[code])


def test_a_quarter_that_is_not_over_is_no_trial(site: Site, tmp_path: Path) -> None:
    load(site, tmp_path)
    said = site.client(STANDING).get(f"{DRAFT}/trial?period=Q3").text
    assert "chưa tính là đã thử" in said
    assert "Bản thảo, chưa thử" in site.client(SECRETARIAT).get(PAGE).text
    for period in ("2022", "05", "Q5", "2021-Q1"):
        assert site.client(STANDING).get(f"{DRAFT}/trial?period={period}").status_code == 404


def test_the_same_rules_change_nobody(site: Site, tmp_path: Path) -> None:
    load(site, tmp_path)
    said = site.client(STANDING).get(f"{DRAFT}/trial").text
    assert re.findall(r"<strong>(\d+)</strong>", said)[:4] == ["0"] * 4


def test_it_is_put_in_force_only_when_tried_and_then_everybody_reads_it(
    site: Site, tmp_path: Path
) -> None:
    load(site, tmp_path)
    assert "Phải thử bản thảo" in site.client(SECRETARIAT).get(PAGE).text
    status, said = decide(site, "2022-07-01")
    assert status == 409 and "chưa được thử" in said
    site.client(SECRETARIAT).get(f"{DRAFT}/trial")
    status, said = decide(site, "2022-03-31")
    assert status == 422 and "kỳ đã kết thúc (2022-Q1)" in said
    assert "Quy chế của tỉnh" in said and PAPER in said, "what was typed stays"
    assert decide(site, "2022-07-01")[0] == 303
    shown = site.client(OFFICIAL).get(PAGE).text
    assert "Sẽ áp dụng từ 01/07/2022" in shown
    assert f"theo {PAPER} ngày 16/05/2022" in shown
    status, said = decide(site, "2022-09-30", "ended", ADMINISTRATOR)
    assert status == 303
    assert "từ 01/07/2022 đến 30/09/2022" in site.client(OFFICIAL).get(PAGE).text


def test_what_lacks_is_said_at_its_field(site: Site, tmp_path: Path) -> None:
    load(site, tmp_path)
    client = site.client(SECRETARIAT)
    client.get(f"{DRAFT}/trial")
    seen = hidden(client.get(f"{PAGE}?version=1").text)
    answer = client.post(f"{DRAFT}/in-force", data=seen | {"in_force_reason": "Giữ lại"})
    assert answer.status_code == 422
    for name in ("day", "paper", "dated"):
        assert f'id="in_force_{name}-error"' in answer.text
    assert "Giữ lại" in answer.text


def test_from_its_day_it_judges_people_on_every_page_and_by_the_api(
    site: Site, tmp_path: Path
) -> None:
    load(site, tmp_path, values={"deduction": 20})
    site.client(SECRETARIAT).get(f"{DRAFT}/trial")
    assert decide(site, "2022-07-01")[0] == 303
    own_page = site.client(OFFICIAL)
    assert f"{CODE}, phiên bản 1; áp dụng cho kỳ này" in own_page.get(
        f"/evaluation/2022/Q3/{OFFICIAL}"
    ).text.replace("Phiên", "phiên")
    before = own_page.get(f"/evaluation/2022/Q1/{OFFICIAL}").text
    assert "MINH-HOA-2021-2022, phiên bản 1; áp dụng cho kỳ này" in before
    assert f"{CODE}, phiên bản 1; không áp dụng" in before
    year = own_page.get(f"/evaluation/2022/2022/{OFFICIAL}").text
    assert "Theo bộ quy tắc của từng quý" in year
    listed = site.client(STANDING).get("/evaluation").text
    assert re.search(rf"MINH-HOA-2021-2022</a>\. [^<]+<a href=\"/rule-sets/{CODE}", listed)
    assert f">MINH-HOA-2021-2022, {CODE}</td>" in listed
    caller = program(site, OFFICIAL)
    found = caller.get(f"/api/v1/evaluation/2022/Q3/{OFFICIAL}").json()
    assert found["rules"][0]["code"] == CODE
    assert caller.get(f"/api/v1/evaluation/2022/2022/{OFFICIAL}").json()["as_judged"]
    assert caller.get(f"/api/v1/evaluation/2022/Q1/{OFFICIAL}?rules={CODE}").status_code == 200


def test_who_did_what_stands_in_the_history_of_the_office(site: Site, tmp_path: Path) -> None:
    load(site, tmp_path)
    site.client(SECRETARIAT).get(f"{DRAFT}/trial")
    decide(site, "2022-07-01")
    said = html.unescape(site.client("CB-UBKT4").get("/audit").text)
    for what in ("Nạp bộ quy tắc XA-2022 phiên bản 1", "Đưa bộ quy tắc XA-2022", PAPER):
        assert what in said, what
    assert date(2022, 7, 1).strftime("%d/%m/%Y") in said


def test_it_is_read_in_english(site: Site, tmp_path: Path) -> None:
    load(site, tmp_path)
    client = site.client(SECRETARIAT)
    client.get("/language/en")
    for address in ("/rule-sets", PAGE, f"{DRAFT}/trial", PAGE):
        said = client.get(address).text
        assert "evaluation." not in said.replace('href="/evaluation', ""), address
