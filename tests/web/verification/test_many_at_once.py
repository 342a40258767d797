"""Two verifiers at one long list: what one records moves the rows that the other chose."""

import re
from datetime import date
from pathlib import Path

import page_grounds
from fastapi.testclient import TestClient
from sites import Site
from two_years import RUNNING, site_on
from verification_pages import SECRETARIAT

from dondoc.clock import at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.store.database import writing
from models.rules.checkpoints import Act

COLLEAGUE = "CB-VPTU2"
SILENT = f"/verify/silent?year={RUNNING}"


def _refs(page: str) -> list[str]:
    return re.findall(r'type="checkbox" name="ref" value="([^"]+)"', page)


def _record(client: TestClient, refs: list[str]) -> str:
    """Chooses, confirms what is shown, and gives the page that follows."""
    asked = client.post(SILENT, data={"ref": refs}).text
    sent = client.post(SILENT, data={"ref": refs, "sure": "yes"} | page_grounds.rows_seen(asked))
    assert sent.status_code == 303
    return client.get(sent.headers["location"]).text


def _long_list(sample_home: Path, tmp_path: Path) -> Site:
    return site_on(sample_home, tmp_path / "home", date(2022, 12, 15))


def test_what_was_chosen_on_a_later_page_is_still_there_when_the_page_before_was_recorded(
    sample_home: Path, tmp_path: Path
) -> None:
    site = _long_list(sample_home, tmp_path)
    mine, other = site.client(SECRETARIAT), site.client(COLLEAGUE)
    chosen = _refs(mine.get(f"{SILENT}&page=2").text)[:3]
    done = _record(other, _refs(other.get(SILENT).text))
    assert "Đã ghi nhận không báo cáo cho 50 mốc." in done
    asked = mine.post(SILENT, data={"ref": chosen, "page": "2"}).text
    assert "Ghi nhận không báo cáo cho 3 mốc" in asked
    assert _refs(asked) == chosen


def test_what_has_left_the_list_is_named(sample_home: Path, tmp_path: Path) -> None:
    site = _long_list(sample_home, tmp_path)
    mine, other = site.client(SECRETARIAT), site.client(COLLEAGUE)
    both = set(_refs(other.get(SILENT).text))
    gone, kept = [ref for ref in _refs(mine.get(SILENT).text) if ref in both][:2]
    assert f"Đã ghi nhận không báo cáo: {gone}." in _record(other, [gone])
    asked = mine.post(SILENT, data={"ref": [gone, kept]}).text
    assert f"mở trang: {gone}. Chưa ghi nhận gì." in asked
    assert "Ghi nhận không báo cáo cho 1 mốc" in asked
    # With nothing left of the choice, the list stands again, not an empty page.
    alone = mine.post(SILENT, data={"ref": [gone]}).text
    assert f"mở trang: {gone}. Chưa ghi nhận gì." in alone
    assert "Không có mốc nào qua ngày chốt" not in alone and kept in _refs(alone)


def test_the_list_of_silence_says_where_progress_was_told(
    sample_home: Path, tmp_path: Path
) -> None:
    """Who sent an update before the cut-off was not idle: nobody decides without knowing it."""
    site = _long_list(sample_home, tmp_path)
    client = site.client(SECRETARIAT)
    ref = next(ref for ref in _refs(client.get(SILENT).text) if "@BX/" in ref)
    assert "Có cập nhật tiến độ ngày 14/12/2022" not in client.get(SILENT).text
    for words in ("Đang làm", "Đã họp dân, còn hai hộ"):
        with writing(site.workplace.engine) as session:
            sent = ActInput(Act.UPDATE, ref, "CB-BX1", narrative=words)
            Recorder(session, at(date(2022, 12, 14)), tmp_path).record(sent)
    for page in (client.get(SILENT).text, client.post(SILENT, data={"ref": [ref]}).text):
        assert page.count("Có cập nhật tiến độ ngày 14/12/2022") == 1
        assert "Đã họp dân, còn hai hộ" in page and "Đang làm" not in page


def test_silence_is_not_recorded_over_an_update_that_arrived_after_the_form_was_opened(
    sample_home: Path, tmp_path: Path
) -> None:
    site = _long_list(sample_home, tmp_path)
    client = site.client(SECRETARIAT)
    ref = next(ref for ref in _refs(client.get(SILENT).text) if "@BX/" in ref)
    asked = client.post(SILENT, data={"ref": [ref]}).text
    singly = f"/act/{RUNNING}/{ref}"
    alone = client.get(f"{singly}?act=not_reported").text
    with writing(site.workplace.engine) as session:
        update = ActInput(Act.UPDATE, ref, "CB-BX1", narrative="Đã họp dân, còn hai hộ")
        Recorder(session, at(date(2022, 12, 15)), tmp_path).record(update)
    sent = client.post(SILENT, data={"ref": ref, "sure": "yes"} | page_grounds.rows_seen(asked))
    assert sent.status_code == 409 and "Cập nhật tiến độ gần nhất lúc" in sent.text
    form = page_grounds.hidden(alone) | {"act": "not_reported", "reason": "Im lặng"}
    sent = client.post(singly, data=form)
    assert sent.status_code in (409, 422) and "Cập nhật tiến độ gần nhất lúc" in sent.text
    # What shows the update is taken.
    asked = client.post(SILENT, data={"ref": [ref]}).text
    assert "Đã họp dân, còn hai hộ" in asked
    sent = client.post(SILENT, data={"ref": ref, "sure": "yes"} | page_grounds.rows_seen(asked))
    assert sent.status_code == 303
