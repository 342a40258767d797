"""What is typed into a report and not sent: kept by a button and while one types."""

from itertools import pairwise

import page_grounds
import papers
import pytest
import sample_acts
from fastapi.testclient import TestClient
from report_form import BY, GOOD, HERE, REF, nonce
from sites import Site

from dondoc.services.reports import drafts
from dondoc.services.reports import form as form_module
from dondoc.web.reports import take as take_module


@pytest.fixture
def official(site: Site) -> TestClient:
    return site.client(BY)


def test_a_file_that_is_refused_takes_nothing_else_with_it(
    site: Site, official: TestClient
) -> None:
    files = [("files", ("a.html", b"<script>")), ("files", ("ảnh.png", papers.photo()))]
    answer = official.post(HERE, data=GOOD, files=files)
    assert answer.status_code == 422 and "a.html" in answer.text
    kept = sample_acts.draft(site, REF, BY)
    assert kept is not None and [file.filename for file in kept.files] == ["ảnh.png"]
    assert kept.text("value") == "70" and sample_acts.sent(site, REF) is None


def test_a_draft_is_kept_by_a_button_and_while_one_types(site: Site, official: TestClient) -> None:
    fields = {"act": "draft", "value": "6", "nonce": nonce(official.get(HERE).text)}
    kept = official.post(HERE, data=fields, files={"files": ("ảnh.png", papers.photo())})
    assert kept.headers["location"] == f"{HERE}?done=draft"
    page = official.get(kept.headers["location"]).text
    assert "Đã lưu nháp" in page and 'value="6"' in page and "ảnh.png" in page
    typed = {"value": "61", "narrative": "Đang viết", "nonce": fields["nonce"]}
    assert "Đã lưu nháp" in official.post(f"/draft/2022/{REF}", data=typed).json()["saved"]
    now = sample_acts.draft(site, REF, BY)
    assert now is not None and now.text("value") == "61" and len(now.files) == 1
    dropped = fields | {"drop": str(now.files[0].file_id)}
    official.post(HERE, data=dropped)
    assert "ảnh.png" not in official.get(HERE).text
    forget = {"act": "forget", "seen": page_grounds.seen_on(official.get(HERE).text)}
    assert official.post(HERE, data=forget).headers["location"] == HERE
    assert sample_acts.draft(site, REF, BY) is None


def test_what_is_kept_late_after_sending_is_no_draft(site: Site, official: TestClient) -> None:
    fields = GOOD | {"nonce": nonce(official.get(HERE).text)}
    official.post(HERE, data=fields)
    answer = official.post(f"/draft/2022/{REF}", data=fields).json()
    assert sample_acts.draft(site, REF, BY) is None
    # Who types on, because the answer to the report was lost, is not left under an old "saved".
    assert answer["failed"] is True and "đã nộp" in answer["saved"]


def test_a_draft_is_nobody_elses(site: Site, official: TestClient) -> None:
    official.post(HERE, data={"act": "draft", "narrative": "Chỉ của tôi"})
    assert "Chỉ của tôi" not in site.client("CB-LT1").get(HERE).text


def test_there_is_room_for_several_difficulties(official: TestClient) -> None:
    fields = {"act": "more", "rows": "1", "difficulty-0": "Một"}
    answer = official.post(HERE, data=fields)
    assert answer.headers["location"].endswith("#difficulty-1")
    page = official.get(HERE).text
    assert 'name="difficulty-1"' in page and "Một" in page
    assert 'name="difficulty-9"' in official.post(HERE, data={"act": "report", "rows": "99"}).text


def test_more_files_than_a_report_carries_are_said_and_the_text_is_kept(
    site: Site, official: TestClient
) -> None:
    files = [("files", (f"{n}.png", papers.photo(shade=n))) for n in range(12)]
    answer = official.post(HERE, data=GOOD, files=files)
    assert answer.status_code == 422 and "Có 12 tệp" in answer.text
    kept = sample_acts.draft(site, REF, BY)
    assert kept is not None and kept.files == () and kept.text("value") == "70"


