"""Objective causes on the pages: reported beside and within a report, answered by who verifies."""

import re
from datetime import date

import papers
import pytest
import sample_acts
from api_client import program
from report_form import BY, GOOD, HERE, REF
from sites import Site
from verification_pages import SECRETARIAT

from dondoc.services.acts.act_input import ActInput
from models.rules.checkpoints import Act

LATE, OFFICIAL, SECRETARY = "GPMB01@YL/B2", "CB-YL1", "CB-YL4"
AT, QUEUE = f"/cause/2022/{LATE}", "/verify/causes"
CAUSE = {"act": "ask_cause", "about": "lateness:1", "since": "14/05/2022", "reason": "Ngập lụt"}


def asks(site: Site, **said: str) -> int:
    files = [("files", ("lũ.jpg", papers.photo(), "image/jpeg"))]
    return site.client(OFFICIAL).post(AT, data=CAUSE | said, files=files).status_code


def answers(site: Site, act: str, reason: str = "", about: str = "lateness:1", **said: str) -> int:
    client = site.client(SECRETARIAT)
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(AT).text)
    assert seen is not None
    shown = seen[1].replace("&amp;", "&")
    fields = {"act": act, "about": about, "reason": reason, "seen": shown, **said}
    return client.post(AT, data=fields).status_code


def words(site: Site, by: str, address: str) -> str:
    text = site.client(by).get(address).text
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_it_is_reported_with_a_photo_that_whoever_decides_opens(site: Site) -> None:
    assert asks(site) == 303
    page = site.client(SECRETARIAT).get(QUEUE)
    assert "Ngập lụt" in page.text and "lũ" in page.text
    photo = re.search(r'href="(/evidence/\d+)"', page.text)
    assert photo is not None
    assert site.client(SECRETARIAT).get(photo[1]).status_code == 200
    assert site.client("CB-LT4").get(photo[1]).status_code == 404


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(site: Site) -> None:
    answer = site.client(OFFICIAL).post(AT, data=CAUSE | {"since": "", "reason": ""})
    assert answer.status_code == 422
    assert 'id="since-error"' in answer.text and 'id="reason-error"' in answer.text
    answer = site.client(OFFICIAL).post(AT, data=CAUSE | {"since": "14/05/2023"})
    assert answer.status_code == 422
    assert "chưa tới" in answer.text and "Ngập lụt" in answer.text and "chọn lại" in answer.text


@pytest.mark.parametrize("drained", [False, True])
def test_its_queue_and_its_count_hold_what_waits_and_nothing_else(
    site: Site, drained: bool
) -> None:
    def counted() -> str:
        tab = re.search(
            r'causes[^"]*"[^>]*>[^<]*<strong>(\d+)', site.client(SECRETARIAT).get(QUEUE).text
        )
        assert tab is not None
        return tab[1]

    assert counted() == "0"
    asks(site)
    if drained:
        site.advance()
    assert counted() == "1"
    assert "đề nghị trả lời chậm nhất" in words(site, SECRETARIAT, QUEUE)
    assert answers(site, "refuse_cause", "Không có mưa") == 303
    if drained:
        site.advance()
    assert counted() == "0"


def test_an_answer_is_shown_wherever_the_item_is(site: Site) -> None:
    asks(site)
    assert answers(site, "refuse_cause", "Không có mưa") == 303
    site.advance()
    item = words(site, OFFICIAL, f"/items/2022/{LATE}")
    assert "không xác nhận" in item and "Không có mưa" in item
    assert "Nguyên nhân khách quan của lần trễ hạn thứ 1 không được xác nhận" in item
    whole = words(site, SECRETARY, AT)  # whoever sees the work
    assert "Ngập lụt" in whole and "Không có mưa" in whole
    assert "Quá hạn" in whole
    assert answers(site, "take_back_cause", "Có biên bản của xã") == 303
    assert answers(site, "confirm_cause") == 303
    site.advance()
    item = words(site, OFFICIAL, f"/items/2022/{LATE}")
    assert "đã xác nhận" in item and "Quá hạn" in item
    assert "rút lại kết luận về nguyên nhân khách quan: lần trễ hạn thứ 1" in item


