"""Where somebody begins, and the work of whom they stand in for."""

from datetime import timedelta
from html import unescape

import pytest
from sites import Site, person_id

from dondoc.store.database import writing
from models.person import Preference

SECRETARY, LEAD, EVALUATOR = "CB-YL4", "CB-YL2", "CB-TTTU1"
YEN_LAC = 9


def begins(site: Site, code: str) -> str:
    return site.client(code).get("/").headers["location"]


def test_the_secretary_of_one_committee_begins_on_the_board_of_its_unit(shown: Site) -> None:
    assert begins(shown, SECRETARY) == f"/boards/{YEN_LAC}"


def test_who_answers_for_work_and_urges_nobody_begins_with_it(shown: Site) -> None:
    assert begins(shown, LEAD) == "/work"


def test_the_standing_committee_finds_what_to_evaluate_and_no_other_queue(shown: Site) -> None:
    client = shown.client(EVALUATOR)
    page = client.get("/verify/results")
    assert page.status_code == 200
    assert 'href="/verify/results"' in client.get("/overview").text
    assert '"/verify/silent' not in page.text
    assert 'href="/items/2022/' in page.text  # reports are opened where they may be seen
    assert client.get("/verify").status_code == 403


def test_the_standing_committee_evaluates_from_the_list(site: Site) -> None:
    client = site.client(EVALUATOR)
    page = client.get("/verify/results").text
    ref = page.partition('name="ref" value="')[2].partition('"')[0]
    seen = unescape(page.partition(f'name="seen/{ref}" value="')[2].partition('"')[0])
    nonce = page.partition('name="nonce" value="')[2].partition('"')[0]
    sent = {"ref": ref, f"seen/{ref}": seen, "nonce": nonce, "sure": "yes"}
    answer = client.post("/verify/results", data=sent)
    assert answer.status_code == 303
    assert "done=evaluate" in answer.headers["location"]


@pytest.fixture
def away(site: Site) -> Site:
    """The sample, with a lead away, whose deputy is the committee's secretary."""
    today = site.workplace.clock().today()
    with writing(site.workplace.engine) as session:
        session.add(
            Preference(
                person_id=person_id(site, LEAD),
                deputy_id=person_id(site, SECRETARY),
                paused_from=today,
                paused_to=today + timedelta(days=3),
            )
        )
    return site


def test_a_deputy_is_led_to_the_work_of_whom_they_stand_in_for(away: Site) -> None:
    client = away.client(SECRETARY)
    assert f"/work?year=2022&amp;of={LEAD}" in client.get("/work").text
    theirs = unescape(client.get(f"/work?of={LEAD}").text)
    own = unescape(away.client(LEAD).get("/work").text)
    rows = own.partition("<main")[2].count('class="duty"')
    assert theirs.count('class="duty"') == rows > 0
    assert "Việc của" in theirs
    first = theirs.partition('class="button" href="')[2].partition('"')[0]
    assert client.get(first).status_code == 200


def test_nobody_else_sees_the_work_of_another(away: Site) -> None:
    assert away.client("CB-YL5").get(f"/work?of={LEAD}").status_code == 404
    assert away.client(LEAD).get(f"/work?of={SECRETARY}").status_code == 404
