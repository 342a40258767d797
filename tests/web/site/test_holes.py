"""What somebody hostile would try; each was open once, or is easily opened again."""

import io
from datetime import date

import page_grounds
import pytest
import sample_acts
from api_client import V1, program
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from sites import Site, person_id
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from dondoc.clock import wall_clock
from dondoc.errors import Refused
from dondoc.examples import SAMPLE_PLAN
from dondoc.services.accounts.find_account import person_named
from dondoc.services.accounts.sign_in.single_sign_on import Identity, account_for
from dondoc.services.integrations.webhooks.calls import active
from dondoc.services.reports.links import ReportLink
from dondoc.store.database import reading, writing
from dondoc.vault import vault
from dondoc.web.site.forms import clean
from models.account import Account, CalendarFeed
from models.person import Holding, Person, ProgrammeMandate
from models.programme import Programme
from models.rules.roles import Mandate
from models.unit import UnitName

OFFICIAL, HEAD, ADMINISTRATOR = "CB-LT2", "CB-LT1", "CB-VPTU5"
OFFICE = (
    "/accounts", "/audit", "/channels", "/digests", "/explain", "/office", "/people", "/plan",
    "/preview", f"/settings?person={ADMINISTRATOR}", "/webhooks",
)  # fmt: skip
NOBODYS = "99999999999999999999"


@pytest.fixture
def stranger(site: Site) -> TestClient:
    """Somebody who is not signed in."""
    return site.visitor()


def test_who_held_a_mandate_in_an_old_year_has_no_right_in_the_office_of_today(site: Site) -> None:
    client = site.client(OFFICIAL)
    with writing(site.workplace.engine) as session:
        _once_in_office(session, person_id(site, OFFICIAL))
    assert client.get("/overdue?year=2021").status_code == 200  # that year is still theirs to see
    for address in OFFICE:
        old = f"{address}{'&' if '?' in address else '?'}year=2021"
        assert client.get(old).status_code == 403, old
    whom = f"/accounts/{person_id(site, OFFICIAL)}?year=2021"
    assert client.post(whom, data={"act": "give"}).status_code == 403
    place = {"name": "x", "url": "https://receiver.example/"}
    assert client.post("/webhooks?year=2021", data=place).status_code == 403


def _once_in_office(session: Session, whose: int) -> None:
    programme = session.exec(select(Programme)).one()
    old = Programme(**programme.model_dump(exclude={"id"}) | {"year": 2021})
    session.add(old)
    session.flush()
    held = session.exec(select(Holding).where(Holding.person_id == whose)).first()
    assert held is not None
    for mandate in (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR, Mandate.AUDITOR):
        session.add(
            ProgrammeMandate(
                programme_id=old.key, position_id=held.position_id, mandate=mandate
            )
        )  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        f"/evidence/{NOBODYS}", f"/boards/{NOBODYS}", f"/items/{NOBODYS}/DV01@LT",
        f"/work?year={NOBODYS}", f"/register/{NOBODYS}/0", f"/overdue?year=-{NOBODYS}",
    ],
)  # fmt: skip
def test_a_number_that_no_database_holds_is_nobodys(shown: Site, address: str) -> None:
    assert shown.client(HEAD).get(address).status_code == 404


@pytest.mark.parametrize("number", ["²", "9" * 5000, NOBODYS, "-1"])
def test_a_number_in_a_form_is_read_with_care(shown: Site, number: str) -> None:
    client = shown.client(HEAD)
    assert client.post("/calendar", data={"unit": number, "make": "1"}).status_code == 404
    assert client.post("/calendar/revoke", data={"feed": number}).status_code == 303
    assert client.post("/account/sessions", data={"session": number}).status_code in {303, 400}
    token = {"name": "x", "scopes": "read", "days": number}
    assert client.post("/account/tokens", data=token).status_code == 422


def test_nul_reaches_no_database(shown: Site) -> None:
    client = shown.client(HEAD)
    for address in ("/search?q=a%00b", "/items/2022/DV01%00@LT", "/calendar/a%00.ics"):
        assert client.get(address).status_code == 404
    assert clean("a\0b\ud800c") == "abc"


def test_an_error_of_the_database_tells_no_log_what_it_was_about(shown: Site) -> None:
    with (
        reading(shown.workplace.engine) as session,
        pytest.raises(OperationalError) as told_of,
    ):
        session.connection().execute(text("SELECT :it FROM nowhere"), {"it": "a secret"})
    assert "nowhere" in str(told_of.value) and "secret" not in str(told_of.value)


