"""Returned, replaced, asked for: what the pages, the API and the lists make of it."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import page_grounds
import sample_acts
from api_client import program, send
from fastapi.testclient import TestClient
from programmes import current_programme
from sites import Site
from sqlmodel import select

from dondoc.clock import at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.figures.status import status
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.rules.checkpoints import Act
from models.rules.stages import Stage

SECRETARIAT = "CB-VPTU3"
WAITING = "GPMB01@VT/B2"
"""Reported in the sample, in time, and due before its today, the 20th of May."""
OWN, BY = "DV01@LT/Q2", "CB-LT2"
MEND_BY = date(2022, 5, 27)
GOOD = {"act": "report", "value": "70", "narrative": "Đã kết nạp 70 đảng viên."}


def move_due(site: Site, ref: str, due_on: date) -> None:
    with writing(site.workplace.engine) as session:
        row = session.get_one(Checkpoint, sample_acts.checkpoint_id(site, ref))
        row.due_on = due_on
        session.add(row)


def row_of(site: Site, ref: str) -> Checkpoint:
    with reading(site.workplace.engine) as session:
        return session.get_one(Checkpoint, sample_acts.checkpoint_id(site, ref))


def record_at(site: Site, moment: datetime, given: ActInput) -> None:
    with writing(site.workplace.engine) as session:
        Recorder(session, moment, site.workplace.evidence).record(given)


def send_back(client: TestClient, ref: str, **typed: str) -> int:
    page = client.get(f"/verify/2022/{ref}").text
    hidden = page_grounds.hidden(page[page.index('name="return_reason"') - 3000 :])
    data = hidden | {"act": "return", "return_reason": "Thiếu biên bản"} | typed
    return client.post(f"/verify/2022/{ref}", data=data).status_code


def test_the_page_proposes_a_date_that_leaves_time_to_mend(site: Site) -> None:
    move_due(site, WAITING, date(2022, 5, 17))
    page = site.client(SECRETARIAT).get(f"/verify/2022/{WAITING}").text
    found = re.search(r'name="new_due_on"[^>]*value="([^"]*)"', page)
    assert found is not None and found[1] == MEND_BY.isoformat()
    assert "thì giữ hạn" not in page  # a date that has passed is not kept


def test_a_return_that_names_no_date_takes_the_proposed_one(site: Site) -> None:
    move_due(site, WAITING, date(2022, 5, 17))
    client = site.client(SECRETARIAT)
    assert send_back(client, WAITING, new_due_on="2022-05-20") == 422  # no working day is left
    assert send_back(client, WAITING, new_due_on="") == 303
    sent = sample_acts.acts(site, WAITING)[-1]
    assert (sent.act, sent.new_due_on) == (Act.RETURN, MEND_BY)
    site.advance()
    row = row_of(site, WAITING)
    assert (row.stage, row.due_on, row.returns) == (Stage.IN_PROGRESS, MEND_BY, 1)
    assert row.returned_due_on == date(2022, 5, 17) and row.returned_report_on is not None


def test_the_figures_do_not_count_what_was_returned_as_overdue(site: Site) -> None:
    def overdue() -> int:
        with reading(site.workplace.engine) as session:
            now = site.workplace.clock().now()
            return status(session, current_programme(session), now).checkpoints.overdue

    before = overdue()
    sample_acts.send_back(site, WAITING, "Thiếu biên bản")
    assert overdue() == before  # not drained
    site.advance()
    assert overdue() == before


def test_what_was_returned_or_waits_for_an_answer_is_not_listed_as_silence(site: Site) -> None:
    client = site.client(SECRETARIAT)
    sample_acts.report(site, OWN, BY)
    sample_acts.send_back(site, OWN, "Thiếu danh sách")
    asked = "STC01@STC/B2"
    given = ActInput(Act.ASK_EXTENSION, asked, "CB-STC1", reason="Chờ số",
                     new_due_on=date(2022, 9, 1))  # fmt: skip
    sample_acts.record(site, given)
    for drained in (False, True):
        if drained:
            site.advance()
        for ref in (OWN, asked):
            move_due(site, ref, date(2022, 3, 1))
        page = client.get("/verify/silent").text
        assert OWN not in page and asked not in page
    sent = client.post("/verify/silent", data={"ref": [OWN, asked], "sure": "yes"})
    assert sent.status_code == 409
    assert not [act for ref in (OWN, asked) for act in sample_acts.acts(site, ref) if
                act.act is Act.NOT_REPORTED]  # fmt: skip


def test_silence_after_a_return_is_recorded_singly_with_a_statement(site: Site) -> None:
    sample_acts.report(site, OWN, BY)
    sample_acts.send_back(site, OWN, "Thiếu danh sách")
    site.advance()
    move_due(site, OWN, date(2022, 3, 1))
    client = site.client(SECRETARIAT)
    here = f"/act/2022/{OWN}"
    page = client.get(f"{here}?act=not_reported").text
    assert 'name="confirmed"' in page and "không nộp lại" in page
    data = page_grounds.hidden(page) | {"act": "not_reported", "reason": "Đã nhắc hai lần"}
    refused = client.post(here, data=data)
    assert refused.status_code == 422 and "Đã nhắc hai lần" in refused.text
    assert 'href="#confirmed"' in refused.text and 'id="confirmed-error"' in refused.text
    assert client.post(here, data=data | {"confirmed": "yes"}).status_code == 303
    assert sample_acts.acts(site, OWN)[-1].confirmed


def late_site(site: Site) -> TestClient:
    """The official at a report that came in time, on a day after its date."""
    record_at(site, at(date(2022, 5, 18), 10), ActInput(Act.REPORT, OWN, BY, value=Decimal(60)))
    site.advance()
    move_due(site, OWN, date(2022, 5, 18))
    return site.client(BY)


def test_the_form_says_before_that_another_report_would_be_late(site: Site) -> None:
    official, here = late_site(site), f"/report/2022/{OWN}"
    page = official.get(here).text
    assert "sẽ tính là nộp trễ" in page and 'name="confirmed"' in page
    data = page_grounds.hidden(page[page.index("<form action") :]) | GOOD
    refused = official.post(here, data=data)
    assert refused.status_code == 422 and GOOD["narrative"] in refused.text
    assert 'href="#confirmed"' in refused.text and 'id="confirmed-error"' in refused.text
    assert refused.text.count("đúng hạn (") == 1  # the paragraph stands once
    assert sample_acts.acts(site, OWN)[-1].recorded_at == at(date(2022, 5, 18), 10)
    assert official.post(here, data=data | {"confirmed": "yes"}).status_code == 303
    site.advance()
    row = row_of(site, OWN)
    assert row.first_reported_at == at(date(2022, 5, 18), 10)
    assert row.reported_at is not None and row.reported_at > row.first_reported_at
    case = site.client(SECRETARIAT).get(f"/verify/2022/{OWN}").text
    assert "Nộp lần đầu, trước khi thay" in case and "10:00 18/05/2022" in case


def test_a_ticked_box_stays_ticked_when_something_else_is_wrong(site: Site) -> None:
    official, here = late_site(site), f"/report/2022/{OWN}"
    page = official.get(here).text
    data = page_grounds.hidden(page[page.index("<form action") :]) | GOOD | {"value": ""}
    refused = official.post(here, data=data | {"confirmed": "yes"}).text
    box = refused[refused.index('id="confirmed"') :]
    assert " checked" in box[: box.index(">")] and 'id="confirmed-error"' not in refused


def test_an_update_after_the_date_needs_no_confirmation_and_changes_no_moment(site: Site) -> None:
    official, here = late_site(site), f"/report/2022/{OWN}"
    page = official.get(here).text
    data = page_grounds.hidden(page[page.index("<form action") :]) | GOOD | {"act": "update"}
    assert official.post(here, data=data).status_code == 303
    site.advance()
    assert row_of(site, OWN).reported_at == at(date(2022, 5, 18), 10)


def test_a_report_in_time_replaced_in_time_asks_nothing(site: Site) -> None:
    sample_acts.report(site, OWN, BY)
    page = site.client(BY).get(f"/report/2022/{OWN}").text
    assert 'name="confirmed"' not in page and "sẽ thay báo cáo trước" in page


def test_the_api_refuses_it_with_the_reason_and_takes_the_confirmation(site: Site) -> None:
    late_site(site)
    client = program(site, BY)
    act = {"act": "report", "value": "61"}
    status_code, said = send(client, OWN, **act, request_key="late-0001")
    assert status_code == 409 and "would count as handed in late" in str(said)
    status_code, said = send(client, OWN, **act, request_key="late-0002", confirmed=True)
    assert status_code == 201
    shown = said["checkpoint"]
    assert shown["first_reported_at"] < shown["reported_at"]  # type: ignore[index]


def test_its_page_says_why_a_mended_report_is_late(site: Site) -> None:
    move_due(site, OWN, date(2022, 5, 16))
    record_at(site, at(date(2022, 5, 18), 10), ActInput(Act.REPORT, OWN, BY, value=Decimal(60)))
    sample_acts.send_back(site, OWN, "Thiếu danh sách")
    sample_acts.report(site, OWN, BY)
    page = site.client(BY).get(f"/items/2022/{OWN}").text
    assert "báo cáo đầu nộp ngày 18/05/2022" in page and "không xóa được việc nộp trễ" in page


def test_a_receipt_that_is_looked_at_again_says_that_the_report_was_returned(site: Site) -> None:
    sample_acts.report(site, OWN, BY)
    receipt = f"/report/2022/{OWN}?done=report"
    official = site.client(BY)
    assert "Báo cáo đúng hạn" in official.get(receipt).text
    sample_acts.send_back(site, OWN, "Thiếu danh sách")
    page = official.get(receipt).text
    assert "Báo cáo này đã bị trả lại: Thiếu danh sách" in page
    assert "Báo cáo đúng hạn" not in page and "không phải làm gì thêm" not in page


def test_who_answers_for_it_is_narrative_that_somebody_else_decides(site: Site) -> None:
    from models.person import Holding, Person, Position, ProgrammeMandate

    with writing(site.workplace.engine) as session:
        query = (
            select(Holding).join(Person).where(Person.code == BY, Holding.held_to.is_(None))  # type: ignore[union-attr]
        )
        held = session.exec(query).first()
        assert held is not None
        position = session.get_one(Position, held.position_id)
        session.add(
            ProgrammeMandate(
                programme_id=current_programme(session).key,
                position_id=position.key,
                mandate="secretariat",
            )
        )
    sample_acts.report(site, OWN, "CB-LT4", behalf=BY)
    client = site.client(BY)
    page = client.get(f"/verify/2022/{OWN}").text
    assert "nên người khác phải thẩm định" in page and 'value="verify"' not in page
    item = client.get(f"/items/2022/{OWN}").text
    assert "act=withdraw" not in item and "act=change_due" not in item


def test_the_last_day_stays_the_same_after_a_weekend(site: Site) -> None:
    """A due date on a Saturday leaves until Monday: a report then is in time, and asks nothing."""
    monday = date(2022, 5, 16)
    move_due(site, OWN, monday - timedelta(days=2))
    record_at(site, at(date(2022, 5, 13), 9), ActInput(Act.REPORT, OWN, BY, value=Decimal(60)))
    record_at(site, at(monday, 9), ActInput(Act.REPORT, OWN, BY, value=Decimal(61)))
    assert len([act for act in sample_acts.acts(site, OWN) if act.act is Act.REPORT]) == 2
