"""Somebody is always left who can administer: with the right, and with a way to sign in."""

import io
from datetime import timedelta

import page_grounds
import pytest
from accounts_world import account_of, give_password
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from sites import Site, person_id

from dondoc.examples import SAMPLE_PLAN
from dondoc.services.organisation.administrators import able
from dondoc.services.sample.fill import SAMPLE_DAY
from dondoc.store.database import reading

BY_POSITION, POSITION, OTHER = "CB-VPTU5", "VPTU-CNTT", "CB-LT4"


@pytest.fixture
def office(site: Site) -> TestClient:
    """The secretariat, where one alone administers: by a position."""
    give_password(site, BY_POSITION)
    return site.client("CB-VPTU3")


def administrators(site: Site) -> frozenset[int]:
    with reading(site.workplace.engine) as session:
        return able(session, SAMPLE_DAY)


def test_the_account_of_the_last_one_by_position_is_not_closed(
    site: Site, office: TestClient
) -> None:
    admin, whom = site.client(BY_POSITION), f"/accounts/{person_id(site, BY_POSITION)}"
    refused = page_grounds.press(admin, whom, data={"act": "disable"})
    assert refused.status_code == 409 and "cuối cùng" in refused.text
    assert account_of(site, BY_POSITION).disabled_at is None
    give_password(site, OTHER, administrator=True)
    assert page_grounds.press(admin, whom, data={"act": "disable"}).status_code == 303
    assert administrators(site) == {person_id(site, OTHER)}


@pytest.mark.parametrize("after", [-1, 0, 30])
def test_the_last_one_does_not_leave_the_position_that_gives_the_right(
    site: Site, office: TestClient, after: int
) -> None:
    data = {"leaving": POSITION, "last": f"{SAMPLE_DAY + timedelta(days=after)}"}
    refused = page_grounds.press(office, f"/people/{BY_POSITION}/leave", data=data)
    assert refused.status_code == 422 and "cuối cùng" in refused.text
    assert administrators(site) == {person_id(site, BY_POSITION)}
    give_password(site, OTHER, administrator=True)
    assert page_grounds.press(office, f"/people/{BY_POSITION}/leave", data=data).status_code == 303


def test_nor_is_the_position_given_to_somebody_who_cannot_sign_in(
    site: Site, office: TestClient
) -> None:
    admin, taking = site.client(BY_POSITION), {"position": POSITION, "since": f"{SAMPLE_DAY}"}
    refused = page_grounds.press(admin, f"/people/{OTHER}/take", data=taking)
    assert refused.status_code == 422 and "cuối cùng" in refused.text
    give_password(site, OTHER)
    assert page_grounds.press(admin, f"/people/{OTHER}/take", data=taking).status_code == 303
    assert administrators(site) == {person_id(site, OTHER)}


def test_no_plan_takes_the_right_of_the_last_one(site: Site, office: TestClient) -> None:
    book = load_workbook(SAMPLE_PLAN)
    rows = {row[1].value: row for row in book["Cán bộ"].iter_rows()}
    assert rows[POSITION][12].value == "Quản trị"
    rows[POSITION][12].value = None
    out = io.BytesIO()
    book.save(out)
    where = office.post("/plan", files={"file": ("plan.xlsx", out.getvalue())}).headers["location"]
    refused = page_grounds.press(office, where)
    assert refused.status_code == 409 and "cuối cùng" in refused.text
    assert administrators(site) == {person_id(site, BY_POSITION)}
    give_password(site, OTHER, administrator=True)
    assert page_grounds.press(office, where).status_code == 303
    assert administrators(site) == {person_id(site, OTHER)}


def test_whoever_has_no_way_in_does_not_count(site: Site) -> None:
    site.sign_in(BY_POSITION)  # an account with neither a password nor single sign-on
    assert administrators(site) == frozenset()
    # Then nothing is refused either: the office is being set up.
    data = {"leaving": POSITION, "last": f"{SAMPLE_DAY}"}
    sent = page_grounds.press(site.client("CB-VPTU3"), f"/people/{BY_POSITION}/leave", data=data)
    assert sent.status_code == 303