def test_a_refusal_and_a_taking_back_need_a_reason(site: Site) -> None:
    asks(site)
    assert answers(site, "refuse_cause") == 422
    assert answers(site, "confirm_cause") == 303
    assert answers(site, "take_back_cause") == 422


def test_ones_own_work_shows_that_an_answer_is_waited_for(site: Site) -> None:
    assert "Đã báo nguyên nhân khách quan" not in words(site, OFFICIAL, "/work")
    asks(site)
    assert "Đã báo nguyên nhân khách quan" in words(site, OFFICIAL, "/work")
    site.advance()
    assert "Đã báo nguyên nhân khách quan" in words(site, OFFICIAL, "/work")


def test_who_asked_withdraws_it_and_nobody_else_sees_a_way_to(site: Site) -> None:
    asks(site)
    assert "withdraw_cause" in site.client(OFFICIAL).get(AT).text
    assert "withdraw_cause" not in site.client("CB-YL2").get(AT).text
    fields = {"act": "withdraw_cause", "about": "lateness:1"}
    assert site.client("CB-YL2").post(AT, data=fields).status_code == 422
    assert site.client(OFFICIAL).post(AT, data=fields).status_code == 303
    assert "đã rút" in words(site, OFFICIAL, AT)


def test_who_answers_for_the_work_is_offered_no_answer(site: Site) -> None:
    asks(site)
    page = site.client(OFFICIAL).get(AT).text
    assert "confirm_cause" not in page and "refuse_cause" not in page
    for act in ("confirm_cause", "refuse_cause", "take_back_cause"):
        data = {"act": act, "about": "lateness:1", "reason": "x"}
        assert site.client(OFFICIAL).post(AT, data=data).status_code == 403
    assert site.client(OFFICIAL).post(AT, data={"act": "evaluate"}).status_code == 400


def test_the_secretariat_confirms_what_it_knows_itself(site: Site) -> None:
    assert answers(site, "confirm_cause", "Cả huyện ngập", since="14/05/2022") == 303
    site.advance()
    assert "Cả huyện ngập" in words(site, OFFICIAL, AT)
    assert answers(site, "confirm_cause", "Lần nữa", since="14/05/2022") == 422


def test_where_a_report_is_verified_each_cause_is_answered_and_no_mark_is_for_all(
    site: Site,
) -> None:
    sample_acts.report(site, LATE, OFFICIAL, 14)
    asks(site)
    site.advance()
    page = site.client(SECRETARIAT).get(f"/verify/2022/{LATE}").text
    assert 'name="objective_cause"' not in page
    assert 'value="confirm_cause"' in page and "Ngập lụt" in page
    assert answers(site, "confirm_cause", back=f"/verify/2022/{LATE}") == 303


def test_results_to_be_judged_say_that_a_cause_waits(site: Site) -> None:
    sample_acts.report(site, LATE, OFFICIAL, 14)
    sample_acts.record(site, ActInput(Act.VERIFY, LATE, SECRETARIAT))
    asks(site)
    site.advance()
    assert "chờ xác nhận nguyên nhân khách quan" in words(site, SECRETARIAT, "/verify/results")


