"""A report is sent while its person is shut out: nothing is taken, and no word is lost."""

import pytest
import report_form
import sample_acts
from accounts_world import account_of, give_password
from api_client import open_ref, program, send
from fastapi.testclient import TestClient
from link_form import address as link_address
from report_form import GOOD, HERE, REF
from shut_out import before_writing, end_session, lock, revoke_tokens
from sites import Site

BY = report_form.BY
DRAFT = HERE.replace("/report/", "/draft/")


def drafts(site: Site) -> str:
    """What the form shows of a draft to whoever comes back."""
    return site.client(BY).get(HERE).text


@pytest.mark.parametrize("address", [HERE, DRAFT])
@pytest.mark.parametrize("button", ["report", "update", "save", "more"])
def test_a_form_of_whoever_was_signed_out_meanwhile_comes_back(
    site: Site, monkeypatch: pytest.MonkeyPatch, address: str, button: str
) -> None:
    give_password(site, BY)
    client = site.client(BY)
    shown = client.get(HERE).text
    typed = GOOD | {"act": button, "nonce": report_form.nonce(shown)}
    with before_writing(site, monkeypatch, lambda: end_session(site, BY)):
        answer = client.post(address, data=typed)
    assert answer.status_code == 401 and f">{GOOD['narrative']}</textarea>" in answer.text
    assert sample_acts.sent(site, REF) is None
    assert GOOD["narrative"] not in drafts(site)


def test_whoever_is_signed_out_between_keeping_and_recording_reports_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(site, BY)
    client = site.client(BY)
    typed = GOOD | {"nonce": report_form.nonce(client.get(HERE).text)}
    with before_writing(site, monkeypatch, lambda: end_session(site, BY), after=1):
        answer = client.post(HERE, data=typed)
    assert answer.status_code == 401 and f">{GOOD['narrative']}</textarea>" in answer.text
    assert sample_acts.sent(site, REF) is None


@pytest.mark.parametrize(("behind", "status"), [("", 404), ("/draft", 404)])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_link_of_whose_account_is_locked_meanwhile_takes_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, behind: str, status: int, after: int
) -> None:
    give_password(site, BY)
    client, link = site.visitor(), link_address(site)
    typed = GOOD | {"nonce": report_form.nonce(client.get(link).text)}
    with before_writing(site, monkeypatch, lambda: lock(site, BY), after=after):
        answer = client.post(link + behind, data=typed)
    if behind and after:
        return  # the text was kept before
    assert answer.status_code == status
    assert behind or f">{GOOD['narrative']}</textarea>" in answer.text
    assert sample_acts.sent(site, REF) is None


@pytest.mark.parametrize("does", [revoke_tokens, lock])
def test_a_token_that_is_taken_back_meanwhile_records_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, does: object
) -> None:
    client: TestClient = program(site, BY)
    ref = open_ref(client)
    with before_writing(site, monkeypatch, lambda: does(site, BY)):  # type: ignore[operator]
        status, told = send(client, ref, act="report", value="1", request_key="revoked-01")
    assert status == 401 and told["detail"]
    assert sample_acts.sent(site, ref) is None
    assert account_of(site, BY).key