def test_no_other_spelling_of_a_code_is_counted_apart(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        session.add(Person(code="CB-KIS", full_name="Trần Thị Kis"))
        session.flush()
        for typed in ("cb-kis", "CB-KIS", " Cb-kIs ", "CB-KI\u017f"):
            assert person_named(session, typed) is not None
            assert vault().fingerprint("x", typed) == vault().fingerprint("x", "CB-KIS")
        assert person_named(session, "CB-K\u0131S") is None


def test_a_body_without_an_end_is_not_read_to_it(stranger: TestClient) -> None:
    large = b"code=" + b"x" * 3 * 1024**2
    kind = {"content-type": "application/x-www-form-urlencoded"}
    for address in ("/sign-in", "/forgot", "/sign-in/code", "/password/x", "/setup/x"):
        assert stranger.post(address, content=large, headers=kind).status_code == 413
        pieces = iter([large])  # nothing is announced
        assert stranger.post(address, content=pieces, headers=kind).status_code in {400, 413}
    acts = f"{V1}/checkpoints/2022/DV01@LT/Q4/acts"
    assert stranger.post(acts, content=large).status_code == 413


def test_a_code_that_two_units_bear_shows_the_register_of_ones_own_only(site: Site) -> None:
    theirs = program(site, "CB-YL1").get(f"{V1}/register?unit=YL").json()
    assert theirs and all("@YL/" in one["ref"] for one in theirs)
    with writing(site.workplace.engine) as session:
        name = session.exec(select(UnitName).where(UnitName.code == "YL")).one()
        other = session.exec(select(UnitName).where(UnitName.code == "LT")).one()
        name.code, other.code = "SAME", "SAME"
    seen = program(site, "CB-YL1").get(f"{V1}/register?unit=SAME").json()
    assert [one["ref"] for one in seen] == [one["ref"] for one in theirs]
    seen = program(site, HEAD).get(f"{V1}/register?unit=SAME").json()
    assert seen and all("@LT/" in one["ref"] for one in seen)


def test_no_address_without_a_password_works_for_a_disabled_account(
    site: Site, stranger: TestClient
) -> None:
    client = site.client(OFFICIAL)
    link = ReportLink(
        person_id(site, OFFICIAL),
        sample_acts.checkpoint_id(site, "DV01@LT/Q2"),
        0,
        date(2022, 6, 1),
    )
    made = client.post("/calendar", data={"make": "1"}).text
    feed = made.partition("/calendar/")[2].partition(".ics")[0].rpartition("/")[2]
    program_of = program(site, OFFICIAL)
    addresses = (f"/r/{link.token}", f"/r/{link.token}/state", f"/calendar/{feed}.ics")
    assert [stranger.get(address).status_code for address in addresses] == [200, 200, 200]
    _disable(site, OFFICIAL)
    assert [stranger.get(one).status_code for one in addresses] == [404, 404, 410]
    assert stranger.post(addresses[0], data={"act": "report", "value": "70"}).status_code == 404
    assert client.get("/work").headers["location"].startswith("/sign-in")
    assert program_of.get(f"{V1}/work").status_code == 401


def test_no_second_address_outlives_the_one_that_is_revoked(site: Site) -> None:
    client, whose = site.client(OFFICIAL), person_id(site, OFFICIAL)
    with writing(site.workplace.engine) as session:  # as two who make one at the same moment
        for mark in ("a", "b"):
            session.add(CalendarFeed(person_id=whose, token_digest=mark, made_at=wall_clock()))
    client.post("/calendar/revoke", data={"feed": "1"})
    with reading(site.workplace.engine) as session:
        assert all(one.revoked_at for one in session.exec(select(CalendarFeed)))


def test_a_webhook_of_a_disabled_account_is_stopped(site: Site) -> None:
    secretariat = "CB-VPTU3"
    place = {"name": "x", "url": "https://receiver.example/"}
    assert site.client(secretariat).post("/webhooks", data=place).status_code == 200
    with writing(site.workplace.engine) as session:
        assert len(active(session, date(2022, 5, 20), wall_clock())) == 1
    _disable(site, secretariat)
    with writing(site.workplace.engine) as session:
        assert active(session, date(2022, 5, 20), wall_clock()) == []


def _disable(site: Site, code: str) -> None:
    with writing(site.workplace.engine) as session:
        query = select(Account).where(Account.person_id == person_id(site, code))
        session.exec(query).one().disabled_at = wall_clock()


def test_nobody_becomes_an_administrator_by_a_name_that_they_chose(site: Site) -> None:
    site.sign_in(ADMINISTRATOR)
    chosen = Identity("https://provider.example", "someone", username=ADMINISTRATOR)
    with reading(site.workplace.engine) as session, pytest.raises(Refused, match="oidc_unknown"):
        account_for(session, chosen, site.workplace.clock().now(), wall_clock())


def test_the_secretariat_does_not_make_itself_an_administrator(site: Site) -> None:
    taking = {"position": "VPTU-CNTT", "since": "2022-05-20", "both": "1"}
    client = site.client("CB-VPTU3")
    assert page_grounds.press(client, "/people/CB-VPTU3/take", data=taking).status_code == 422
    assert client.get("/accounts").status_code == 403
    by_right = page_grounds.press(site.client(ADMINISTRATOR), "/people/CB-VPTU3/take", data=taking)
    assert by_right.status_code == 303
    assert client.get("/accounts").status_code == 200


@pytest.mark.parametrize("how", ["mandate", "holder", "address"])
def test_no_plan_of_the_secretariat_makes_an_administrator(site: Site, how: str) -> None:
    client = site.client("CB-VPTU3")
    book = load_workbook(SAMPLE_PLAN)
    rows = {row[1].value: row for row in book["Cán bộ"].iter_rows()}
    post, mine = rows["VPTU-CNTT"], rows["VPTU-VP"]
    whose, mail, mandate = slice(6, 9), 8, 12
    assert (post[mandate].value, mine[whose][0].value) == ("Quản trị", "CB-VPTU3")
    match how:
        case "mandate":
            mine[mandate].value = f"{mine[mandate].value}; Quản trị"
        case "holder":
            for theirs, own in zip((*post[whose], post[13]), (*mine[whose], mine[13]), strict=True):
                theirs.value = own.value
        case _:
            post[mail].value = "mine@vinhphuc.example"
    out = io.BytesIO()
    book.save(out)
    where = client.post("/plan", files={"file": ("plan.xlsx", out.getvalue())}).headers["location"]
    refused = page_grounds.press(client, where)
    assert refused.status_code == 409 and "quyền quản trị hệ thống" in refused.text
    assert client.get("/accounts").status_code == 403


def test_a_ladder_of_brackets_without_an_end_is_narrative_at_its_field(site: Site) -> None:
    deep = {"file": ("ladder.toml", b"step = " + b"[" * 100_000)}
    assert site.client("CB-VPTU3").post("/programme/ladder", files=deep).status_code == 422
