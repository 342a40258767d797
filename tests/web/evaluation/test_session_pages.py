"""Sessions on pages: called, decided in one sitting, closed, published, asked again, locked."""

import html
import re

from evaluation_round import NAME, OFFICIAL, PAGE, ROUND, form_of, send
from session_on_pages import (
    DECISIONS,
    STANDING,
    called,
    decided,
    filled,
    select_in,
)
from sites import Site


def test_everybody_is_decided_by_one_press(site: Site) -> None:
    at = called(site)
    client = site.client(STANDING)
    page = client.get(at).text
    keys = re.findall(r'name="seen-(\d+)"', page)
    assert len(keys) > 30
    answer = client.post(at, data=filled(page, at))
    assert answer.status_code == 303, html.unescape(answer.text)[:3000]
    assert len(decided(site)) == len(keys)
    shown = client.get(answer.headers["location"]).text
    assert f"Đã lưu quyết định với {len(keys)} người" in shown
    again = client.post(at, data=filled(page, at))  # pressed twice: it is done
    assert again.status_code == 303
    assert len(decided(site)) == len(keys)


def test_one_row_is_saved_alone_and_a_refused_one_stays_as_typed(site: Site) -> None:
    at = called(site)
    client = site.client(STANDING)
    page = client.get(at).text
    first, second = re.findall(r'name="seen-(\d+)"', page)[:2]
    carried = form_of(page, at)
    typed = {f"grade-{first}": "good", f"grade-{second}": "none", f"reason-{second}": "Ốm dài"}
    alone = client.post(at, data=carried | typed | {"only": second})
    assert alone.status_code == 200  # the first row's choice is still there
    assert '<option value="good" selected' in select_in(alone.text, first)
    assert [step.reason for step in decided(site)] == ["Ốm dài"]
    refused = client.post(at, data=carried | typed | {"only": first})
    assert refused.status_code == 409
    assert "phải ghi lý do" in refused.text
    chosen = rf'id="grade-{first}".*?<option value="good" selected'
    assert re.search(chosen, refused.text, re.DOTALL)


def test_nothing_new_and_a_count_that_is_none_are_said(site: Site) -> None:
    at = called(site)
    client = site.client(STANDING)
    page = client.get(at).text
    key = re.findall(r'name="seen-(\d+)"', page)[0]
    assert "không có dòng nào thay đổi" in client.post(at, data={"number": "1"}).text.lower()
    wrong = {f"grade-{key}": "good", f"votes-{key}-good": "chín"}
    answer = client.post(at, data=form_of(page, at) | wrong)
    assert answer.status_code == 422 and "«chín» không phải số đếm" in answer.text
    assert decided(site) == []


def test_a_count_that_is_none_hides_no_other_fault_and_no_other_row(site: Site) -> None:
    at = called(site)
    client = site.client(STANDING)
    page = client.get(at).text
    first, second, third = re.findall(r'name="seen-(\d+)"', page)[:3]
    typed = {f"grade-{first}": "none", f"votes-{first}-good": "chín", f"grade-{second}": "none",
             f"grade-{third}": "none", f"reason-{third}": "Ốm dài"}  # fmt: skip
    answer = client.post(at, data=form_of(page, at) | typed)
    assert answer.status_code == 409 and "«chín» không phải số đếm" in answer.text
    assert [step.reason for step in decided(site)] == ["Ốm dài"]
    for field in (f"votes-{first}-good", f"reason-{first}", f"reason-{second}"):
        assert f'href="#{field}"' in answer.text, field
    assert 'value="chín"' in answer.text


def test_who_does_not_evaluate_finds_nothing(site: Site) -> None:
    at = called(site)
    for code in (OFFICIAL, "CB-VPTU5"):
        client = site.client(code)
        for address in (at, DECISIONS, f"{ROUND}/grades"):
            assert client.get(address).status_code == 404, (code, address)
    assert site.client(STANDING).post(DECISIONS, data={"act": "publish"}).status_code == 403


def test_before_anybody_is_decided_the_counts_say_what_they_count(site: Site) -> None:
    page = site.client(STANDING).get(called(site)).text
    assert "Chưa phải quyết định." in page


def test_points_that_somebody_gave_themselves_are_marked_and_preset_nothing(site: Site) -> None:
    at = called(site)
    points = {f"criterion-{number}": "2" for number in range(1, 5)}
    said = points | dict.fromkeys(("subordinates", "organising", "uniting"), "yes")
    said |= {"grade": "good", "words": "Do mưa lũ"}
    assert send(site.client(OFFICIAL), f"{ROUND}/mine", said).status_code == 303
    page = html.unescape(site.client(STANDING).get(at).text)
    first = page[page.index("Cần hội nghị quyết trước") : page.index('class="lines cards decide"')]
    said = first[first.index("Cấp trên chưa nhận xét, điểm nếu có là tự chấm:") :]
    assert NAME in said[: said.index("</li>")]
    start = page.index(f'href="{PAGE}"')
    row = page[start : page.index("</tr>", start)]
    assert "điểm tự chấm, cấp trên chưa nhận xét" in row
    assert " selected" not in row
