"""Channels, calendar, ladder and history: changed by those who may, told in history."""

import io
from datetime import date

import page_grounds
import pytest
from ladder_form import confirm
from openpyxl import load_workbook
from programmes import current_programme
from sites import Site
from sqlalchemy import text
from sqlmodel import select

from dondoc.services.programme.programmes import working_calendar
from dondoc.store.database import reading, writing
from models.event import Event, EventKind
from models.installation import ChannelSetup
from models.programme import LadderStep

ADMINISTRATOR, SECRETARIAT, AUDITOR = "CB-VPTU5", "CB-VPTU3", "CB-UBKT4"


def works(site: Site, day: date) -> bool:
    with reading(site.workplace.engine) as session:
        return working_calendar(session, current_programme(session)).is_working(day)


def test_a_day_off_is_counted_at_once_and_can_be_taken_back(site: Site) -> None:
    client, day = site.client(SECRETARIAT), date(2022, 6, 15)
    assert works(site, day)
    sent = {"day": "15/06/2022", "working": "no", "note": "Lễ hội"}
    assert page_grounds.press(client, "/programme/calendar", data=sent).status_code == 303
    assert not works(site, day)
    assert "Lễ hội" in client.get("/programme/calendar").text
    assert page_grounds.press(client, "/programme/calendar/2022-06-15/remove").status_code == 303
    assert works(site, day)
    with reading(site.workplace.engine) as session:
        query = select(Event).where(Event.kind == EventKind.CHANGED).order_by(Event.id)
        told = [one.data for one in session.exec(query) if one.data["what"] == "calendar_day"]
    assert [(one["old"], one["new"]) for one in told] == [(None, False), (False, None)]


@pytest.mark.parametrize(
    ("day", "said"), [("", "Ngày không được để trống."), ("31/02/2022", "không phải là ngày")]
)
def test_a_bad_day_is_said_at_its_field(site: Site, day: str, said: str) -> None:
    answer = page_grounds.press(site.client(SECRETARIAT), "/programme/calendar", data={"day": day})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'id="day-error"' in answer.text


def test_the_ladder_goes_to_excel_and_back(site: Site) -> None:
    client = site.client(SECRETARIAT)
    content = client.get("/programme/ladder.xlsx?unit=LT").content
    assert load_workbook(io.BytesIO(content)).sheetnames
    shown = page_grounds.press(
        client, "/programme/ladder", data={"unit": "LT"}, files={"file": ("nấc.xlsx", content)}
    )
    assert shown.status_code == 200 and "<h2>Thêm (" in shown.text and "<h2>Bỏ (" not in shown.text
    with reading(site.workplace.engine) as session:
        assert not session.exec(select(LadderStep).where(LadderStep.unit_id.is_not(None))).all()
    sent = confirm(client, shown.text)
    assert sent.status_code == 303, sent.text
    with reading(site.workplace.engine) as session:
        assert session.exec(select(LadderStep).where(LadderStep.unit_id.is_not(None))).all()
    assert "LT" in client.get("/programme/ladder").text
    with writing(site.workplace.engine) as session:  # one step less than the general ladder
        own = select(LadderStep).where(LadderStep.unit_id.is_not(None))
        session.delete(session.exec(own.limit(1)).one())
    asked = client.get("/programme/ladder/remove?unit=LT").text
    assert "<h2>Thêm (1)" in asked and "<h2>Bỏ (" not in asked and "áp dụng lại nấc chung" in asked
    assert client.get("/programme/ladder/remove?unit=zzz").status_code == 404
    assert (
        page_grounds.press(client, "/programme/ladder/remove", data={"unit": "LT"}).status_code
        == 303
    )
    with reading(site.workplace.engine) as session:
        assert not session.exec(select(LadderStep).where(LadderStep.unit_id.is_not(None))).all()


