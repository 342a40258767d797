"""Who gets a digest may open it, in whichever year; who is refused leaves nothing behind."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from page_grounds import seen_on
from sites import Site, person_id
from sqlmodel import Session, col, select
from two_years import NEXT, load_next_year, site_on

from dondoc.services.delivery.remind import deliver_due
from dondoc.store.database import reading, writing
from models.committee import Committee, CommitteeSeat
from models.digest import Digest, DigestPaper, DigestRemark
from models.message import Message, MessageState
from models.person import Person, Preference, ProgrammeMandate
from models.programme import Programme
from models.rules.roles import Mandate

SECRETARIAT, STANDING, HEAD, STRANGER = "CB-VPTU3", "CB-TTTU1", "CB-LT1", "CB-BTG2"


def compiled(site: Site, quarter: str = "2022-Q1") -> str:
    answer = site.client(SECRETARIAT).post("/digests", data={"quarter": quarter})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("?")[0]


def pressed(site: Site, path: str, act: str, **fields: str) -> Response:
    client = site.client(SECRETARIAT)
    return client.post(f"{path}/{act}", data={"seen": seen_on(client.get(path).text)} | fields)


def issued(site: Site, quarter: str = "2022-Q1") -> str:
    path = compiled(site, quarter)
    for act in ("approve", "issue"):
        assert pressed(site, path, act).status_code == 303
    return path


def letters(site: Site) -> list[tuple[str, int, MessageState]]:
    """Whose each letter of a digest is, of which unit, and how it stands."""
    query = select(Person.code, Message.unit_key, Message.state).join(
        Message, col(Message.person_id) == col(Person.id)
    )
    with reading(site.workplace.engine) as session:
        return list(session.exec(query.where(col(Message.digest_id).is_not(None))))


def test_an_issue_that_is_refused_keeps_no_paper_in_the_form_that_it_chose(site: Site) -> None:
    path, client = compiled(site), site.client(SECRETARIAT)
    pressed(site, path, "approve")
    old = seen_on(client.get(path).text)
    pressed(site, path, "remarks", remark="Xem lại")
    refused = client.post(f"{path}/issue", data={"seen": old, "form": "state"})
    assert refused.status_code == 422 and "Số ý kiến chưa trả lời" in refused.text
    with reading(site.workplace.engine) as session:
        assert session.exec(select(DigestPaper)).all() == []
        assert letters(site) == []


def test_a_remark_is_answered_only_beside_a_digest_where_it_stands(site: Site) -> None:
    path = compiled(site)
    with writing(site.workplace.engine) as session:  # before it, and of another year
        first = session.get_one(Digest, 1).model_dump(exclude={"id"})
        one = session.exec(select(Programme)).one()
        other = Programme(**one.model_dump(exclude={"id"}) | {"year": 2021})
        session.add(other)
        session.flush()
        session.add(Digest(**first | {"programme_id": other.key, "quarter": "2021-Q1"}))
        session.add(Digest(**first | {"figures_sha256": "0" * 64}))
    pressed(site, "/digests/3", "remarks", remark="Xem lại")
    client, form = site.client(SECRETARIAT), {"answer-1": "Đã xem"}
    for elsewhere in (path, "/digests/2", "/digests/99"):
        answer = client.post(f"{elsewhere}/remarks/1/answer", data=form)
        assert answer.status_code in {404, 422}, elsewhere
    with reading(site.workplace.engine) as session:
        assert session.get_one(DigestRemark, 1).answered_at is None
    assert client.post("/digests/3/remarks/1/answer", data=form).status_code == 303


def stands_in(session: Session, away: int, deputy: int, today: date) -> None:
    wish = session.exec(select(Preference).where(Preference.person_id == away)).first()
    wish = wish or Preference(person_id=away)
    wish.deputy_id = deputy
    wish.paused_from, wish.paused_to = today - timedelta(days=2), today + timedelta(days=9)
    session.add(wish)


@pytest.mark.parametrize(("deputy", "reads"), [(STRANGER, HEAD), ("CB-LT4", "CB-LT4")])
def test_a_deputy_gets_a_units_part_only_as_long_as_it_is_theirs_to_open(
    site: Site, deputy: str, reads: str
) -> None:
    """Whoever was named as deputy may have left the unit since."""
    away, other = person_id(site, HEAD), person_id(site, deputy)
    with writing(site.workplace.engine) as session:
        stands_in(session, away, other, site.workplace.clock().today())
    path = issued(site)
    readers = {code for code, unit, _ in letters(site) if unit == 4}
    assert readers == {reads, "CB-LT4"}
    for code in readers - {HEAD}:
        assert site.client(code).get(f"{path}/units/4").status_code == 200


def test_a_letter_that_waits_goes_to_no_deputy_who_lost_the_right(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        stands_in(
            session, person_id(site, HEAD), person_id(site, "CB-LT4"),
            site.workplace.clock().today(),
        )  # fmt: skip
    issued(site)
    with writing(site.workplace.engine) as session:
        for seat in session.exec(select(CommitteeSeat)):
            session.delete(seat)
    deliver_due(site.workplace, site.workplace.clock().now() + timedelta(hours=2))
    assert ("CB-LT4", 4, MessageState.SENT) not in letters(site)


@pytest.mark.slow
def test_in_january_whom_the_old_year_names_may_open_what_its_last_digest_brings(
    sample_home: Path, tmp_path: Path
) -> None:
    site = site_on(sample_home, tmp_path / "home", date(2023, 1, 16))
    load_next_year(site)
    with writing(site.workplace.engine) as session:
        _name_nobody(session)
    whole = issued(site, "2022-Q4")
    brought = {(code, unit) for code, unit, _ in letters(site)}
    assert {(STANDING, 0), ("CB-LT4", 4)} <= brought
    member, secretary = site.client(STANDING), site.client("CB-LT4")
    for address in (whole, f"{whole}/paper.txt", f"{whole}/papers/party.xlsx",
                    f"{whole}/checkpoints?state=overdue", f"/papers{whole}.party.png"):  # fmt: skip
        assert member.get(address).status_code == 200, address
        assert secretary.get(address).status_code == 403, address
    part = f"{whole}/units/4"
    assert [_status(secretary, part), _status(secretary, f"{part}/papers/party.xlsx")] == [200, 200]
    assert _status(secretary, f"{whole}/units/9") == 404
    assert "/approve" not in member.get(whole).text


def _status(client: TestClient, address: str) -> int:
    return client.get(address).status_code


def _name_nobody(session: Session) -> None:
    """Next year's plan has another Standing Committee, and no committees of units yet."""
    new = session.exec(select(Programme).where(Programme.year == NEXT)).one().key
    theirs = select(Committee.id).where(Committee.programme_id == new)
    for seat in session.exec(
        select(CommitteeSeat).where(col(CommitteeSeat.committee_id).in_(theirs))
    ):
        session.delete(seat)
    mandates = select(ProgrammeMandate).where(
        ProgrammeMandate.programme_id == new,
        ProgrammeMandate.mandate == Mandate.STANDING_COMMITTEE,
    )
    for mandate in session.exec(mandates):
        session.delete(mandate)