def test_it_is_reported_within_a_report_with_its_files(site: Site) -> None:
    official, report = site.client(OFFICIAL), f"/report/2022/{LATE}"
    assert 'name="cause_reason"' in official.get(report).text
    fields = {"act": "report", "value": "14,2", "narrative": "Đã xong", "cause_about": "lateness:1",
              "cause_since": "2022-05-14", "cause_reason": "Ngập lụt"}  # fmt: skip
    files = [("files", ("lũ.jpg", papers.photo(), "image/jpeg"))]
    assert official.post(report, data=fields, files=files).status_code == 303
    assert [one.act for one in sample_acts.acts(site, LATE)][-2:] == [Act.REPORT, Act.ASK_CAUSE]
    assert "lũ" in words(site, SECRETARIAT, QUEUE)


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"cause_since": "", "cause_reason": "Ngập"}, "cause_since"),
     ({"cause_since": "2022-05-14", "cause_reason": ""}, "cause_reason"),
     ({"cause_since": "2022-05-14", "cause_reason": "Ngập"}, "cause_about")],
)  # fmt: skip
def test_a_cause_that_cannot_be_taken_keeps_the_report_back_with_all_that_was_typed(
    site: Site, typed: dict[str, str], said: str
) -> None:
    """In time, there is no lateness to excuse: neither is recorded, and no word is lost."""
    answer = site.client(BY).post(HERE, data=GOOD | {"cause_about": "lateness:1"} | typed)
    assert answer.status_code == 422
    assert f'id="{said}-error"' in answer.text
    assert sample_acts.sent(site, REF) is None
    again = site.client(BY).get(HERE).text
    assert "Đã kết nạp 70 đảng viên." in again
    assert all(text in again for text in typed.values())


def test_a_program_asks_reads_and_decides(site: Site) -> None:
    ref, _, label = LATE.partition("/")
    acts = f"/api/v1/checkpoints/2022/{ref}/{label}/acts"
    ask = {"act": "ask_cause", "about": "lateness", "since": "2022-05-14", "reason": "Ngập",
           "request_key": "cause-0001"}  # fmt: skip
    answer = program(site, OFFICIAL).post(acts, json=ask)
    assert answer.status_code == 201, answer.text
    (only,) = answer.json()["checkpoint"]["deductions"]
    assert (only["code"], only["happened"], only["excused"]) == ("lateness:1", True, False)
    assert only["cause"]["state"] == "asked"
    secretariat = program(site, SECRETARIAT)
    seen = answer.json()["checkpoint"]["seen"]
    plain = {"act": "refuse_cause", "about": "lateness:1", "reason": "Không"}
    stale = secretariat.post(acts, json=plain | {"request_key": "cause-0002", "seen": "due=x"})
    assert stale.status_code == 409
    done = secretariat.post(acts, json=plain | {"request_key": "cause-0003", "seen": seen})
    assert done.status_code == 201, done.text
    assert done.json()["checkpoint"]["deductions"][0]["cause"]["state"] == "refused"
    mark = {"act": "verify", "objective_cause": True, "request_key": "cause-0004", "seen": seen}
    refused = secretariat.post(acts, json=mark)
    assert refused.status_code == 422 and "objective_cause" in refused.text


def test_an_answer_on_a_page_opened_before_is_refused_with_what_stands(site: Site) -> None:
    asks(site)
    page = site.client(SECRETARIAT).get(AT).text
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen is not None
    withdraw = {"act": "withdraw_cause", "about": "lateness:1"}
    assert site.client(OFFICIAL).post(AT, data=withdraw).status_code == 303
    fields = {"act": "confirm_cause", "about": "lateness:1", "reason": "Có biên bản",
              "since": "2022-05-14", "seen": seen[1].replace("&amp;", "&")}  # fmt: skip
    answer = site.client(SECRETARIAT).post(AT, data=fields)
    assert answer.status_code == 422
    assert "nay là" in answer.text and "đã rút" in answer.text and "Có biên bản" in answer.text


def test_history_for_the_auditor_says_which_one_and_since_when(site: Site) -> None:
    day = date(2022, 5, 14)
    cause = {"about": "lateness", "since": day, "reason": "Ngập"}
    sample_acts.record(site, ActInput(Act.ASK_CAUSE, LATE, OFFICIAL, **cause))
    site.advance()
    told = words(site, "CB-UBKT4", "/audit")
    assert "Báo nguyên nhân khách quan: lần trễ hạn thứ 1" in told and "14/05/2022" in told