def test_a_ladder_that_is_none_is_refused_whole(site: Site) -> None:
    answer = page_grounds.press(
        site.client(SECRETARIAT),
        "/programme/ladder",
        files={"file": ("nấc.xlsx", b"not a workbook")},
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_channels_secrets_are_never_shown_again(site: Site) -> None:
    client = site.client(ADMINISTRATOR)
    url = "tgram://123456789:AAs3cretAAAAAAAAAAAAAAAAAAAAAAAAAAA/{address}"
    sent = client.post("/channels", data={"name": "thu-phu", "url": url})
    assert sent.status_code == 303, sent.text
    page = client.get("/channels").text
    assert "thu-phu" in page
    assert "s3cret" not in page
    assert page_grounds.press(client, "/channels/thu-phu/disable").status_code == 303
    with reading(site.workplace.engine) as session:
        assert session.get_one(ChannelSetup, "thu-phu").disabled_at is not None


def test_what_was_typed_for_a_channel_stands_in_its_box_again_which_is_open(site: Site) -> None:
    client = site.client(ADMINISTRATOR)
    client.post("/channels", data={"name": "thu-phu", "url": "mailto://a:b@thu.vinhphuc.gov.vn"})
    typed = {"per_minute": "nhiều", "parallel": "7", "fallback_after": "3"}
    refused = client.post("/channels/thu-phu", data=typed)
    assert refused.status_code == 422
    box = refused.text.partition('aria-labelledby="channel-thu-phu"')[2].partition("</section>")[0]
    assert "<details open>" in box
    assert all(f'value="{each}"' in box for each in typed.values())


def test_a_channel_that_reaches_this_machine_is_refused(site: Site) -> None:
    answer = site.client(ADMINISTRATOR).post(
        "/channels", data={"name": "tep", "url": "file:///etc/passwd"}
    )
    assert answer.status_code == 422


def test_it_says_who_cannot_be_reached(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get("/channels").text
    assert "Trần Ngọc Sơn" in page


def test_history_is_whole_until_somebody_changes_it_behind_its_back(site: Site) -> None:
    client = site.client(AUDITOR)
    assert "Lịch sử nguyên vẹn" in client.post("/audit/verify").text
    with writing(site.workplace.engine) as session:
        session.execute(text("UPDATE checkpoint SET stage = 'evaluated' WHERE stage = 'reported'"))
    found = client.post("/audit/verify").text
    assert 'role="alert"' in found
    assert "Lịch sử nguyên vẹn" not in found


def test_history_is_paged_and_filtered(shown: Site) -> None:
    client = shown.client(AUDITOR)
    first = client.get("/audit").text
    assert 'rel="next"' in first
    moved = client.get("/audit?kind=moved&person=CB-LT1").text
    assert "Chuyển giai đoạn" in moved
    assert "Nạp kế hoạch</td>" not in moved
    assert "Không có sự việc nào như vậy" in client.get("/audit?person=nobody").text


def test_the_hub_offers_only_what_one_may_open(shown: Site) -> None:
    for code in (ADMINISTRATOR, SECRETARIAT, AUDITOR):
        client = shown.client(code)
        page = client.get("/office").text
        assert page.count('class="sheet"')
        assert ('href="/accounts"' in page) == (code == ADMINISTRATOR)
        assert ('href="/plan"' in page) == (code == SECRETARIAT)


def test_the_hub_names_what_was_evaluated_with_points_though_it_is_not_done(site: Site) -> None:
    client = site.client(SECRETARIAT)
    assert "Đề nghị đánh giá lại" not in client.get("/office").text
    with writing(site.workplace.engine) as session:
        session.execute(
            text(
                "UPDATE checkpoint SET undelivered = true WHERE id = ("
                "SELECT min(checkpoint.id) FROM checkpoint JOIN evaluation"
                " ON evaluation.id = checkpoint.evaluation_id"
                " WHERE stage = 'evaluated' AND standing = 'live' AND total > 0)"
            )
        )
    page = client.get("/office").text
    assert "Đề nghị đánh giá lại" in page
    assert page.count('<li class="fit"><a href="/items/2022/') == 1
