"""Requests for time, silence and results: decided from lists, one by one or many at once."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import page_grounds
import pytest
from sites import Site, person_id
from sqlmodel import select
from verification_pages import SECRETARIAT, VALUE, item_of, record

from dondoc.services.acts.act_input import ActInput
from dondoc.services.advance.drain import advance
from dondoc.store import cache
from dondoc.store.database import reading, writing
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.person import Holding, Person
from models.report import ProgressReport
from models.rules.checkpoints import Act
from models.rules.stages import Stage
from models.submission import Submission


def test_requests_for_time_are_granted_or_refused(site: Site) -> None:
    for ref, by in (("STC01@STC/B2", "CB-STC1"), ("GPMB01@YL/B2", "CB-YL1")):
        given = ActInput(act=Act.ASK_EXTENSION, ref=ref, by=by, reason="Chờ thẩm tra",
                         new_due_on=date(2022, 6, 10))  # fmt: skip
        record(site, given)
    client = site.client(SECRETARIAT)
    page = client.get("/verify/extensions").text
    assert "STC01@STC/B2" in page and "GPMB01@YL/B2" in page and "thứ Sáu 10/6" in page
    grant = {"ref": "STC01@STC/B2", "act": "change_due", "new_due_on": "2022-06-08"}
    grant["seen"] = page_grounds.seen_on(page, "STC01@STC/B2</a>")
    assert client.post("/verify/extensions", data=grant | {"reason": ""}).status_code == 422
    assert client.post("/verify/extensions", data=grant | {"reason": "Đồng ý"}).status_code == 303
    assert item_of(site, "STC01@STC/B2").facts.due_on == date(2022, 6, 8)
    refuse = {"ref": "GPMB01@YL/B2", "act": "refuse_extension", "reason": "Đã gia hạn một lần"}
    refuse["seen"] = page_grounds.seen_on(page, "GPMB01@YL/B2</a>")
    assert client.post("/verify/extensions", data=refuse).status_code == 303
    facts = item_of(site, "GPMB01@YL/B2").facts
    assert facts.extension_asked is None and facts.due_on != date(2022, 6, 10)
    assert "Không có đề nghị gia hạn" in client.get("/verify/extensions").text
    record(site, replace(given, new_due_on=date(2022, 6, 17)))
    asked_again = client.get("/verify/extensions").text
    assert (
        "đề nghị đến 10/06/2022" in asked_again
        and "không chấp thuận ngày 20/05/2022" in asked_again
    )
    assert "Đã gia hạn một lần" in asked_again and "<dt>Kết quả / kế hoạch</dt>" in asked_again


def test_a_request_that_was_not_answered_before_a_late_report_is_answered_before_it_is_judged(
    site: Site,
) -> None:
    ref, later = "GPMB01@YL/B2", site.workplace.clock().today() + timedelta(days=10)
    asks = ActInput(act=Act.ASK_EXTENSION, ref=ref, by="CB-YL1", reason="Chờ thẩm tra",
                    new_due_on=later)  # fmt: skip
    record(site, asks)
    record(site, ActInput(act=Act.REPORT, ref=ref, by="CB-YL1", value=Decimal(3)))
    client = site.client(SECRETARIAT)
    page = client.get(f"/verify/2022/{ref}").text
    assert "Đã đề nghị gia hạn trước khi báo cáo mà chưa được trả lời" in page
    assert 'value="verify"' not in page and 'value="return"' not in page
    listed = client.get("/verify/extensions").text
    assert f"{ref}</a>" in listed and "<dt>Đã báo cáo</dt>" in listed
    grant = {"ref": ref, "act": "change_due", "new_due_on": later.isoformat(), "reason": "Đồng ý",
             "seen": page_grounds.seen_on(listed, f"{ref}</a>")}  # fmt: skip
    assert client.post("/verify/extensions", data=grant).status_code == 303
    page = client.get(f"/verify/2022/{ref}").text
    assert "chưa được trả lời" not in page and 'value="verify"' in page


def test_silence_is_recorded_for_many_once_it_was_confirmed(site: Site) -> None:
    chosen = ["STC01@STC/B2", "SYT01@SYT/B2"]
    with writing(site.workplace.engine) as session:
        for ref in chosen:
            assignment, label = ref.split("/")
            row = session.exec(
                select(Checkpoint).join(Assignment).where(
                    Assignment.ref == assignment, Checkpoint.label == label
                )
            ).one()  # fmt: skip
            row.due_on = site.workplace.clock().today() - timedelta(days=60)
            session.add(row)
    client = site.client(SECRETARIAT)
    page = client.get("/verify/silent").text
    assert _offered(page) == [*chosen, "GPMB01@YL/B2"]
    first = client.post("/verify/silent", data={"ref": chosen})
    assert first.status_code == 200 and "Ghi nhận không báo cáo cho 2 mốc" in first.text
    assert "vẫn nộp được báo cáo bổ sung" in first.text
    assert "3 mốc đã qua ngày chốt" not in first.text  # two are asked about
    assert item_of(site, chosen[0]).facts.stage is not Stage.VERIFIED  # only shown so far
    # One that may not be recorded stops no other, and its reason is told.
    sure = {"ref": [*chosen, "DV01@LT/Q2"], "sure": "yes"} | page_grounds.rows_seen(first.text)
    sent = client.post("/verify/silent", data=sure)
    assert sent.status_code == 409 and "DV01@LT/Q2: " in sent.text
    for ref in chosen:
        facts = item_of(site, ref).facts
        assert facts.result is not None and facts.result.missing
    assert _offered(client.get("/verify/silent").text) == ["GPMB01@YL/B2"]


def _offered(page: str) -> list[str]:
    return re.findall(r'type="checkbox" name="ref" value="([^"]+)"', page)


def test_results_are_evaluated_with_the_grade_that_was_shown(site: Site) -> None:
    client = site.client(SECRETARIAT)
    page = client.get("/verify/results").text
    rows = re.findall(
        r'name="ref" value="([^"]+)".*?"num">([\d,]+)</td>\s*<td[^>]*>([^<]+)', page, re.S
    )
    assert len(rows) == 7
    chosen = [ref for ref, _, _ in rows[:3]]
    assert "Đánh giá 7 kết quả" in client.post("/verify/results", data={"all": "yes"}).text
    again = client.post("/verify/results", data={"ref": chosen}).text
    assert "Đánh giá 3 kết quả" in again
    sure = {"ref": chosen, "sure": "yes"} | page_grounds.rows_seen(again)
    sent = client.post("/verify/results", data=sure)
    assert sent.status_code == 303
    assert "4 kết quả chờ đánh giá" in client.get("/verify/results").text
    site.advance()
    from models.verdict import Evaluation

    with reading(site.workplace.engine) as session:
        for ref, total, _ in rows[:3]:
            item = item_of(site, ref)
            given = session.get_one(Evaluation, item.checkpoint.evaluation_id)
            assert f"{given.total.normalize():f}".replace(".", ",") == total


def test_a_late_result_with_full_marks_says_why(site: Site) -> None:
    page = site.client(SECRETARIAT).get("/verify/results").text
    row = page[page.index('value="NNPT01@NNPT/B2"') :].partition("</tr>")[0]
    assert "100; 90; 100" in row and ">trễ hạn<" in row
    assert "nguyên nhân khách quan được công nhận" in row
    in_time = page[page.index('value="VHTT01@VHTT/B2"') :].partition("</tr>")[0]
    assert "trễ hạn" not in in_time and "nguyên nhân" not in in_time


def _answers_for(site: Site, code: str, refs: list[str]) -> None:
    """A position of somebody answers for these assignments too."""
    with writing(site.workplace.engine) as session:
        held = session.exec(select(Holding).where(Holding.person_id == person_id(site, code)))
        position_id = held.first().position_id  # type: ignore[union-attr]
        for ref in refs:
            item = session.exec(select(Assignment).where(Assignment.ref == ref)).one()
            official = AssignmentOfficial(assignment_id=item.key, position_id=position_id, rank=9)
            session.add(official)
    cache.forget()


@pytest.mark.parametrize("queue", ["results", "silent"])
def test_a_list_of_many_offers_nothing_of_ones_own_and_says_how_much_is_left_to_others(
    site: Site, queue: str
) -> None:
    client, address = site.client(SECRETARIAT), f"/verify/{queue}"
    before = _offered(client.get(address).text)
    own = before[: max(1, len(before) // 2)]
    _answers_for(site, SECRETARIAT, [ref.partition("/")[0] for ref in own])
    page = client.get(address).text
    offered = _offered(page)
    gone = set(before) - set(offered)
    assert set(own) <= gone
    assert f"{len(gone)} dòng là việc, báo cáo của chính đồng chí" in page
    assert set(own) <= set(_offered(site.client("CB-VPTU1").get(address).text))
    if not offered:
        return
    assert f'data-rows="{len(offered)}"' in page
    # Nothing that is offered is refused.
    again = client.post(address, data={"all": "yes"}).text
    sure = {"ref": offered, "sure": "yes"} | page_grounds.rows_seen(again)
    assert client.post(address, data=sure).status_code == 303


def test_a_result_of_a_report_that_one_sent_oneself_is_left_to_others(site: Site) -> None:
    client = site.client(SECRETARIAT)
    ref = _offered(client.get("/verify/results").text)[0]
    with writing(site.workplace.engine) as session:
        report = session.get_one(ProgressReport, item_of(site, ref).checkpoint.report_id)
        sent = session.get_one(Submission, report.submission_id)
        sent.actor_id = person_id(site, SECRETARIAT)
        session.add(sent)
    cache.forget()
    page = client.get("/verify/results").text
    assert ref not in _offered(page) and "1 dòng là việc, báo cáo" in page


def test_a_request_on_ones_own_work_is_shown_and_left_to_others(site: Site) -> None:
    client, first = site.client(SECRETARIAT), "GPMB01@YL/B2"
    record(
        site,
        ActInput(act=Act.ASK_EXTENSION, ref=first, by="CB-YL1", reason="Chờ thẩm tra",
                 new_due_on=date(2022, 6, 10)),
    )  # fmt: skip
    assert f'name="ref" value="{first}"' in client.get("/verify/extensions").text
    _answers_for(site, SECRETARIAT, [first.partition("/")[0]])
    page = client.get("/verify/extensions").text
    assert f'name="ref" value="{first}"' not in page and f">{first}</a>" in page
    assert "để người khác quyết định" in page


@pytest.mark.parametrize("path", ["", "/extensions", "/silent", "/results"])
def test_a_queue_can_be_narrowed_to_a_unit(shown: Site, path: str) -> None:
    page = shown.client(SECRETARIAT).get(f"/verify{path}?unit=1")
    assert page.status_code == 200 and "Bỏ lọc" in page.text


def test_the_form_of_evaluating_names_whose_result_it_is_and_the_item_says_its_parts(
    site: Site,
) -> None:
    record(site, ActInput(act=Act.VERIFY, ref=VALUE, by=SECRETARIAT, quality=Decimal(80)))
    client = site.client(SECRETARIAT)
    form = client.get(f"/act/2022/{VALUE}?act=evaluate").text
    official = item_of(site, VALUE).facts.report
    assert official is not None
    with reading(site.workplace.engine) as session:
        name = session.get_one(Person, official.on_behalf_of or official.by).full_name
    assert name in form.partition("<h1")[2].partition("<form")[0]
    record(site, ActInput(act=Act.EVALUATE, ref=VALUE, by=SECRETARIAT))
    advance(site.workplace.engine, site.workplace.clock())
    page = client.get(f"/items/2022/{VALUE}").text
    assert "chất lượng 80%, tiến độ" in page


def test_the_step_before_is_shown_also_where_nothing_was_reported(shown: Site) -> None:
    """Silence is judged on the same page: 6.3 ha of the first step stood as if there were none."""
    page = shown.client(SECRETARIAT).get("/verify/2022/GPMB01@YL/B2").text
    assert re.search(r"<dt>Mốc trước</dt><dd>6,3 ha</dd>", re.sub(r"</?small[^>]*>", "", page))
