"""What cannot be seen is no text: an update says something, and so does a reason."""

import pytest
import sample_acts
from api_client import V1, program
from fastapi.testclient import TestClient
from report_form import BY, HERE, REF, nonce
from sites import Site

from models.rules.checkpoints import Act
from models.rules.texts import bare

UNSEEN = [
    "",
    "  ",
    "\u200b",
    "\u200b\ufeff \u2060\u00ad",
    "\u3164",
    "\u2800\u200d",
    "\u034f",
    "\ufe0f \u0301",
]


@pytest.fixture
def official(site: Site) -> TestClient:
    return site.client(BY)


@pytest.mark.parametrize("text", UNSEEN)
def test_an_update_that_says_nothing_is_refused(
    site: Site, official: TestClient, text: str
) -> None:
    before = sample_acts.sent(site, REF, Act.UPDATE)
    fields = {"act": "update", "narrative": text, "difficulty-0": text, "proposal-0": text}
    answer = official.post(HERE, data=fields | {"nonce": nonce(official.get(HERE).text)})
    assert answer.status_code == 422 and "chưa có nội dung" in answer.text
    by_program = program(site, BY).post(
        f"{V1}/checkpoints/2022/{REF}/acts",
        json={"act": "update", "request_key": "nothing-said", "narrative": text,
              "hindrances": [{"difficulty": text}]},
    )  # fmt: skip
    assert by_program.status_code == 422 and by_program.json()["field"] == "narrative"
    assert sample_acts.sent(site, REF, Act.UPDATE) == before


@pytest.mark.parametrize(
    "said", [{"value": "3"}, {"narrative": "\u200bĐang làm\u200b"}, {"difficulty-0": "Thiếu vốn"}]
)
def test_an_update_with_one_thing_said_is_taken(
    site: Site, official: TestClient, said: dict[str, str]
) -> None:
    answer = official.post(
        HERE, data={"act": "update", **said, "nonce": nonce(official.get(HERE).text)}
    )
    assert answer.headers["location"].endswith("done=update")
    update = sample_acts.sent(site, REF, Act.UPDATE)
    assert update is not None and update.report.narrative in {"", "Đang làm"}


@pytest.mark.parametrize("text", UNSEEN)
def test_a_reason_that_cannot_be_seen_is_none(official: TestClient, text: str) -> None:
    fields = {"act": "ask_extension", "reason": text, "new_due_on": "2022-07-29"}
    assert official.post(f"/act/2022/{REF}", data=fields).status_code == 422


def test_marks_within_a_text_stay() -> None:
    assert bare(" \u200bHọ và\u200dtên\n\ufeff") == "Họ và\u200dtên"


def test_a_mark_that_changes_the_letter_before_it_stays_with_one() -> None:
    assert bare("e\u0301") == "e\u0301"
    assert bare("\u0301\ufe0f") == ""
