"""Pages left open while somebody else acts, and what counts while time is left."""

import html
from datetime import date
from decimal import Decimal

import page_grounds
import sample_acts
from sites import Site
from verification_pages import SECRETARIAT, VALUE, fields_of, record

from dondoc.services.acts.act_input import ActInput
from models.rules.checkpoints import Act

AHEAD, BY = "BTC01@BTC/B2", "CB-BTC1"
"""A product that is due four days after the day of the sample."""

COLLEAGUE = "CB-VPTU2"


def text(site: Site, code: str, address: str) -> str:
    return html.unescape(site.client(code).get(address).text)


def not_there(site: Site) -> None:
    """The official says before its day that the product is not there; that is verified."""
    record(site, ActInput(Act.REPORT, AHEAD, BY, delivered=False, narrative="Chờ ý kiến."))
    record(site, ActInput(Act.VERIFY, AHEAD, SECRETARIAT))
    site.advance()


def test_a_missing_product_waits_for_no_grade_while_it_may_come_in_time(site: Site) -> None:
    not_there(site)
    assert AHEAD not in text(site, SECRETARIAT, "/verify/results")
    case = text(site, SECRETARIAT, f"/verify/2022/{AHEAD}")
    assert 'value="evaluate"' not in case
    assert "Sản phẩm còn trong hạn đến hết ngày 24/05/2022, nên chưa đánh giá." in case
    assert "act=evaluate" not in text(site, SECRETARIAT, f"/items/2022/{AHEAD}")


def test_who_verifies_what_a_colleague_has_verified_reads_who_and_when(site: Site) -> None:
    client, address = site.client(SECRETARIAT), f"/verify/2022/{VALUE}"
    form = fields_of(client.get(address).text)
    record(site, ActInput(Act.VERIFY, VALUE, COLLEAGUE))
    answer = client.post(address, data=form | {"act": "verify"})
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert "<h2>Chưa ghi nhận</h2>" in page
    assert "sau khi đồng chí mở trang, mốc này đã thay đổi. Việc gần nhất: " in page
    assert ", thẩm định, lúc " in page


def test_who_refuses_a_request_that_was_granted_reads_who_granted_it(site: Site) -> None:
    record(
        site,
        ActInput(Act.ASK_EXTENSION, AHEAD, BY, reason="Chờ", new_due_on=date(2022, 5, 31)),
    )
    client = site.client(SECRETARIAT)
    shown = html.unescape(client.get("/verify/extensions").text)
    assert "còn 2 ngày làm việc (thứ Ba 24/5)" in shown
    assert "<dd>Dự thảo kèm bản tổng hợp ý kiến</dd>" in shown
    form = page_grounds.hidden(shown)
    record(
        site,
        ActInput(Act.CHANGE_DUE, AHEAD, COLLEAGUE, reason="Đồng ý", new_due_on=date(2022, 5, 30)),
    )
    told = {"act": "refuse_extension", "ref": AHEAD, "reason": "Không đủ lý do"}
    page = html.unescape(client.post("/verify/extensions", data=form | told).text)
    assert ", thay đổi thời hạn, lúc " in page
    assert "Việc có thể làm lúc này" not in page
    assert "Không đủ lý do" in page


def test_the_form_says_what_the_returned_report_said_beside_another_draft(site: Site) -> None:
    by, other = "CB-LT2", "DV01@LT/Q2"
    record(site, ActInput(Act.REPORT, other, by, value=Decimal("61")))
    client = site.client(by)
    fields = page_grounds.hidden(client.get(f"/report/2022/{other}").text)
    client.post(f"/report/2022/{other}", data=fields | {"act": "draft", "value": "12"})
    sample_acts.send_back(site, other, "Thiếu danh sách")
    page = html.unescape(client.get(f"/report/2022/{other}").text)
    assert 'value="12"' in page
    assert "kết quả đã ghi: 61 đảng viên." in page


def test_recorded_silence_is_no_verified_report_in_the_history(site: Site) -> None:
    silent = "GPMB01@YL/B2"
    record(site, ActInput(Act.NOT_REPORTED, silent, SECRETARIAT))
    site.advance()
    page = text(site, SECRETARIAT, f"/items/2022/{silent}")
    assert "<strong>ghi nhận không báo cáo</strong>" in page
    assert "đang thực hiện → đã thẩm định</strong>" not in page


def test_days_late_are_said_once_and_never_from_a_date_ahead(site: Site) -> None:
    late, by = "GPMB01@YL/B2", "CB-YL2"
    assert "Quá hạn 12 ngày làm việc</strong> (hạn 03/05/2022)" in text(site, by, "/work")
    assert "Quá hạn 12 ngày làm việc</strong> (hạn 03/05/2022)" in text(
        site, by, f"/report/2022/{late}"
    )
    record(site, ActInput(Act.REPORT, late, by, value=Decimal("14.5")))
    sample_acts.send_back(site, late, "Thiếu biên bản")
    record(site, ActInput(Act.REPORT, late, by, value=Decimal("14.5")))
    site.advance()
    page = text(site, by, f"/report/2022/{late}?done=report")
    assert "Quá hạn 12 ngày làm việc</strong>" in page
    assert "ngày làm việc</strong> (" not in page
    why = text(site, SECRETARIAT, f"/explain?ref={late}")
    assert "hạn thứ Sáu 27/5; quá hạn 12 ngày làm việc; đã báo cáo." in why


def test_why_somebody_is_reminded_counts_no_day_of_a_report_that_waits(site: Site) -> None:
    record(site, ActInput(Act.REPORT, AHEAD, BY, delivered=True))
    site.advance()
    why = text(site, SECRETARIAT, f"/explain?ref={AHEAD}")
    assert "hạn thứ Ba 24/5; đã báo cáo." in why
    here = text(site, BY, f"/why/2022/{AHEAD}")
    assert "Hạn thứ Ba 24/5, tính theo ngày làm việc đến thứ Ba 24/5: đã báo cáo." in here