def test_a_draft_cannot_fill_the_disk(
    site: Site, official: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dondoc.services.reports.drafts.MAX_STORED", 150)
    for shade in range(3):
        file = {"files": ("ảnh.png", papers.photo(shade=shade))}
        kept = sample_acts.draft(site, REF, BY)
        drop = {"drop": [str(one.file_id) for one in kept.files]} if kept else {}
        answer = official.post(HERE, data={"act": "draft"} | drop, files=file)
    assert answer.status_code == 422 and "Bản nháp này đã gửi lên quá" in answer.text
    assert len(list(site.workplace.evidence.rglob("*/*"))) < 3


def opened(client: TestClient) -> dict[str, str]:
    """The form as it was opened, with what it carries unseen."""
    return page_grounds.hidden(client.get(HERE).text.partition('enctype="multipart')[2])


def test_an_old_form_on_another_device_erases_no_newer_draft(
    site: Site, official: TestClient
) -> None:
    phone, desk = opened(official), opened(site.client(BY))
    newer = {"act": "draft", "value": "61", "narrative": "Viết ở máy bàn"}
    assert official.post(HERE, data=desk | newer).status_code == 303
    # The phone keeps what is typed on it, beside what it does not know; an empty one keeps nothing.
    assert official.post(f"/draft/2022/{REF}", data=phone | {"value": ""}).status_code == 200
    typed = phone | {"value": "58", "narrative": "Viết ở điện thoại"}
    said = official.post(f"/draft/2022/{REF}", data=typed).json()["saved"]
    assert "Bản nháp lưu lúc" in said
    kept = sample_acts.draft(site, REF, BY)
    assert kept is not None and kept.text("narrative") == "Viết ở máy bàn"
    # Whoever opens the form sees both; whoever sends the old one is shown both first.
    for page in (official.get(HERE), official.post(HERE, data=typed | {"act": "report"})):
        assert "Viết ở máy bàn" in page.text and "Viết ở điện thoại" in page.text
    assert page.status_code == 422 and 'value="58"' in page.text
    assert sample_acts.sent(site, REF) is None
    assert official.post(HERE, data=phone | {"act": "forget"}).status_code == 422
    assert sample_acts.draft(site, REF, BY) is not None
    # Now it knows the other: it counts, and the other text is not lost before it is sent.
    knows = typed | {"seen": page_grounds.seen_on(page.text)}
    official.post(f"/draft/2022/{REF}", data=knows)
    kept = sample_acts.draft(site, REF, BY)
    assert kept is not None and kept.text("narrative") == "Viết ở điện thoại"
    assert [one.typed["narrative"] for one in kept.beside] == ["Viết ở máy bàn"]
    assert official.post(HERE, data=knows | {"act": "report"}).status_code == 303
    assert sample_acts.draft(site, REF, BY) is None


def test_one_form_keeps_its_own_draft_again_and_again(site: Site, official: TestClient) -> None:
    form = opened(official)
    for value in ("6", "61", "612"):
        said = official.post(f"/draft/2022/{REF}", data=form | {"value": value}).json()["saved"]
        assert said.startswith("Đã lưu nháp")
    kept = sample_acts.draft(site, REF, BY)
    assert kept is not None and kept.text("value") == "612" and kept.beside == ()
    assert official.post(HERE, data=form | GOOD).status_code == 303


def several(official: TestClient, count: int) -> list[dict[str, str]]:
    """So many opened forms, of which only the first knows the draft: each brings its own text."""
    forms = [opened(official) for _ in range(count)]
    for number, form in enumerate(forms):
        official.post(f"/draft/2022/{REF}", data=form | {"narrative": f"Bản {number}"})
    return forms


def test_no_text_is_lost_however_many_forms_are_open(site: Site, official: TestClient) -> None:
    forms = several(official, 7)
    page = official.get(HERE).text
    assert all(f"Bản {number}" in page for number in range(7))
    kept = sample_acts.draft(site, REF, BY)
    assert kept is not None and len(kept.beside) == 6
    # The same text in another form stands there once.
    official.post(f"/draft/2022/{REF}", data=forms[6] | {"narrative": "Bản 3"})
    assert official.get(HERE).text.count(">Bản 3<") == 1


def test_a_text_of_another_form_is_taken_and_the_draft_changes_places_with_it(
    site: Site, official: TestClient
) -> None:
    forms = several(official, 5)
    now = opened(official) | {"narrative": "Bản 0"}
    assert official.post(HERE, data=now | {"act": f"take:{forms[3]['nonce']}"}).status_code == 303
    kept = sample_acts.draft(site, REF, BY)
    assert kept is not None and kept.text("narrative") == "Bản 3"
    assert {one.typed["narrative"] for one in kept.texts_beside} == {
        "Bản 0", "Bản 1", "Bản 2", "Bản 4",
    }  # fmt: skip


def test_a_text_of_another_form_is_thrown_away_alone(site: Site, official: TestClient) -> None:
    forms = several(official, 5)
    now = opened(official) | {"narrative": "Bản 0 và thêm"}
    assert official.post(HERE, data=now | {"act": f"drop:{forms[2]['nonce']}"}).status_code == 303
    kept = sample_acts.draft(site, REF, BY)
    assert kept is not None and kept.text("narrative") == "Bản 0 và thêm"
    assert {one.typed["narrative"] for one in kept.texts_beside} == {"Bản 1", "Bản 3", "Bản 4"}


def test_a_text_for_which_no_room_is_left_is_given_back_and_pushes_none_out(
    site: Site, official: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = several(official, 3)
    monkeypatch.setattr("dondoc.services.reports.drafts.MAX_BESIDE", 40)
    long = forms[2] | {"narrative": "Dài " * 20}
    said = official.post(f"/draft/2022/{REF}", data=long).json()
    assert "chưa lưu được" in said["saved"] and said["failed"] is True
    answer = official.post(HERE, data=long | {"act": "draft"})
    assert answer.status_code == 422 and "chưa lưu được" in answer.text
    assert "Dài Dài" in answer.text
    kept = sample_acts.draft(site, REF, BY)
    assert kept is not None
    assert [one.typed["narrative"] for one in kept.beside] == ["Bản 1", "Bản 2"]


@pytest.mark.parametrize("act", ["", "draft", "more", "forget", "report"])
def test_a_draft_is_held_before_it_is_read_to_be_changed(
    site: Site, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """Else two devices of one person would take each other's text away on PostgreSQL."""
    order: list[str] = []
    hold, upsert = drafts.hold_draft, drafts.insert_or_update
    for module in (form_module, take_module):
        monkeypatch.setattr(
            module, "hold_draft", lambda *given: (order.append("held"), hold(*given))
        )
    monkeypatch.setattr(
        drafts, "insert_or_update", lambda *given: (order.append("kept"), upsert(*given))
    )
    client = site.client(BY)
    typed = {**GOOD, "act": act, "nonce": nonce(client.get(HERE).text)}
    client.post(HERE if act else HERE.replace("/report/", "/draft/"), data=typed)
    assert order and order[0] == "held"
    assert all(before == "held" for before, now in pairwise(order) if now == "kept")
