"""Evidence is handed to those who may see its report, as a download that cannot run here."""

from collections.abc import Callable
from pathlib import Path

import papers
import pytest
import sample_acts
from fastapi.testclient import TestClient
from matrix_rows import PEOPLE, SEES_UNIT
from sites import Site

from dondoc.clock import wall_clock
from dondoc.services.acts.act_input import ActInput
from dondoc.services.evidence.store import Attachment, store
from dondoc.store.database import writing
from models.rules.checkpoints import Act

REF, OTHER = "DV01@LT/Q2", "DV01@YL/Q2"
NAME = 'Biên bản "họp"\r\n.html'


def attach(site: Site, *files: Attachment, ref: str = REF, by: str = "CB-LT2") -> list[int]:
    """Files of an update, kept before: once there were others than those that are taken in now."""
    with writing(site.workplace.engine) as session:
        keys = [store(session, site.workplace.evidence, file, wall_clock()) for file in files]
    kept = tuple(
        Attachment(file.filename, stored=key) for file, key in zip(files, keys, strict=True)
    )
    sample_acts.record(site, ActInput(Act.UPDATE, ref, by, narrative="kèm tệp", evidence=kept))
    sent = sample_acts.sent(site, ref, Act.UPDATE)
    assert sent is not None
    ids = {one.filename: one.file_id for one in sent.files}
    return [ids[file.filename] for file in files]


def test_exactly_those_get_it_who_may_see_the_item(site: Site) -> None:
    (key,) = attach(site, Attachment("ảnh.png", papers.photo()))
    seen = {role for role, code in PEOPLE.items() if got(site.client(code), key) == 200}
    assert seen == set(SEES_UNIT)
    assert got(site.visitor(), key) == 303


def got(client: TestClient, key: int) -> int:
    return client.get(f"/evidence/{key}").status_code


def test_the_same_content_bears_the_name_that_one_may_know(site: Site) -> None:
    (key,) = attach(site, Attachment("của-lập-thạch.png", papers.photo()))
    (same,) = attach(site, Attachment("của-yên-lạc.png", papers.photo()), ref=OTHER, by="CB-YL2")
    assert key == same
    names = {
        code: site.client(code).get(f"/evidence/{key}").headers["content-disposition"]
        for code in ("CB-LT5", "CB-YL4")
    }
    assert "l%E1%BA%ADp" in names["CB-LT5"] and "y%C3%AAn" in names["CB-YL4"]


def test_a_file_of_a_draft_is_nobodys_to_download(site: Site) -> None:
    client = site.client("CB-LT2")
    files = {"files": ("ảnh.png", papers.photo(shade=7))}
    client.post(f"/report/2022/{REF}", data={"act": "draft"}, files=files)
    kept = sample_acts.draft(site, REF, "CB-LT2")
    assert kept is not None and got(site.client("CB-VPTU3"), kept.files[0].file_id) == 404


def test_it_is_a_download_that_no_browser_runs(site: Site) -> None:
    (key,) = attach(site, Attachment(NAME, b"<script>alert(1)</script>"))
    for query in ("", "?show=1"):
        answer = site.client("CB-LT5").get(f"/evidence/{key}{query}")
        assert answer.headers["content-type"] == "application/octet-stream"
        said = answer.headers["content-disposition"]
        assert said.startswith('attachment; filename="') and "filename*=UTF-8''" in said
        assert "\r" not in said and "\n" not in said and said.count('"') == 2
        assert answer.headers["content-security-policy"].startswith("sandbox;")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.content == b"<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("content", "kind"),
    [(papers.photo(), "image/png"), (b"%PDF-1.7\n", "application/pdf"), (papers.word(), None)],
)
def test_pictures_and_papers_can_be_shown_in_place(
    site: Site, content: bytes, kind: str | None
) -> None:
    (key,) = attach(site, Attachment("minh chứng.html", content))
    answer = site.client("CB-LT5").get(f"/evidence/{key}?show=1")
    assert answer.headers["content-type"] == (kind or "application/octet-stream")
    assert answer.headers["content-disposition"].startswith("inline" if kind else "attachment")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def stored(site: Site) -> list[Path]:
    return [path for path in site.workplace.evidence.rglob("*") if path.is_file()]


def lose(path: Path) -> None:
    path.unlink()


def alter(path: Path) -> None:
    path.write_bytes(path.read_bytes()[::-1])


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize(
    ("damage", "words"),
    [(lose, "không còn trên máy chủ"), (alter, "không còn đúng như"), (cut, "không còn đúng như")],
)
@pytest.mark.parametrize("query", ["", "?show=1"])
def test_a_file_that_was_lost_or_changed_is_said_and_not_handed_out(
    site: Site, damage: Callable[[Path], None], words: str, query: str
) -> None:
    (key,) = attach(site, Attachment("ảnh.png", papers.photo(shade=33)))
    for path in stored(site):
        damage(path)
    answer = site.client("CB-LT5").get(f"/evidence/{key}{query}")
    assert answer.status_code == 404
    assert "ảnh.png" in answer.text and words in answer.text and "sao lưu" in answer.text
    assert got(site.client("CB-YL4"), key) == 404
    assert "ảnh.png" not in site.client("CB-YL4").get(f"/evidence/{key}").text


@pytest.mark.parametrize("damage", [lose, cut])
def test_the_item_and_the_verification_say_which_files_are_damaged(
    site: Site, damage: Callable[[Path], None]
) -> None:
    attach(site, Attachment("ảnh.png", papers.photo(shade=34)))
    site.advance()
    pages = {"CB-LT5": f"/items/2022/{REF}", "CB-VPTU3": f"/verify/2022/{REF}"}
    words = "Tệp này không còn" if damage is lose else "không còn đúng như khi được nộp"
    for code, page in pages.items():
        assert words not in site.client(code).get(page).text
    for path in stored(site):
        damage(path)
    for code, page in pages.items():
        assert words in site.client(code).get(page).text


def test_the_auditors_page_names_files_that_are_missing(site: Site) -> None:
    attach(site, Attachment("ảnh.png", papers.photo(shade=35)))
    client = site.client("CB-VPTU3")
    assert "Thiếu tệp" not in client.post("/audit/verify", data={}).text
    for path in stored(site):
        path.unlink()
    answer = client.post("/audit/verify", data={}).text
    assert "Thiếu tệp minh chứng" in answer and "ảnh.png" in answer and REF in answer
