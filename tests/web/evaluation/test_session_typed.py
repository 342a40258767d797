"""What is typed in a session and not saved stays: in other rows, and in the other form."""

import html
import re

from evaluation_round import form_of
from session_on_pages import SECRETARIAT, STANDING, called, decided, select_in
from sites import Site


def test_what_is_typed_in_rows_that_are_not_saved_stays(site: Site) -> None:
    at = called(site)
    client = site.client(STANDING)
    page = client.get(at).text
    carried = form_of(page, at)
    one, chosen, ungraded = re.findall(r'name="seen-(\d+)"', page)[:3]
    typed = carried | {
        f"grade-{one}": "good", f"reason-{one}": "Hội nghị thống nhất",
        f"grade-{chosen}": "completed", f"reason-{chosen}": "Bàn thêm",
        f"grade-{ungraded}": "", f"votes-{ungraded}-good": "9",
    }  # fmt: skip
    answer = client.post(at, data=typed | {"only": one})
    assert answer.status_code == 200
    assert [step.dossier_id for step in decided(site)] == [int(one)]
    shown = answer.text
    assert "Chưa lưu: " in shown
    assert '<option value="completed" selected' in select_in(shown, chosen)
    assert 'value="Bàn thêm"' in shown
    assert re.search(rf'name="votes-{ungraded}-good"[^>]*value="9"', shown)
    answer = client.post(at, data=typed | {"only": ungraded})
    assert answer.status_code == 422
    assert "chưa chọn mức" in html.unescape(answer.text)


def test_rows_and_minutes_are_of_one_form_so_that_without_scripts_nothing_typed_is_lost(
    site: Site,
) -> None:
    at = called(site)
    page = site.client(SECRETARIAT).get(at).text
    (whole,) = (
        form
        for form in re.findall(r"<form\b.*?</form>", page, re.DOTALL)
        if 'name="minutes"' in form
    )
    assert 'name="grade-' in whole and f'action="{at}"' in whole
    assert whole.count(f'formaction="{at}/minutes"') == 2  # kept, and closed


def test_the_two_parts_of_a_session_leave_each_other_what_was_typed(site: Site) -> None:
    at = called(site)
    client = site.client(SECRETARIAT)
    page = client.get(at).text
    rows = form_of(page, at)
    one = re.findall(r'name="seen-(\d+)"', page)[0]
    typed = rows | {f"grade-{one}": "completed", f"reason-{one}": "Bàn thêm"}
    words = {"minutes": "Ý kiến thứ nhất"}
    kept = client.post(f"{at}/minutes", data=typed | words)
    assert kept.status_code == 200
    assert 'value="Bàn thêm"' in kept.text
    assert "Đã lưu" in html.unescape(kept.text)
    closing = client.post(f"{at}/minutes", data=typed | words | {"close": "yes"})
    assert closing.status_code == 422
    later = {"minutes": "Ý kiến thứ hai"}
    saved = client.post(at, data=typed | later | {"only": one})
    assert saved.status_code == 200
    assert len(decided(site)) == 1
    assert "Ý kiến thứ hai" in saved.text
