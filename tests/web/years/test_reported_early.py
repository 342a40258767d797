"""A report for a period that has not begun: asked about at every door, and taken when meant.

With two years open it is most often a slip: the quarter of next year for that of this one.
"""

from collections.abc import Iterator
from pathlib import Path

import page_grounds
import pytest
from api_client import V1, program
from fastapi.testclient import TestClient
from report_form import BY, nonce
from sites import Site, _close
from two_years import DECEMBER, load_next_year, site_on

REF = "DV01@LT/Q1"
HERE = f"/report/2023/{REF}"
SAID = {"act": "report", "value": "70"}
BOX = 'type="checkbox" id="confirmed"'


@pytest.fixture
def site(sample_home: Path, tmp_path: Path) -> Iterator[Site]:
    site = site_on(sample_home, tmp_path / "home", DECEMBER)
    load_next_year(site)
    yield site
    _close(site)


@pytest.fixture
def official(site: Site) -> TestClient:
    return site.client(BY)


def _fields(client: TestClient, **more: str) -> dict[str, str]:
    page = client.get(HERE).text
    return SAID | {"nonce": nonce(page), "seen": page_grounds.seen_on(page)} | more


def test_the_page_names_the_period_and_the_year_and_asks_once(official: TestClient) -> None:
    page = official.get(HERE).text
    assert "Quý I" in page and "mở từ ngày 01/01/2023" in page and "năm 2023" in page
    assert BOX in page
    fields = _fields(official)
    asked = official.post(HERE, data=fields)
    assert asked.status_code == 422 and 'href="#confirmed"' in asked.text
    assert "Kỳ này chưa bắt đầu" in asked.text and 'value="70"' in asked.text
    meant = official.post(HERE, data=fields | {"confirmed": "yes"})
    assert meant.status_code == 303
    assert BOX not in official.get(HERE).text
    assert official.post(HERE, data=_fields(official, value="71")).status_code == 303


def test_a_value_told_meanwhile_is_asked_about_and_words_are_not(official: TestClient) -> None:
    update = {"act": "update", "value": "", "narrative": "Đã chuẩn bị danh sách."}
    assert official.post(HERE, data=_fields(official, **update)).status_code == 303
    told = _fields(official, **update | {"value": "3"})
    assert official.post(HERE, data=told).status_code == 422
    assert official.post(HERE, data=told | {"confirmed": "yes"}).status_code == 303


def test_the_small_form_of_an_update_has_the_box(official: TestClient) -> None:
    here = f"/act/2023/{REF}"
    fields = {"act": "update", "value": "3"}
    asked = official.post(here, data=fields)
    assert asked.status_code == 422 and BOX in asked.text and "đến ngày 01/01/2023" in asked.text
    assert official.post(here, data=fields | {"confirmed": "yes"}).status_code == 303


def test_programs_are_refused_until_they_confirm(site: Site) -> None:
    client = program(site, BY)
    assignment, label = REF.split("/")
    here = f"{V1}/checkpoints/2023/{assignment}/{label}/acts"
    body = {"act": "report", "value": "70", "request_key": "early-no-1"}
    refused = client.post(here, json=body)
    assert refused.status_code == 409 and "01/01/2023" in refused.text
    meant = client.post(here, json=body | {"confirmed": True, "request_key": "early-yes-1"})
    assert meant.status_code == 201
